import type { Archive } from '#archive/archive';
import { addDays, type CalendarDate, previousMonthEnd, previousYearEnd } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run, Snapshot } from '#domain/snapshot';
import type { Openings } from '#report/moved-period';
import { readJoined } from './joined-snapshot.ts';

/**
 * The Snapshots of the last market day of the month before and of the year before, as far as the archive has them: what a
 * report's month and year are counted from. Only what is of the close is kept of them, as a year's history is large.
 *
 * @throws ArchiveCorrupted when one of them is damaged
 */
export async function readOpenings(
  archive: Archive,
  account: string,
  { marketDate }: Run,
  calendar: MarketCalendar,
): Promise<Omit<Openings, 'previous'>> {
  const lastTradingDay = (date: CalendarDate): CalendarDate => calendar.previousTradingDay(addDays(date, 1));
  const [month, year] = [lastTradingDay(previousMonthEnd(marketDate)), lastTradingDay(previousYearEnd(marketDate))];
  const ofMonth = await closeOf(archive, account, month);
  const ofYear = year === month ? ofMonth : await closeOf(archive, account, year);
  return { ...(ofMonth ? { month: ofMonth } : {}), ...(ofYear ? { year: ofYear } : {}) };
}

async function closeOf(archive: Archive, account: string, marketDate: CalendarDate): Promise<Snapshot | undefined> {
  const read =
    (await readJoined(archive, account, { kind: 'final', marketDate })) ??
    (await readJoined(archive, account, { kind: 'close', marketDate }));
  return read && withoutHistory(read.snapshot);
}

/** The close alone: what was booked since is told by the report's own Snapshot. */
function withoutHistory(snapshot: Snapshot): Snapshot {
  const { statement, ...datasets } = snapshot.datasets;
  const missing = {
    status: 'missing',
    gap: { reason: 'not-asked', message: 'Not needed of an opening close.' },
  } as const;
  const lean = { ...datasets, transactions: missing, performance: missing };
  if (statement?.status !== 'present') return { ...snapshot, datasets: lean };
  const { history, ...rest } = statement.value;
  const none = Object.fromEntries(
    Object.entries(history).map(([name, list]) => [name, Array.isArray(list) ? [] : list]),
  ) as unknown as typeof history;
  return { ...snapshot, datasets: { ...lean, statement: { ...statement, value: { ...rest, history: none } } } };
}
