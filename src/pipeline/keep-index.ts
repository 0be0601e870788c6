import type { Archive } from '#archive/archive';
import { INDEX_KEY, indexPageKey } from '#archive/keys';
import { addDays, type CalendarDate, calendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import { renderIndexDay, renderIndexMonth } from '#render/index-page';
import {
  DAY_OF_ITS_OWN,
  type IndexedDay,
  type IndexedReport,
  type IndexedState,
  inMonth,
  joinDays,
} from '#report/archive-index';
import { newLines } from './day-reports.ts';
import { changeIndexedDay, changeIndexedMonth, indexedDays, indexedMonths, readIndexedDay } from './index-file.ts';

/** A day to be put on the pages, as its runs came out. */
export interface IndexRequest {
  readonly marketDate: CalendarDate;
  /** Default: what the pages say already, else `done`. */
  readonly state?: IndexedState;
  readonly why?: string;
  /** {@link IndexedDay.of} */
  readonly of?: string;
}

export interface IndexPorts {
  readonly archive: Archive;
  /** Tells a market day of which nothing is known from a day without trading. */
  readonly calendar: MarketCalendar;
  /** Whether it is time to stop reading reports; the next call goes on. Default: never. */
  readonly late?: () => boolean;
  /** Read every report again, and forget those that are gone. Default: only those that the pages don't have. */
  readonly anew?: boolean;
}

/**
 * Keeps the archive's pages up to date with some days: their data by compare and swap, then the pages of their months,
 * a page of each day that holds many accounts, and the first page where the newest month is among them. All of it can
 * be made again from the reports; a break in between is mended when the day comes again.
 *
 * @returns how many reports could not be read, or not in time
 * @throws ArchiveError when the archive can't take them
 */
export async function keepIndex(days: readonly IndexRequest[], ports: IndexPorts): Promise<{ readonly left: number }> {
  const { archive } = ports;
  const before = await indexedMonths(archive);
  const touched = new Map<string, readonly { readonly edition: number; readonly day: IndexedDay }[]>();
  let left = 0;
  for (const [month, ofMonth] of Map.groupBy(days, ({ marketDate }) => marketDate.slice(0, 7))) {
    const news: { edition: number; day: IndexedDay }[] = [];
    for (const request of ofMonth) {
      const kept = await keepDay(request, ports);
      news.push({ edition: kept.edition, day: inMonth(kept.day) });
      left += kept.left;
    }
    // What a day was made of is noted once the pages show it.
    await changeIndexedMonth(
      archive,
      month,
      news.map(({ edition, day: { of: _, ...day } }) => ({ edition, day })),
    );
    touched.set(month, news);
  }
  const months = [...new Set([...before, ...touched.keys()])].sort().reverse();
  // The pages beside a month that is new get a way to it.
  for (const [place, month] of months.entries()) {
    const beside = [months[place - 1], months[place + 1]].filter((one) => one !== undefined);
    const isNew = (one: string): boolean => touched.has(one) && !before.includes(one);
    if (touched.has(month) || beside.some(isNew)) await writeMonth(month, months, ports);
  }
  const [newest] = months;
  if (newest !== undefined) await writeFirst(newest, months, ports);
  for (const [month, news] of touched) await changeIndexedMonth(archive, month, news);
  return { left };
}

async function keepDay(
  request: IndexRequest,
  { archive, late = () => false, anew = false }: IndexPorts,
): Promise<{ readonly edition: number; readonly day: IndexedDay; readonly left: number }> {
  const { marketDate } = request;
  const known = anew ? [] : ((await readIndexedDay(archive, marketDate))?.reports ?? []);
  const { lines, left } = await newLines(archive, marketDate, known, late);
  const kept = await changeIndexedDay(archive, marketDate, (before) => {
    const news = dayOf(request, before, lines, left);
    return joinDays(anew ? undefined : before, news);
  });
  if (kept.day.reports.length > DAY_OF_ITS_OWN) await archive.put(indexPageKey(marketDate), renderIndexDay(kept.day));
  return { ...kept, left };
}

function dayOf(
  { marketDate, state, why, of }: IndexRequest,
  before: IndexedDay | undefined,
  reports: readonly IndexedReport[],
  left: number,
): IndexedDay {
  const told =
    state === undefined ? { state: before?.state ?? 'done', why: before?.why, of: before?.of } : { state, why, of };
  return {
    date: marketDate,
    state: told.state,
    ...(told.why === undefined ? {} : { why: told.why }),
    // Without it the day is taken up again.
    ...(told.of === undefined || left > 0 ? {} : { of: told.of }),
    reports,
  };
}

async function writeMonth(month: string, months: readonly string[], ports: IndexPorts): Promise<void> {
  const days = await shownDays(month, months, ports);
  await ports.archive.put(indexPageKey(month), renderIndexMonth({ month, months, days, place: 'month' }));
}

async function writeFirst(month: string, months: readonly string[], ports: IndexPorts): Promise<void> {
  const days = await shownDays(month, months, ports);
  await ports.archive.put(INDEX_KEY, renderIndexMonth({ month, months, days, place: 'first' }));
}

/** The days of a month, and between them the market days of which nothing is known: no day is missing in silence. */
async function shownDays(month: string, months: readonly string[], ports: IndexPorts): Promise<readonly IndexedDay[]> {
  const known = await indexedDays(ports.archive, month);
  const [first, last] = [known[0]?.date, known.at(-1)?.date];
  if (!first || !last) return known;
  const firstOfMonth = calendarDate(`${month}-01`);
  const from = months.at(-1) === month ? first : firstOfMonth;
  const to = months[0] === month ? last : lastDayOf(firstOfMonth);
  const dates = new Set(known.map(({ date }) => date));
  const holes = ports.calendar.tradingDays(from, to).filter((date) => !dates.has(date));
  return [...known, ...holes.map((date): IndexedDay => ({ date, state: 'none', reports: [] }))];
}

function lastDayOf(first: CalendarDate): CalendarDate {
  const nextMonth = addDays(first, 31);
  return addDays(nextMonth, -Number(nextMonth.slice(8)));
}
