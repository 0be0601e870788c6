import * as z from 'zod';
import { isKnownCurrency, UNKNOWN_CURRENCY } from '#domain/currency';
import type { Position } from '#domain/position';
import { defined, OddityTally, type Reading } from '#sources/gateway/reading';
import { remainderOf } from '#sources/gateway/remainder';
import { type Place, Row, unreadable } from '#sources/gateway/row';
import { figure, identifier, unused, words } from '#sources/gateway/scalars';
import { assetClassOf, hasTerms } from './asset-classes.ts';
import { readDescription } from './contract-description.ts';
import { filledFrom, type InstrumentFields, instrumentFields, nonZero, termsOf, textOf } from './instrument.ts';
import { multiplierOf } from './multiplier.ts';
import { sameAccount } from './same-account.ts';

const row = z.looseObject({
  ...instrumentFields,
  conid: identifier,
  acctId: words,
  contractDesc: words,
  description: words,
  model: words,
  position: figure,
  mktPrice: figure,
  mktValue: figure,
  avgCost: figure,
  avgPrice: figure,
  realizedPnl: figure,
  unrealizedPnl: figure,
  baseAvgCost: unused,
  baseAvgPrice: unused,
  baseMktPrice: unused,
  baseMktValue: unused,
  baseRealizedPnl: unused,
  baseUnrealizedPnl: unused,
  conExchMap: unused,
  exchs: unused,
  exerciseStyle: unused,
});

/** `GET /portfolio/{accountId}/positions/{page}`: rows, with or without the security's definition (full or lean). */
export const positionsForm = z.array(row);

export interface PositionsContext {
  /** Whose positions were asked for; rows that name another account are refused. */
  readonly account?: string;
  /** Security definitions by contract id: fill what lean rows leave out. */
  readonly definitions?: ReadonlyMap<number, InstrumentFields>;
}

/** A row as read. `lean` rows came without the security's definition. */
export interface PositionRow {
  readonly position: Position;
  readonly lean: boolean;
  readonly pageSize: number | undefined;
}

/** All rows, those of quantity 0 too: they stay a while after a close and are no holdings. @throws AnswerUnreadable */
export function readPositions(
  rows: z.infer<typeof positionsForm>,
  endpoint: string,
  context: PositionsContext = {},
): Reading<readonly PositionRow[]> {
  const tally = new OddityTally(endpoint);
  const value = rows.map((form, index) => {
    const place = {
      endpoint,
      at: `row ${index + 1}${/^\d+$/.test(String(form.conid)) ? ` (conid ${form.conid})` : ''}`,
    };
    if (context.account !== undefined && form.acctId && !sameAccount(form.acctId, context.account)) {
      throw unreadable(place, 'acctId', 'names another account than the one asked for');
    }
    const position = positionOf(form, place, context.definitions?.get(Number(form.conid)), tally);
    return { position, lean: !form.ticker, pageSize: nonZero(form.pageSize as InstrumentFields['strike']) };
  });
  return { value, empty: value.length === 0, oddities: tally.list() };
}

function positionOf(
  form: z.infer<typeof row>,
  place: Place,
  definition: InstrumentFields | undefined,
  tally: OddityTally,
): Position {
  const from = new Row(form, place, tally);
  const fields = filledFrom(form, definition);
  const quantity = from.figure('position');
  // What is not held any more is worth nothing, whatever the row leaves out.
  const marketValue = quantity === 0 ? (from.optionalFigure('mktValue') ?? 0) : from.figure('mktValue');
  const price = from.optionalFigure('mktPrice');
  const averageCost = from.optionalFigure('avgCost') || undefined;
  const description = textOf(form.contractDesc) ?? textOf(form.description) ?? textOf(fields.ticker) ?? '';
  const described = readDescription(description);
  const brokerClass = textOf(fields.assetClass) ?? '';
  const assetClass = assetClassOf(brokerClass, tally);
  return {
    conid: conidOf(form.conid, place),
    symbol: textOf(fields.ticker) ?? described.symbol ?? String(form.conid),
    description: description === '' ? String(form.conid) : description,
    assetClass,
    brokerClass,
    currency: currencyOf(textOf(fields.currency), tally),
    quantity,
    marketValue,
    model: form.model ?? '',
    remainder: remainderOf(row, form, tally),
    ...defined({
      name: textOf(fields.name),
      type: textOf(fields.type),
      sector: textOf(fields.sector),
      group: textOf(fields.group),
      price,
      averageCost,
      unrealizedProfit: from.optionalFigure('unrealizedPnl'),
      realizedProfit: from.optionalFigure('realizedPnl'),
      multiplier: multiplierOf({
        brokerClass,
        stated: nonZero(fields.multiplier),
        described: described.multiplier,
        averageCost,
        averagePrice: from.optionalFigure('avgPrice') || undefined,
        price,
        quantity,
        marketValue,
      }),
      terms: hasTerms(assetClass) ? termsOf(fields, described) : undefined,
    }),
  };
}

/** The contract id as a number, which is how most endpoints write it. */
export function conidOf(value: z.infer<typeof identifier>, place: Place): number {
  const conid = Number(value);
  if (!Number.isSafeInteger(conid) || conid <= 0) throw unreadable(place, 'conid', 'is no contract id');
  return conid;
}

/** The code as sent; {@link UNKNOWN_CURRENCY} where none is named. Both are oddities. */
function currencyOf(code: string | undefined, tally: OddityTally): string {
  const currency = code ?? UNKNOWN_CURRENCY;
  if (!isKnownCurrency(currency)) tally.add('currency', currency);
  return currency;
}
