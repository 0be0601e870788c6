import { type Attribution, attribution } from '#analytics/value-attribution';
import { addDays, type CalendarDate, previousMonthEnd, previousYearEnd } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { DaySpan, Statement } from '#domain/statement';
import { accountClose } from './account-close.ts';
import { NEEDS_FLEX, NOT_COVERED } from './missing.ts';
import type { Openings, PeriodMoves } from './moved-period.ts';
import { movesBetween } from './moves-between.ts';
import type { PerformanceHistory } from './performance-history.ts';
import { spanBookings } from './span-bookings.ts';
import { isToldOver, netPaidIn, type StatementMoney } from './statement-money.ts';
import { type Cell, isMissing, type Missing } from './value.ts';
import { dayText } from './wording.ts';

export interface PeriodMovesInput {
  readonly snapshot: Snapshot;
  readonly openings: Openings;
  readonly calendar: MarketCalendar;
  readonly history: PerformanceHistory | undefined;
  readonly statement: Statement | undefined;
  readonly money: StatementMoney | undefined;
}

/**
 * Day, month and year up to the market day; and, where yesterday's Snapshot is missing, the time since the last one that
 * is there.
 */
export function periodMoves(input: PeriodMovesInput): readonly PeriodMoves[] {
  const { snapshot, openings, calendar, history } = input;
  const day = snapshot.run.marketDate;
  const before = calendar.previousTradingDay(day);
  const lastTradingDay = (date: CalendarDate): CalendarDate => calendar.previousTradingDay(addDays(date, 1));
  const { previous } = openings;
  const named: readonly (readonly [PeriodMoves['name'], CalendarDate, Snapshot | undefined])[] = [
    ['Day', before, previous],
    ...(previous && previous.run.marketDate < before ? [['Since', previous.run.marketDate, previous] as const] : []),
    ['Month', lastTradingDay(previousMonthEnd(day)), openings.month],
    ['Year', lastTradingDay(previousYearEnd(day)), openings.year],
  ];
  const first = history?.series.fromFirstDay ? history.series.base.date : undefined;
  return named.map(([name, from, opening]) =>
    // An account that is younger than the period is counted from its first day.
    movesOf(input, name, name !== 'Day' && first !== undefined && first > from ? first : from, opening),
  );
}

function movesOf(
  input: PeriodMovesInput,
  name: PeriodMoves['name'],
  from: CalendarDate,
  given: Snapshot | undefined,
): PeriodMoves {
  const { snapshot, history, statement, money } = input;
  const to = snapshot.run.marketDate;
  const opening = given?.run.marketDate === from ? given : undefined;
  const base = snapshot.account.baseCurrency;
  const [first, last] = [otherBase(opening, base) ?? valueOn(from, opening, input), valueOn(to, snapshot, input)];
  const span: DaySpan = { from: addDays(from, 1), to };
  const flows: Cell =
    statement && money
      ? isToldOver(statement, 'flows', span)
        ? netPaidIn(money, base, span)
        : NOT_COVERED
      : NEEDS_FLEX;
  const implied =
    name === 'Day' && isMissing(flows) && history && !('missing' in history.day) ? history.day.impliedFlow : undefined;
  const known = typeof flows === 'number' ? flows : implied;
  const result: Cell =
    typeof first !== 'number'
      ? first
      : typeof last !== 'number'
        ? last
        : known === undefined
          ? flows
          : last - first - known;
  return {
    ...{ name, from, to, flows, result, opening: first, closing: last },
    ...(implied === undefined ? {} : { impliedFlows: implied }),
    parts: partsOf(input, opening, from),
  };
}

/** Nothing leads from a value in one currency to a value in another. */
function otherBase(opening: Snapshot | undefined, base: string): Missing | undefined {
  if (!opening || opening.account.baseCurrency === base) return undefined;
  return { missing: `base currency was ${opening.account.baseCurrency} on ${dayText(opening.run.marketDate)}` };
}

/** The broker's value of a close, else the sum of the parts that were kept of it. */
function valueOn(
  date: CalendarDate,
  snapshot: Snapshot | undefined,
  { history, statement, calendar }: PeriodMovesInput,
): Cell {
  const points = history ? [history.series.base, ...history.series.points] : [];
  const told =
    points.findLast((point) => point.date === date)?.netAssetValue ??
    statement?.history.netAssetValues.findLast((value) => value.date === date)?.total;
  if (told !== undefined && told !== null) return told;
  const close = snapshot && accountClose(snapshot, calendar);
  if (close && !('missing' in close) && close.total.without.length === 0) return close.total.amount;
  return { missing: `no value of ${dayText(date)}` };
}

function partsOf(input: PeriodMovesInput, opening: Snapshot | undefined, from: CalendarDate): Attribution | Missing {
  const { snapshot, calendar, statement, money } = input;
  if (!opening) return { missing: `no Snapshot of ${dayText(from)} in the archive` };
  const base = snapshot.account.baseCurrency;
  const other = otherBase(opening, base);
  if (other) return other;
  const [before, after] = [accountClose(opening, calendar), accountClose(snapshot, calendar)];
  if ('missing' in before) return before;
  if ('missing' in after) return after;
  const to = snapshot.run.marketDate;
  const bookings = statement && money ? spanBookings(statement, money, { from: addDays(from, 1), to }) : undefined;
  return attribution({
    base,
    before,
    after,
    ...movesBetween(opening, snapshot, calendar),
    ...(bookings ? { bookings } : {}),
  });
}
