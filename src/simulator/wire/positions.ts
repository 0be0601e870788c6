import type { AccountState, PositionState } from '#simulator/account';
import { compact } from '#simulator/market/day';
import { definitionFields, wireMultiplier } from './instrument-fields.ts';
import { cents, double, type Json } from './json.ts';

const PAGE_SIZE = 100;
/** Rows come without their security definition for some minutes, then with it, as seen on a live account. */
const SPELL_MS = 5 * 60_000;
/** Pages of a list that is not sorted overlap: only a sorted one was seen to page without repeats. */
const UNSORTED_OVERLAP = 7;

/** Whether the rows of this moment lack their security definition. */
const isLean = (now: number): boolean => Math.floor(now / SPELL_MS) % 2 === 0;

/** `GET /portfolio/{id}/positions/{page}`: a hundred rows a page from 0, `[]` past the end. */
export function positionsPage(
  account: string,
  state: AccountState,
  page: number,
  query: URLSearchParams,
  now: number,
): Json {
  const sorted = query.get('sort') === 'position';
  const rows = sorted ? byQuantity(state.positions, query.get('direction') === 'd') : state.positions;
  const start = page * PAGE_SIZE - (sorted ? 0 : page * UNSORTED_OVERLAP);
  return rows.slice(start, start + PAGE_SIZE).map((row) => positionRow(account, row, now, isLean(now)));
}

/** `GET /portfolio/{id}/position/{conid}`: always with the definition and the figures in base currency. */
export function positionOf(account: string, state: AccountState, conid: number, now: number): Json {
  const rows = state.positions.filter((row) => row.instrument.conid === conid);
  const rates = new Map(state.currencies.map(({ currency, rate }) => [currency, rate]));
  return rows.map((row) => ({
    ...positionRow(account, row, now, false),
    ...baseFields(row, rates.get(row.instrument.currency) ?? 1),
  }));
}

function positionRow(
  account: string,
  row: PositionState,
  now: number,
  lean: boolean,
): { readonly [name: string]: Json } {
  const { instrument, quantity, price, value, cost, realizedToday } = row;
  const { option } = instrument;
  const average = quantity === 0 ? 0 : cost / quantity / 100;
  return {
    acctId: account,
    conid: instrument.conid,
    contractDesc: instrument.description,
    position: double(quantity),
    mktPrice: double(wirePrice(Math.fround(price))),
    mktValue: cents(value),
    currency: instrument.currency,
    avgCost: double(wirePrice(average)),
    avgPrice: double(wirePrice(average / instrument.multiplier)),
    realizedPnl: cents(realizedToday),
    unrealizedPnl: cents(quantity === 0 ? 0 : value - cost),
    exchs: null,
    expiry: !lean && option ? compact(option.expiry) : null,
    putOrCall: !lean && option ? option.right : null,
    multiplier: lean ? null : wireMultiplier(instrument),
    // A number without the definition and a text with it.
    strike: lean ? double(0) : option ? String(option.strike) : '0',
    exerciseStyle: null,
    conExchMap: [],
    assetClass: instrument.assetClass,
    undConid: lean || !option ? 0 : option.underlying,
    model: '',
    ...(lean ? {} : definitionFields(instrument, 20 + (now % 17))),
  };
}

function baseFields(row: PositionState, rate: number): Readonly<Record<string, Json>> {
  const average = row.quantity === 0 ? 0 : row.cost / row.quantity / 100;
  return {
    baseMktValue: cents(Math.round(row.value * rate)),
    baseMktPrice: double(wirePrice(Math.fround(row.price) * rate)),
    baseAvgCost: double(wirePrice(average * rate)),
    baseAvgPrice: double(wirePrice((average / row.instrument.multiplier) * rate)),
    baseRealizedPnl: cents(Math.round(row.realizedToday * rate)),
    baseUnrealizedPnl: cents(Math.round((row.value - row.cost) * rate)),
  };
}

/** Prices are rounded to the nearest 0.00000005 on every recorded row. */
const wirePrice = (price: number): number => Number((Math.round(price * 2e7) / 2e7).toFixed(8));

function byQuantity(rows: readonly PositionState[], descending: boolean): PositionState[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => sign * (a.quantity - b.quantity) || a.instrument.conid - b.instrument.conid);
}
