import type { Archive } from '#archive/archive';
import { INDEX_KEY, INDEX_MONTHS, indexMonthKey, indexPageKey, reportFolder } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import { DAY_OF_ITS_OWN, renderIndexDay, renderIndexMonth } from '#render/index-page';
import { type IndexedDay, indexedReport, joinDays } from '#report/archive-index';
import type { Report } from '#report/report';
import { changeState, readState, type StateFile } from './state-file.ts';

interface IndexMonth {
  readonly schema: 'daybook-index/1';
  /** By date. */
  readonly days: Readonly<Record<string, IndexedDay>>;
}

export interface IndexRequest {
  readonly marketDate: CalendarDate;
  /** How the run ended. */
  readonly state: string;
  readonly why?: string;
  /** What it published. */
  readonly reports: readonly Report[];
}

/**
 * Keeps the archive's pages up to date with a day: its month's data by compare and swap, then the month's page, a page
 * of the day where it holds many accounts, and the first page where the month is the newest. All of them can be made
 * again from the data; a break in between is mended by the next run of the month.
 *
 * @throws ArchiveError when the archive can't take them
 */
export async function keepIndex(request: IndexRequest, archive: Archive): Promise<void> {
  const { marketDate, state, why } = request;
  const month = marketDate.slice(0, 7);
  const news: IndexedDay = {
    date: marketDate,
    state,
    ...(why === undefined ? {} : { why }),
    reports: request.reports.map((report) =>
      indexedReport(report, reportFolder(marketDate, report.account.key, report.revision)),
    ),
  };
  const kept = await changeState(archive, fileOf(month), (before): IndexMonth => {
    const day = joinDays(before?.days[marketDate], news);
    return { schema: 'daybook-index/1', days: { ...before?.days, [marketDate]: day } };
  });
  const months = (await archive.list(INDEX_MONTHS)).flatMap((key) => /(\d{4}-\d{2})\.json$/.exec(key)?.[1] ?? []);
  const all = [...new Set([...months, month])].sort().reverse();
  const days = Object.values(kept?.days ?? {});
  const day = kept?.days[marketDate];
  if (day && day.reports.length > DAY_OF_ITS_OWN) await archive.put(indexPageKey(marketDate), renderIndexDay(day));
  await archive.put(indexPageKey(month), renderIndexMonth({ month, months: all, days, place: 'month' }));
  const [newest] = all;
  if (newest === month) await archive.put(INDEX_KEY, renderIndexMonth({ month, months: all, days, place: 'first' }));
}

/** The days of a month as the index knows them, oldest first. @param month `2026-11` */
export async function indexedDays(archive: Archive, month: string): Promise<readonly IndexedDay[]> {
  const kept = await readState(archive, fileOf(month));
  return Object.values(kept?.days ?? {}).sort((a, b) => (a.date < b.date ? -1 : 1));
}

const fileOf = (month: string): StateFile<IndexMonth> => ({
  key: indexMonthKey(month),
  schema: 'daybook-index/1',
  what: 'The data of the archive’s page',
});
