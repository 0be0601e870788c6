import { sumBooked } from '#analytics/booked-amount';
import { bridgeEnd, isSameValue } from '#analytics/bridge-end';
import { isFlowItem } from '#analytics/broker-items';
import { flowBookings } from '#analytics/flow-bookings';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import { reportedOn } from '#domain/day-of-report';
import type { NetAssetValueChange, NetAssetValueDay } from '#domain/net-asset-value';
import type { BookingsName, DaySpan, StatementHistory } from '#domain/statement';

/** A day's value, and the growth of one unit since the first of its chain. */
export interface LinkedDay {
  readonly date: CalendarDate;
  readonly netAssetValue: number;
  readonly level: number;
}

/**
 * The longest run of days up to `day` whose returns link without a break, oldest first; its first day has level 1. A day
 * of which no return can be told, and a value that is not above zero, end a chain: the next one begins there.
 */
export function linkedDays(history: StatementHistory, day: CalendarDate, baseCurrency: string): readonly LinkedDay[] {
  const values = valuesByDay(history, day);
  const flows = bookedFlows(history, baseCurrency);
  let chain: LinkedDay[] = [];
  for (const { date, total } of values) {
    const before = chain.at(-1);
    if (!(total > 0)) {
      chain = [];
      continue;
    }
    const growth = before && growthOf(before, { date, total }, history.changes, flows);
    if (before && growth !== undefined && growth > 0) {
      chain.push({ date, netAssetValue: total, level: before.level * growth });
    } else chain = [{ date, netAssetValue: total, level: 1 }];
  }
  return chain;
}

/** One value a day, the one that came last; nothing after `day`. */
function valuesByDay(history: StatementHistory, day: CalendarDate): readonly NetAssetValueDay[] {
  const byDay = new Map(history.netAssetValues.filter(({ date }) => date <= day).map((value) => [value.date, value]));
  return [...byDay.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

interface Value {
  readonly date: CalendarDate;
  readonly total: number;
}

/**
 * Growth from one value to the next: the broker's own return where a statement was made for just these days, else the
 * change of value less what went in or out, counted at the end of the day as the broker counts it.
 */
function growthOf(
  before: LinkedDay,
  { date, total }: Value,
  changes: readonly NetAssetValueChange[],
  flows: FlowsOver,
): number | undefined {
  const change = changeOver(before, date, total, changes);
  if (change?.timeWeightedReturn !== undefined) return 1 + change.timeWeightedReturn;
  const flow = (change && flowOf(change)) ?? flows({ from: addDays(before.date, 1), to: date });
  return flow === undefined ? undefined : (total - flow) / before.netAssetValue;
}

function changeOver(
  before: LinkedDay,
  date: CalendarDate,
  total: number,
  changes: readonly NetAssetValueChange[],
): NetAssetValueChange | undefined {
  return changes.findLast(
    ({ from, to, starting, ending }) =>
      to === date && from > before.date && isSameValue(starting, before.netAssetValue) && isSameValue(ending, total),
  );
}

/** Undefined when the bridge lacks one of its items, as it does where the query leaves some out: it doesn't add up then. */
function flowOf(change: NetAssetValueChange): number | undefined {
  const { ending, items } = change;
  if (!isSameValue(bridgeEnd(change), ending)) return undefined;
  return Object.entries(items).reduce((total, [name, amount]) => total + (isFlowItem(name) ? amount : 0), 0);
}

/** What was booked in or out over the days, base currency; undefined when statements do not tell all of it. */
type FlowsOver = (span: DaySpan) => number | undefined;

function bookedFlows(history: StatementHistory, baseCurrency: string): FlowsOver {
  const { flows, withoutValue } = flowBookings(history);
  const within = ({ from, to }: DaySpan, day: CalendarDate): boolean => day >= from && day <= to;
  return (span) => {
    if (!isTold(history, 'cashTransactions', span) || !isTold(history, 'transfers', span)) return undefined;
    if (withoutValue.some((transfer) => within(span, reportedOn(transfer)))) return undefined;
    const { amount, without } = sumBooked(flows, baseCurrency, span);
    return without.length === 0 ? amount : undefined;
  };
}

/** Whether every day of the span was told for the list, in one span or in several that touch. */
function isTold({ told }: StatementHistory, list: BookingsName, { from, to }: DaySpan): boolean {
  let next = from;
  for (const span of told[list]) {
    if (span.from <= next && span.to >= next) next = addDays(span.to, 1);
    if (next > to) return true;
  }
  return false;
}
