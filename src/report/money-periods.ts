import { toldFrom } from '#analytics/told-from';
import { addDays, type CalendarDate, previousMonthEnd, previousYearEnd } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { BookingsName, DaySpan, Statement } from '#domain/statement';
import { NOT_IN_STATEMENT } from './missing.ts';
import type { Missing } from './value.ts';
import { dayText, longDayText } from './wording.ts';

export type MoneyPeriodName = 'Day' | 'Month' | 'Year';

/** Days that a column of sums is of. */
export interface MoneyPeriod {
  readonly key: 'day' | 'month' | 'year' | 'since';
  /** `Day`, `Month`, `Year`, or `Since 12 Nov` where statements tell a part of the period only. */
  readonly title: string;
  readonly span: DaySpan;
}

/** What can be summed up of some lists of a statement. */
export interface MoneyPeriods {
  /** Shortest first. Periods that are wholly told, and what is told of the first that isn't. */
  readonly columns: readonly MoneyPeriod[];
  /** The days of each period, or why they can't be summed up. */
  readonly of: { readonly [N in MoneyPeriodName]: DaySpan | Missing };
  /** The first day told, where a period began before it. */
  readonly since?: CalendarDate;
  /** Lists that the statement of the market day doesn't have. */
  readonly untold: ReadonlySet<BookingsName>;
}

export interface MoneyPeriodsInput {
  readonly statement: Statement;
  readonly lists: readonly BookingsName[];
  readonly calendar: MarketCalendar;
  /** The account's first day, where it is known: before it there is nothing to tell. */
  readonly opened?: CalendarDate;
}

/**
 * The day (with the weekend or holidays before it), the month and the year up to the market day. A period counts as a
 * whole only if every list was told of each of its days; what is known of a longer one is given as what it is.
 */
export function moneyPeriods({ statement, lists, calendar, opened }: MoneyPeriodsInput): MoneyPeriods {
  const { day, history } = statement;
  const firsts = new Map(lists.map((list) => [list, toldFrom(history.told[list], day)]));
  const untold = new Set(lists.filter((list) => firsts.get(list) === undefined));
  const told = [...firsts.values()].filter((first) => first !== undefined);
  if (told.length === 0) {
    const of = { Day: NOT_IN_STATEMENT, Month: NOT_IN_STATEMENT, Year: NOT_IN_STATEMENT };
    return { columns: [], of, untold };
  }
  const first = told.reduce((latest, each) => (each > latest ? each : latest));
  const begins: readonly (readonly [MoneyPeriodName, CalendarDate])[] = [
    ['Day', addDays(calendar.previousTradingDay(day), 1)],
    ['Month', addDays(previousMonthEnd(day), 1)],
    ['Year', addDays(previousYearEnd(day), 1)],
  ];
  const whole = (from: CalendarDate): boolean => first <= from || (opened !== undefined && first <= opened);
  const columns = begins
    .filter(([, from]) => whole(from))
    .map(([name, from]): MoneyPeriod => ({ key: KEYS[name], title: name, span: { from, to: day } }));
  const partial = begins.some(([, from]) => !whole(from));
  // What is told before the first whole period began is no column of its own.
  if (partial) columns.push({ key: 'since', title: `Since ${dayText(first)}`, span: { from: first, to: day } });
  const of = (from: CalendarDate): DaySpan | Missing =>
    whole(from) ? { from, to: day } : { missing: `statements begin ${dayText(first)}` };
  return {
    columns: withoutTwins(columns),
    of: Object.fromEntries(begins.map(([name, from]) => [name, of(from)])) as MoneyPeriods['of'],
    ...(partial ? { since: first } : {}),
    untold,
  };
}

const KEYS = { Day: 'day', Month: 'month', Year: 'year' } as const;

/** Statements that begin on the day, or on the first of the month, make one column and not two. */
function withoutTwins(columns: readonly MoneyPeriod[]): readonly MoneyPeriod[] {
  return columns.filter(
    ({ key, span }) => key !== 'since' || !columns.some((other) => other.key !== key && other.span.from === span.from),
  );
}

/** The same of income or costs, where flows, which are told above them, don't say it already. */
export function sinceOwnText(
  { periods }: { readonly periods: { readonly [P in 'flows' | 'income' | 'costs']: MoneyPeriods } },
  part: 'income' | 'costs',
): string {
  const { flows } = periods;
  return flows.columns.length > 0 && flows.since === periods[part].since ? '' : sinceText(periods[part]);
}

/** Sentence for a reader whose statements begin inside the year; empty when they don't. */
export function sinceText({ since }: MoneyPeriods): string {
  if (since === undefined) return '';
  return `Statements are at hand since ${longDayText(since)}: longer periods can’t be told. “daybook flex backfill” fetches what came before.`;
}
