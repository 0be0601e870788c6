import { compact } from '#simulator/market/day';
import type { Instrument } from '#simulator/market/instrument';
import { double, type Json } from './json.ts';

/** A row of `GET /trsrv/secdef`. */
export function definitionRow(instrument: Instrument): Json {
  const { option } = instrument;
  return {
    conid: instrument.conid,
    currency: instrument.currency,
    name: instrument.name,
    assetClass: instrument.assetClass,
    expiry: option ? compact(option.expiry) : null,
    lastTradingDay: option ? compact(option.expiry) : null,
    group: instrument.group,
    putOrCall: option?.right ?? null,
    sector: instrument.sector,
    sectorGroup: instrument.sectorGroup,
    strike: option ? String(option.strike) : '0',
    ticker: instrument.symbol,
    undConid: option?.underlying ?? 0,
    multiplier: wireMultiplier(instrument),
    type: instrument.type,
    hasOptions: instrument.assetClass === 'STK' && instrument.country === 'US',
    fullName: instrument.description,
    isUS: instrument.country === 'US',
    isEventContract: false,
    listingExchange: instrument.exchange,
    countryCode: instrument.country,
  };
}

/** Fields that a row of the holdings has only when it comes with its security definition. */
export function definitionFields(instrument: Instrument, spent: number): Readonly<Record<string, Json>> {
  const { option } = instrument;
  const underlying: Readonly<Record<string, Json>> = option ? { undComp: null, undSym: option.underlyingSymbol } : {};
  return {
    incrementRules: [{ lowerEdge: double(0), increment: double(0.01) }],
    displayRule: {
      magnification: 0,
      displayRuleStep: [{ decimalDigits: 2, lowerEdge: double(0), wholeDigits: 4 }],
    },
    time: spent,
    allExchanges: instrument.exchange,
    listingExchange: instrument.exchange,
    countryCode: instrument.country,
    name: instrument.name,
    lastTradingDay: option ? compact(option.expiry) : null,
    group: instrument.group,
    sector: instrument.sector,
    sectorGroup: instrument.sectorGroup,
    ticker: instrument.symbol,
    type: instrument.type,
    ...underlying,
    hasOptions: instrument.assetClass === 'STK' && instrument.country === 'US',
    fullName: instrument.description,
    isUS: instrument.country === 'US',
    isEventContract: false,
    pageSize: 100,
  };
}

/** The broker says 0.0 for shares; only a derivative has a multiplier of its own. */
export const wireMultiplier = (instrument: Instrument): Json => double(instrument.option ? instrument.multiplier : 0);
