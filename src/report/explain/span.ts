import { accruedOf, valueInAccount } from '#analytics/valuation';
import type { AccountClose } from '#analytics/value-attribution';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import type { Snapshot } from '#domain/snapshot';
import type { DaySpan } from '#domain/statement';
import { accountClose } from '#report/account-close';
import type { PeriodMoves } from '#report/moved-period';
import { type MovesBetween, movesBetween } from '#report/moves-between';
import { spanBookings } from '#report/span-bookings';
import { type Book, CURRENCY, field, pointsOf, rateInput, statementOf, valueInput } from './book.ts';
import { type Derivation, type Input, sumOf } from './derivation.ts';
import { marketValueInput } from './holding-rules.ts';
import { onDay } from './series-rules.ts';

/** Two closes with what lies between them, as the report's own attribution took them. */
export interface Span {
  readonly moves: PeriodMoves;
  readonly days: DaySpan;
  readonly before: AccountClose;
  readonly after: AccountClose;
  readonly between: MovesBetween;
  readonly bookings: ReturnType<typeof spanBookings>;
}

/** Undefined where holdings of one of the closes are not known. */
export function spanOf(book: Book, moves: PeriodMoves): Span | undefined {
  const { calendar, money } = book.context;
  const opening = book.closes.get(moves.from);
  if (!opening || 'missing' in moves.parts) return undefined;
  const [before, after] = [accountClose(opening, calendar), accountClose(book.snapshot, calendar)];
  if ('missing' in before || 'missing' in after) return undefined;
  const days = { from: addDays(moves.from, 1), to: moves.to };
  const statement = statementOf(book);
  const bookings = statement && money ? spanBookings(statement, money, days) : undefined;
  return { moves, days, before, after, between: movesBetween(opening, book.snapshot, calendar), bookings };
}

/** What one currency's balance holds at a close. @param at market day of an earlier Snapshot */
export function balanceInput(
  book: Book,
  what: 'cash' | 'interest' | 'dividends',
  currency: string,
  value: number,
  at: CalendarDate | undefined,
): Input {
  const names = {
    cash: ['cashbalance', 'endingCash'],
    interest: ['interest', 'endingAccrualBalance'],
    dividends: ['dividends'],
  };
  const label = `${what.charAt(0).toUpperCase()}${what.slice(1)} in ${currency}${at ? ` at ${at}` : ''}`;
  const known = accrualsTold(book, what, currency, value, at);
  if (known) return { label, value, kind: 'money', unit: currency, by: known };
  const told = field('ledger', names[what], [[CURRENCY, currency]], at ? { at } : {});
  return { label, value, kind: 'money', unit: currency, told };
}

/** A statement lists each dividend that has accrued, and no balance of them. */
function accrualsTold(
  book: Book,
  what: string,
  currency: string,
  value: number,
  at: CalendarDate | undefined,
): Derivation | undefined {
  const snapshot = at === undefined ? book.snapshot : book.closes.get(at);
  const ledger = snapshot?.datasets.ledger;
  if (what === 'cash' || ledger?.status !== 'present' || ledger.source !== 'flex') return undefined;
  if (value === 0) return { ...sumOf([], 'no row of it in the statement'), answers: ledger.raw };
  if (what !== 'dividends') return undefined;
  const { statement } = snapshot?.datasets ?? {};
  const rows = (statement && valueOf(statement))?.close.dividendAccruals ?? [];
  return sumOf(
    rows
      .filter((row) => row.state === 'open' && row.currency === currency)
      .map(
        ({ net, contract }): Input => ({
          ...{ label: `Dividend of ${contract.symbol}`, value: net, kind: 'money', unit: currency },
          told: field('ledger', ['netAmount'], [[['conid'], String(contract.conid)]], at ? { at } : {}),
        }),
      ),
    'Σ of what is declared and not paid',
  );
}

/** The account's value at one end of a period: the broker's, else the sum of its parts. */
export function endInput(book: Book, moves: PeriodMoves, end: 'opening' | 'closing'): Input | undefined {
  const value = moves[end];
  const date = end === 'opening' ? moves.from : moves.to;
  if (typeof value !== 'number') return undefined;
  const point = pointsOf(book).findLast((one) => one.date === date);
  if (typeof point?.netAssetValue === 'number') {
    return onDay(book, date, 'Value') ?? valueInput(book, date, value);
  }
  const told = statementOf(book)?.history.netAssetValues.findLast((one) => one.date === date);
  if (told) {
    const of = valueInput(book, date, value);
    return {
      ...of,
      told: field('statement', ['total', 'endingValue'], [[['reportDate', 'toDate'], date]], { day: date }),
    };
  }
  const { base } = book.context;
  const by = partsOf(
    book,
    end === 'opening' ? book.closes.get(date) : book.snapshot,
    end === 'opening' ? date : undefined,
  );
  return by && { label: `Account value at ${date}`, value, kind: 'money', unit: base, by };
}

function partsOf(book: Book, snapshot: Snapshot | undefined, at: CalendarDate | undefined): Derivation | undefined {
  const close = snapshot && accountClose(snapshot, book.context.calendar);
  if (!close || 'missing' in close) return undefined;
  const more = at === undefined ? {} : { at };
  const amounts: (Input & { readonly currency: string })[] = close.positions.flatMap((position) => {
    const value = valueInAccount(position);
    if (value === null) return [];
    const input = marketValueInput(position, value);
    return [{ ...input, ...(input.told ? { told: { ...input.told, ...more } } : {}), currency: position.currency }];
  });
  for (const balance of close.ledger.balances) {
    const { currency, cash } = balance;
    const own = field('ledger', ['cashbalance', 'endingCash'], [[CURRENCY, currency]], more);
    if (cash !== 0)
      amounts.push({ label: `Cash in ${currency}`, value: cash, kind: 'money', unit: currency, told: own, currency });
    const accrued = accruedOf(balance);
    if (accrued === 0) continue;
    for (const what of ['interest', 'dividends'] as const) {
      const value = what === 'interest' ? balance.accruedInterest : balance.accruedDividends;
      if (value !== 0) amounts.push({ ...balanceInput(book, what, currency, value, at), currency });
    }
  }
  const inputs = amounts.flatMap(({ currency, ...input }) => [
    input,
    rateInput(book, currency, close.rates.get(currency) ?? Number.NaN, at),
  ]);
  return {
    formula: 'Σ amount · rate of holdings, cash and accruals',
    inputs,
    reckon: (values) =>
      values.reduce((sum, value, place) => sum + (place % 2 === 0 ? value * (values[place + 1] ?? Number.NaN) : 0), 0),
  };
}
