import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { addDays, type CalendarDate, previousMonthEnd, previousYearEnd } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { Openings } from '#report/moved-period';
import { baseCurrencySince } from './base-currency-since.ts';
import { readCloseJoined, readPreviousJoined } from './joined-snapshot.ts';
import { closeAlone } from './lean-snapshot.ts';

/** What a report's day, month and year are counted from. */
export interface ReadOpenings extends Openings {
  /** Days of the month's or the year's opening close whose Snapshot can't be read. */
  readonly damaged: readonly CalendarDate[];
  /** The first day known to be in the present base currency, where one of the closes was in another. */
  readonly baseSince?: CalendarDate;
}

/**
 * The Snapshots of the day before, and of the last market day of the month before and of the year before, as far as the
 * archive had them when the report's own Snapshot was taken: one that is made up for later changes no report. Only what is
 * of the close is kept of them, as a year's history is large.
 *
 * A damaged one of month or year costs that period alone.
 * @throws ArchiveCorrupted when the one of the day before is damaged
 */
export async function readOpenings(
  archive: Archive,
  account: string,
  snapshot: Snapshot,
  calendar: MarketCalendar,
): Promise<ReadOpenings> {
  const { takenAt } = snapshot;
  const { marketDate } = snapshot.run;
  const before = await readPreviousJoined(archive, account, marketDate, takenAt);
  const previous = before && closeAlone(before.snapshot);
  const damaged: CalendarDate[] = [];
  const closeOf = async (end: CalendarDate): Promise<Snapshot | undefined> => {
    const date = calendar.previousTradingDay(addDays(end, 1));
    if (previous?.run.marketDate === date) return previous;
    try {
      const read = await readCloseJoined(archive, account, date, takenAt);
      return read && closeAlone(read.snapshot);
    } catch (error) {
      if (!(error instanceof ArchiveCorrupted)) throw error;
      if (!damaged.includes(date)) damaged.push(date);
      return undefined;
    }
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
    damaged,
  };
}
