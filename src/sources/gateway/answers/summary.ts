import * as z from 'zod';
import type { AccountSummary } from '#domain/account-summary';
import { type CalendarDate, parseCalendarDate } from '#domain/calendar-date';
import { isKnownCurrency } from '#domain/currency';
import type { Remainder } from '#domain/dataset';
import { defined, OddityTally, type Reading } from '#sources/gateway/reading';
import { remainderOf } from '#sources/gateway/remainder';
import { type Place, parseForm, unreadable } from '#sources/gateway/row';
import { epochToIso, figure, readFigure, unused } from '#sources/gateway/scalars';
import { sameAccount } from './same-account.ts';
import { isKnownSummaryKey } from './summary-keys.ts';

const entry = z.looseObject({
  amount: figure,
  currency: z.string().nullish(),
  isNull: z.boolean().nullish(),
  isNone: z.boolean().nullish(),
  timestamp: figure,
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  severity: unused,
});
type Entry = z.infer<typeof entry>;

/**
 * `GET /portfolio/{accountId}/summary`: an entry by name. Money in `amount`, all else as text in `value`. Names that
 * are not known may hold anything.
 */
export const summaryForm = z.record(z.string(), z.unknown());

/** @param asked whose totals were asked for; those of another account are refused. @throws AnswerUnreadable */
export function readSummary(
  form: z.infer<typeof summaryForm>,
  endpoint: string,
  asked?: string,
): Reading<AccountSummary> {
  const tally = new OddityTally(endpoint);
  const place = { endpoint, at: '' };
  const { entries, remainder } = entriesOf(form, endpoint, tally);
  const money = (key: string) => moneyOf(entries.get(key), key, place);
  const number = (key: string) => numberOf(entries.get(key), key, tally);
  const netLiquidation = money('netliquidation');
  const currency = entries.get('netliquidation')?.currency;
  if (netLiquidation === undefined) throw unreadable(place, 'netliquidation', 'is missing');
  if (!currency) throw unreadable(place, 'netliquidation', 'names no currency');
  if (!isKnownCurrency(currency)) tally.add('currency', currency);
  const change = number('lookaheadnextchange');
  const dayTrades = number('daytradesremaining');
  const account = textOf(entries.get('accountcode'));
  if (asked !== undefined && account !== undefined && !sameAccount(account, asked)) {
    throw unreadable(place, 'accountcode', 'names another account than the one asked for');
  }
  const value: AccountSummary = {
    currency,
    netLiquidation,
    netLiquidationBySegment: defined({
      s: money('netliquidation-s'),
      c: money('netliquidation-c'),
      p: money('netliquidation-p'),
    }),
    remainder,
    ...defined({
      account,
      totalCash: money('totalcashvalue'),
      grossPositionValue: money('grosspositionvalue'),
      availableFunds: money('availablefunds'),
      excessLiquidity: money('excessliquidity'),
      buyingPower: money('buyingpower'),
      initialMargin: money('initmarginreq'),
      maintenanceMargin: money('maintmarginreq'),
      accruedCash: money('accruedcash'),
      accruedDividend: money('accrueddividend'),
      cushion: number('cushion'),
      dayTradesRemaining: dayTrades === -1 ? ('unlimited' as const) : dayTrades,
      nextMarginChangeAt: change === undefined ? undefined : epochToIso(change),
      settledCashByDate: cashByDate(textOf(entries.get('settledcashbydate')), tally),
    }),
  };
  const at = readFigure(entries.get('netliquidation')?.timestamp);
  const asOf = typeof at === 'number' ? epochToIso(at) : undefined;
  return { value, empty: false, oddities: tally.list(), ...defined({ asOf }) };
}

/** Absent where the broker says null: an amount of 0 stands beside it then and means nothing. */
function moneyOf(entry: Entry | undefined, key: string, place: Place): number | undefined {
  if (entry === undefined || entry.isNull === true || entry.isNone === true) return undefined;
  const amount = readFigure(entry.amount);
  if (amount === 'missing') return undefined;
  if (typeof amount !== 'number') throw unreadable(place, key, 'is no number that can be true');
  return amount;
}

/** The text of an entry. The amount beside it is always 0 and never stands in for it. */
function textOf(entry: Entry | undefined): string | undefined {
  if (entry === undefined || entry.isNull === true || entry.isNone === true) return undefined;
  const { value } = entry;
  if (value === null || value === undefined || value === '' || value === 'null') return undefined;
  return String(value);
}

function numberOf(entry: Entry | undefined, key: string, tally: OddityTally): number | undefined {
  const value = readFigure(textOf(entry));
  if (typeof value === 'number') return value;
  if (value !== 'missing') tally.add('value', key);
  return undefined;
}

/** `20260402:987918.28;20260406:971869.62`; undefined when any part of it has another form. */
function cashByDate(text: string | undefined, tally: OddityTally): Readonly<Record<CalendarDate, number>> | undefined {
  if (text === undefined) return undefined;
  const cash: Record<CalendarDate, number> = {};
  for (const part of text.split(';').filter((piece) => piece !== '')) {
    const [day = '', amount = ''] = part.split(':');
    const date = parseCalendarDate(day);
    const value = readFigure(amount);
    if (date === undefined || typeof value !== 'number') {
      tally.add('value', 'settledcashbydate');
      return undefined;
    }
    cash[date] = value;
  }
  return cash;
}

/** The entries that are known, by name; all else as sent. @throws AnswerUnreadable when a known one has another form */
function entriesOf(
  form: z.infer<typeof summaryForm>,
  endpoint: string,
  tally: OddityTally,
): { entries: ReadonlyMap<string, Entry>; remainder: Remainder } {
  const entries = new Map<string, Entry>();
  const remainder: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(form)) {
    if (!isKnownSummaryKey(key)) {
      tally.add('field', key);
      remainder[key] = value;
      continue;
    }
    const known = parseForm(entry, value, { endpoint, at: `entry ${key}` });
    entries.set(key, known);
    for (const [field, unknown] of Object.entries(remainderOf(entry, known, tally))) {
      remainder[`${key}.${field}`] = unknown;
    }
  }
  return { entries, remainder };
}
