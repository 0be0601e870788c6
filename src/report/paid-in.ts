import { bookedInBase } from '#analytics/booked-amount';
import { dayChange } from '#analytics/implied-flow';
import type { LevelPoint } from '#analytics/level-series';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { PerformanceHistory } from './performance-history.ts';
import type { ReportContext } from './report-context.ts';
import { isToldOver } from './statement-money.ts';

/** The value at the start of a history, and what was paid in and out since. */
export interface PaidIn {
  /** Of each of the days asked for; null where it can't be told. */
  readonly values: readonly (number | null)[];
  /** Money that came (above zero) or went on one of the days, base currency. */
  readonly flows: readonly { readonly date: CalendarDate; readonly amount: number }[];
  /** Whose word the flows are: the statements' bookings, or what the broker's returns imply. */
  readonly from: 'bookings' | 'returns';
}

/**
 * Money paid in over the days of a history: by the bookings of statements where they tell all of its days, else by the
 * flows that value and time-weighted return of each day imply.
 *
 * @param dates ascending, the first is the history's base
 * @returns undefined without a value at the base, or with returns that tell no flows
 */
export function paidIn(
  dates: readonly CalendarDate[],
  history: PerformanceHistory,
  context: Pick<ReportContext, 'statement' | 'money' | 'base'>,
): PaidIn | undefined {
  const { base } = history.series;
  const opening = base.netAssetValue;
  if (opening === null || dates.length < 2) return undefined;
  const booked = bookedFlows(dates, context);
  if (!booked && !history.timeWeighted) return undefined;
  const implied = booked ? undefined : impliedFlows(history);
  const flows = booked ?? implied?.flows ?? new Map<CalendarDate, number>();
  let sum = opening;
  const values = dates.map((date) => {
    sum += flows.get(date) ?? 0;
    return implied && !implied.known.has(date) ? null : sum;
  });
  return {
    values,
    flows: dates.flatMap((date) => {
      const amount = flows.get(date) ?? 0;
      return Math.abs(amount) < CENT ? [] : [{ date, amount }];
    }),
    from: booked ? 'bookings' : 'returns',
  };
}

const CENT = 0.005;

/** By day, those of closed days on the next one; undefined where a day isn't told or a flow has no value. */
function bookedFlows(
  dates: readonly CalendarDate[],
  { statement, money, base }: Pick<ReportContext, 'statement' | 'money' | 'base'>,
): ReadonlyMap<CalendarDate, number> | undefined {
  const [first, to] = [dates[0], dates.at(-1)];
  if (!statement || !money || !first || !to) return undefined;
  const from = addDays(first, 1);
  if (!isToldOver(statement, 'flows', { from, to })) return undefined;
  if (money.flows.withoutValue.length > 0) return undefined;
  const flows = new Map<CalendarDate, number>();
  let at = 0;
  for (const flow of money.flows.flows.toSorted((a, b) => (a.day < b.day ? -1 : 1))) {
    if (flow.day < from || flow.day > to) continue;
    const amount = bookedInBase(flow, base);
    if (amount === undefined) return undefined;
    while ((dates[at] ?? to) < flow.day) at += 1;
    const day = dates[at] ?? to;
    flows.set(day, (flows.get(day) ?? 0) + amount);
  }
  return flows;
}

/** Up to the first day whose flow can't be told; days without a value are known of no flow. */
function impliedFlows({ series }: PerformanceHistory) {
  const flows = new Map<CalendarDate, number>();
  const known = new Set<CalendarDate>([series.base.date]);
  let before: LevelPoint = series.base;
  for (const point of series.points) {
    if (point.netAssetValue === null) continue;
    const change = dayChange(before, point);
    if (!change) break;
    flows.set(point.date, change.impliedFlow);
    known.add(point.date);
    before = point;
  }
  return { flows, known };
}
