import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { snapshotDaysOf } from '#archive/snapshot-store';
import type { CalendarDate } from '#domain/calendar-date';
import type { Snapshot } from '#domain/snapshot';
import { readCloseJoined } from './joined-snapshot.ts';

/**
 * The first day that is known to be in the base currency of a Snapshot, where one of the closes it is compared with was in
 * another; undefined where all are in the same. Found among the account's archived days by halving; a damaged one counts
 * as one in the other currency, so that the answer is rather too late than too early.
 */
export async function baseCurrencySince(
  archive: Archive,
  account: string,
  snapshot: Snapshot,
  closes: readonly Snapshot[],
): Promise<CalendarDate | undefined> {
  const { run, takenAt } = snapshot;
  const base = snapshot.account.baseCurrency;
  const others = closes.filter((close) => close.account.baseCurrency !== base).map((close) => close.run.marketDate);
  const last = others.sort().at(-1);
  if (last === undefined) return undefined;
  const told = await Promise.all((['gateway', 'flex'] as const).map((of) => snapshotDaysOf(archive, account, of)));
  const days = [...new Set(told.flat())].filter((day) => day > last && day < run.marketDate).sort();
  const isInBase = async (day: CalendarDate): Promise<boolean> => {
    try {
      return (await readCloseJoined(archive, account, day, takenAt))?.snapshot.account.baseCurrency === base;
    } catch (error) {
      if (error instanceof ArchiveCorrupted) return false;
      throw error;
    }
  };
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await isInBase(days[middle] as CalendarDate)) high = middle;
    else low = middle + 1;
  }
  return days[low] ?? run.marketDate;
}
