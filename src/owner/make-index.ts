import type { Archive } from '#archive/archive';
import { INDEX_KEY } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Progress } from '#effects/progress';
import { readIndexedDay } from '#pipeline/index-file';
import { type IndexRequest, keepIndex } from '#pipeline/keep-index';
import { indexRequest, readDayRecords } from '#pipeline/keep-index-of-runs';

/** Where the archive's first page lies. */
export const FIRST_PAGE = INDEX_KEY;

export interface MadeIndex {
  /** Days with a line of their own, and reports that could not be read. */
  readonly days: number;
  readonly unreadable: number;
}

export interface IndexMakerPorts {
  readonly archive: Archive;
  readonly calendar: MarketCalendar;
  readonly progress: Progress;
}

const DATED = /^(?:reports|state\/runs)\/(\d{4})\/(\d{2})\/(\d{2})\//;

/**
 * Makes the archive's pages anew from its reports, those of earlier versions among them, and from the records of its
 * runs. A month is held at a time.
 */
export async function makeIndex({ archive, calendar, progress }: IndexMakerPorts): Promise<MadeIndex> {
  const keys = [...(await archive.list('reports/')), ...(await archive.list('state/runs/'))];
  const dates = [...new Set(keys.flatMap(dateOf))].sort();
  let days = 0;
  let unreadable = 0;
  for (const [month, ofMonth] of Map.groupBy(dates, (date) => date.slice(0, 7))) {
    progress(`Pages of ${month}`);
    const requests: IndexRequest[] = [];
    for (const date of ofMonth) requests.push(await requestOf(archive, date));
    unreadable += (await keepIndex(requests, { archive, calendar, anew: true })).left;
    days += requests.length;
  }
  return { days, unreadable };
}

/** After days were rebuilt: their lines again, their state as it was. */
export async function renewIndex(dates: readonly CalendarDate[], ports: IndexMakerPorts): Promise<void> {
  const { archive, calendar } = ports;
  const requests = await Promise.all(dates.map((date) => requestOf(archive, date)));
  await keepIndex(requests, { archive, calendar });
}

/** By the records of the runs, which are on AWS; else by what the pages said. */
async function requestOf(archive: Archive, marketDate: CalendarDate): Promise<IndexRequest> {
  const recorded = indexRequest(marketDate, await readDayRecords(archive, marketDate));
  if (recorded) return recorded;
  const { state, why } = (await readIndexedDay(archive, marketDate)) ?? {};
  return { marketDate, ...(state ? { state } : {}), ...(why === undefined ? {} : { why }) };
}

function dateOf(key: string): readonly CalendarDate[] {
  const [, year, month, day] = DATED.exec(key) ?? [];
  return year === undefined ? [] : [`${year}-${month}-${day}` as CalendarDate];
}
