import { moneyTolerance } from '#analytics/reconcile';
import type { CalendarDate } from '#domain/calendar-date';
import type { Snapshot } from '#domain/snapshot';
import type { PerformanceHistory } from './performance-history.ts';

/** A value that was told of an earlier day, and is told otherwise now. Base currency. */
export interface RestatedValue {
  readonly date: CalendarDate;
  readonly before: number;
  readonly after: number;
}

/** Two cents: values are rounded to one by one source and not by the other. */
const ROUNDING = 0.02;

/**
 * The value of the earlier Snapshot's own day, where it is told otherwise now. A value that was still preliminary then may
 * differ by a basis point: it was said to.
 *
 * @param settled whether the earlier value was final when it was told
 */
export function restatedValue(
  { run, account, datasets: { performance } }: Snapshot,
  history: PerformanceHistory | undefined,
  base: string,
  settled = run.kind === 'final',
): RestatedValue | undefined {
  if (performance.status === 'missing' || !history || account.baseCurrency !== base) return undefined;
  const date = run.marketDate;
  const told = performance.value.series.flatMap(({ points }) => points).findLast((point) => point.date === date);
  const now = [history.series.base, ...history.series.points].find((point) => point.date === date);
  const [before, after] = [told?.netAssetValue ?? null, now?.netAssetValue ?? null];
  if (before === null || after === null) return undefined;
  const allowed = settled ? ROUNDING : moneyTolerance(before);
  return Math.abs(after - before) > allowed ? { date, before, after } : undefined;
}
