import type { AccountProfile } from '#simulator/account';
import type { Instrument } from '#simulator/market/instrument';
import { hashOf } from '#simulator/random';
import { figureText } from './exact.ts';
import type { RowValue } from './flex-row.ts';

type RowFields = Readonly<Record<string, RowValue>>;

/** Whose row it is. */
export const accountFields = ({ id }: Pick<AccountProfile, 'id'>): RowFields => ({
  accountId: id,
  acctAlias: '',
  model: '',
});

/** Currency of a row's amounts. */
export const currencyFields = (currency: string, rate: number): RowFields => ({
  currency,
  fxRateToBase: figureText(rate),
});

/** What a statement says of a contract, in each row about it. */
export function instrumentFields(instrument: Instrument): RowFields {
  const { option, assetClass } = instrument;
  const isin = assetClass === 'OPT' ? '' : isinOf(instrument);
  return {
    assetCategory: assetClass,
    subCategory: option ? option.right : instrument.type,
    symbol: option ? instrument.description.replace(/^.*\[(.*) 100\]$/, '$1') : instrument.symbol,
    description: option ? optionName(instrument) : instrument.name,
    conid: String(instrument.conid),
    securityID: isin,
    securityIDType: isin === '' ? '' : 'ISIN',
    cusip: '',
    isin,
    figi: '',
    listingExchange: instrument.exchange,
    underlyingConid: option ? String(option.underlying) : '',
    underlyingSymbol: option ? option.underlyingSymbol : '',
    underlyingSecurityID: '',
    underlyingListingExchange: '',
    issuer: '',
    issuerCountryCode: instrument.country,
    multiplier: figureText(instrument.multiplier),
    strike: option ? figureText(option.strike) : '',
    expiry: option ? { day: option.expiry } : '',
    putCall: option ? option.right : '',
    principalAdjustFactor: '',
  };
}

/** The same fields in a row that is about no contract. */
export const NO_INSTRUMENT: RowFields = {
  assetCategory: '',
  subCategory: '',
  symbol: '',
  description: '',
  conid: '',
  securityID: '',
  securityIDType: '',
  cusip: '',
  isin: '',
  figi: '',
  listingExchange: '',
  underlyingConid: '',
  underlyingSymbol: '',
  underlyingSecurityID: '',
  underlyingListingExchange: '',
  issuer: '',
  issuerCountryCode: '',
  multiplier: '0',
  strike: '',
  expiry: '',
  putCall: '',
  principalAdjustFactor: '',
};

/** A pair of currencies that is traded in a conversion. */
export const pairFields = (bought: string, paid: string): RowFields => ({
  ...NO_INSTRUMENT,
  assetCategory: 'CASH',
  symbol: `${bought}.${paid}`,
  description: `${bought}.${paid}`,
  conid: String(12_000_000 + (hashOf(`${bought}.${paid}`) % 1_000_000)),
  multiplier: '1',
});

/** Of the right form, with an invented number: no real security is meant. */
const isinOf = ({ conid, country }: Instrument): string => `${country}S${String(conid).padStart(9, '0').slice(-9)}`;

function optionName({ symbol, option }: Instrument): string {
  if (!option) return symbol;
  const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
  const [year = '', month = '1', date = ''] = option.expiry.split('-');
  return `${symbol} ${date}${months[+month - 1]}${year.slice(2)} ${figureText(option.strike)} ${option.right}`;
}
