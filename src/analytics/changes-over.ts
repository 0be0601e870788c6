import type { CalendarDate } from '#domain/calendar-date';
import type { NetAssetValueChange } from '#domain/net-asset-value';
import type { DaySpan } from '#domain/statement';
import { leavesItemsOut } from './bridge-end.ts';

/**
 * The broker's own bridges that lead through all market days of a span, oldest first; undefined where they don't. Of
 * several ways the one with the longest steps is taken. A step may begin or end on a closed day. One that leaves items out
 * is none.
 */
export function changesOver(
  changes: readonly NetAssetValueChange[],
  { from, to }: DaySpan,
  tradingDays: (from: CalendarDate, to: CalendarDate) => readonly CalendarDate[],
): readonly NetAssetValueChange[] | undefined {
  const days = tradingDays(from, to);
  const within = changes
    .filter((change) => change.from >= from && change.to <= to && change.from <= change.to && !leavesItemsOut(change))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const deadEnds = new Set<number>();
  /** Steps that cover the first `open` of the days, the last step first. */
  const lead = (open: number): readonly NetAssetValueChange[] | undefined => {
    if (open === 0) return [];
    if (deadEnds.has(open)) return undefined;
    const last = days[open - 1] as CalendarDate;
    const next = days[open];
    for (const step of within) {
      if (step.from > last || step.to < last || (next !== undefined && step.to >= next)) continue;
      const covered = days.findIndex((day) => day >= step.from);
      const rest = lead(covered);
      if (rest) return [step, ...rest];
    }
    deadEnds.add(open);
    return undefined;
  };
  const found = days.length === 0 ? undefined : lead(days.length);
  return found?.toReversed();
}
