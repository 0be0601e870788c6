import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { snapshotFile } from '#archive/snapshot-store';
import { addDays, type CalendarDate, previousMonthEnd, previousYearEnd } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { Openings } from '#report/moved-period';
import type { DamagedSnapshot } from '#report/warnings';
import { baseCurrencySince } from './base-currency-since.ts';
import { type JoinedSnapshot, readCloseJoined, readPreviousJoined } from './joined-snapshot.ts';
import { closeAlone } from './lean-snapshot.ts';

/** A Snapshot that can't be read, with its archive key. */
export interface DamagedFile extends DamagedSnapshot {
  readonly key: string;
}

/** What a report's day, month and year are counted from. */
export interface ReadOpenings extends Openings {
  /** Snapshots of these closes that can't be read. */
  readonly damaged: readonly DamagedFile[];
  /** The first day known to be in the present base currency, where one of the closes was in another. */
  readonly baseSince?: CalendarDate;
}

/**
 * The Snapshots of the day before, and of the last market day of the month before and of the year before, as far as the
 * archive had them when the report's own Snapshot was taken: one that is made up for later changes no report. Only what is
 * of the close is kept of them, as a year's history is large.
 *
 * A damaged one costs its own period alone: a day without a report costs more than one without what moved it.
 */
export async function readOpenings(
  archive: Archive,
  account: string,
  snapshot: Snapshot,
  calendar: MarketCalendar,
): Promise<ReadOpenings> {
  const { takenAt } = snapshot;
  const { marketDate } = snapshot.run;
  const damaged = new Map<string, DamagedFile>();
  const readable = async (read: Promise<JoinedSnapshot | undefined>): Promise<Snapshot | undefined> => {
    try {
      const stored = await read;
      return stored && closeAlone(stored.snapshot);
    } catch (error) {
      const file = error instanceof ArchiveCorrupted ? fileOf(error.key) : undefined;
      if (!file) throw error;
      damaged.set(file.key, file);
      return undefined;
    }
  };
  const previous = await readable(readPreviousJoined(archive, account, marketDate, takenAt));
  const closeOf = (end: CalendarDate): Promise<Snapshot | undefined> | Snapshot => {
    const date = calendar.previousTradingDay(addDays(end, 1));
    if (previous?.run.marketDate === date) return previous;
    return readable(readCloseJoined(archive, account, date, takenAt));
  };
  const [monthEnd, yearEnd] = [previousMonthEnd(marketDate), previousYearEnd(marketDate)];
  const month = await closeOf(monthEnd);
  const year = yearEnd === monthEnd ? month : await closeOf(yearEnd);
  const closes = [previous, month, year].filter((one): one is Snapshot => one !== undefined);
  const baseSince = await baseCurrencySince(archive, account, snapshot, closes);
  return {
    ...(previous ? { previous } : {}),
    ...(month ? { month } : {}),
    ...(year ? { year } : {}),
    ...(baseSince ? { baseSince } : {}),
    damaged: [...damaged.values()],
  };
}

function fileOf(key: string): DamagedFile | undefined {
  const found = snapshotFile(key);
  return found && { key, ...found };
}
