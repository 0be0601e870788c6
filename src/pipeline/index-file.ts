import type { Archive } from '#archive/archive';
import { INDEX_MONTHS, indexDayKey, indexMonthKey } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import type { IndexedDay } from '#report/archive-index';
import { changeState, readState, type StateFile } from './state-file.ts';

interface DayFile {
  readonly schema: 'daybook-index-day/1';
  /** Counts the changes: what the month holds of a day is never of an older one. */
  readonly edition: number;
  readonly day: IndexedDay;
}

interface MonthFile {
  readonly schema: 'daybook-index/1';
  /** By date. */
  readonly days: Readonly<Record<string, { readonly edition: number; readonly day: IndexedDay }>>;
}

/** What the index knows of a day, all accounts. @throws ArchiveError */
export async function readIndexedDay(archive: Archive, date: CalendarDate): Promise<IndexedDay | undefined> {
  return (await readState(archive, dayFile(date)))?.day;
}

/** The days of a month as its page shows them, oldest first. @param month `2026-11` */
export async function indexedDays(archive: Archive, month: string): Promise<readonly IndexedDay[]> {
  return sorted(await readState(archive, monthFile(month)));
}

/** The months of which there is an index, newest first. */
export async function indexedMonths(archive: Archive): Promise<readonly string[]> {
  const keys = await archive.list(INDEX_MONTHS);
  return [...new Set(keys.flatMap((key) => MONTH.exec(key)?.[1] ?? []))].sort().reverse();
}
const MONTH = /\/(\d{4}-\d{2})\.json$/;

/** Changes a day by compare and swap. @returns the day as it is then, and its number */
export async function changeIndexedDay(
  archive: Archive,
  date: CalendarDate,
  change: (before: IndexedDay | undefined) => IndexedDay,
): Promise<{ readonly edition: number; readonly day: IndexedDay }> {
  const file = await changeState(archive, dayFile(date), (before): DayFile => {
    const day = change(before?.day);
    if (before && JSON.stringify(day) === JSON.stringify(before.day)) return before;
    return { schema: 'daybook-index-day/1', edition: (before?.edition ?? 0) + 1, day };
  });
  return file as DayFile;
}

/** Puts days into their month, unless it has a newer edition of them. @returns all days of the month, oldest first */
export async function changeIndexedMonth(
  archive: Archive,
  month: string,
  news: readonly { readonly edition: number; readonly day: IndexedDay }[],
): Promise<readonly IndexedDay[]> {
  const file = await changeState(archive, monthFile(month), (before): MonthFile => {
    const days = { ...before?.days };
    for (const one of news) {
      if ((days[one.day.date]?.edition ?? 0) <= one.edition) days[one.day.date] = one;
    }
    if (before && JSON.stringify(days) === JSON.stringify(before.days)) return before;
    return { schema: 'daybook-index/1', days };
  });
  return sorted(file);
}

const sorted = (file: MonthFile | undefined): readonly IndexedDay[] =>
  Object.values(file?.days ?? {})
    .map(({ day }) => day)
    .sort((a, b) => (a.date < b.date ? -1 : 1));

const MOVE_AWAY = 'Move the object away, then: npx daybook archive index';

const monthFile = (month: string): StateFile<MonthFile> => ({
  key: indexMonthKey(month),
  schema: 'daybook-index/1',
  what: 'The data of a page of the archive',
  moveAway: MOVE_AWAY,
});

const dayFile = (date: CalendarDate): StateFile<DayFile> => ({
  key: indexDayKey(date),
  schema: 'daybook-index-day/1',
  what: 'The data of a day on the archive’s pages',
  moveAway: MOVE_AWAY,
});
