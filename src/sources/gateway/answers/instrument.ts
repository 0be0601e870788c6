import type { z } from 'zod';
import type { DerivativeTerms } from '#domain/position';
import { defined } from '#sources/gateway/reading';
import { figure, readFigure, unused, words } from '#sources/gateway/scalars';
import { type DescribedContract, expiryOf, rightOf } from './contract-description.ts';

/** What describes an instrument: in full rows of positions and in security definitions, under the same names. */
export const instrumentFields = {
  ticker: words,
  name: words,
  type: words,
  sector: words,
  group: words,
  currency: words,
  assetClass: words,
  expiry: figure,
  strike: figure,
  putOrCall: words,
  multiplier: figure,
  undSym: words,
  allExchanges: unused,
  chineseName: unused,
  countryCode: unused,
  crossCurrency: unused,
  displayRule: unused,
  fullName: unused,
  hasOptions: unused,
  incrementRules: unused,
  isEventContract: unused,
  isUS: unused,
  lastTradingDay: unused,
  listingExchange: unused,
  pageSize: unused,
  sectorGroup: unused,
  time: unused,
  undComp: unused,
  undConid: unused,
};

type Wire = z.infer<typeof figure> | z.infer<typeof words>;

/** The fields of an instrument that are used. */
export interface InstrumentFields {
  readonly ticker?: Wire;
  readonly name?: Wire;
  readonly type?: Wire;
  readonly sector?: Wire;
  readonly group?: Wire;
  readonly currency?: Wire;
  readonly assetClass?: Wire;
  readonly expiry?: Wire;
  readonly strike?: Wire;
  readonly putOrCall?: Wire;
  readonly multiplier?: Wire;
  readonly undSym?: Wire;
}

const USED = [
  'ticker',
  'name',
  'type',
  'sector',
  'group',
  'currency',
  'assetClass',
  'expiry',
  'strike',
  'putOrCall',
  'multiplier',
  'undSym',
] as const;

/** Null, empty, 0 and "0" say that the row does not tell. */
function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '' || Number(value) === 0;
}

/** The row's own fields, and the definition's where the row does not tell. */
export function filledFrom(row: InstrumentFields, definition: InstrumentFields | undefined): InstrumentFields {
  if (definition === undefined) return row;
  const filled: Record<string, Wire> = {};
  for (const name of USED) filled[name] = isBlank(row[name]) ? definition[name] : row[name];
  return filled;
}

/** A text field, undefined when empty. */
export function textOf(value: Wire): string | undefined {
  return value === null || value === undefined || value === '' ? undefined : String(value);
}

/** A figure field, undefined when 0: strike and multiplier of what has none. */
export function nonZero(value: Wire): number | undefined {
  const number = readFigure(value);
  return typeof number === 'number' && number !== 0 ? number : undefined;
}

/** The terms of a derivative by its fields, else by its description; undefined when neither tells any. */
export function termsOf(fields: InstrumentFields, described: DescribedContract): DerivativeTerms | undefined {
  const expiry = textOf(fields.expiry);
  const terms = defined({
    underlying: textOf(fields.undSym) ?? described.terms.underlying ?? textOf(fields.ticker),
    expiry: (expiry === undefined ? undefined : expiryOf(expiry)) ?? described.terms.expiry,
    strike: nonZero(fields.strike) ?? described.terms.strike,
    right: rightOf(textOf(fields.putOrCall) ?? '') ?? described.terms.right,
  });
  return Object.keys(terms).length === 0 ? undefined : terms;
}
