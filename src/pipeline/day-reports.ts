import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { reportDay, reportFolder } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import { type IndexedReport, indexedReport } from '#report/archive-index';
import { FewAtATime } from './few-at-a-time.ts';
import { readPublished } from './publish.ts';

/** Reports that are held at once: of 5,000 positions one has some megabytes. */
const AT_ONCE = { tasks: 8, weight: 8 };
const WHOLE = /\/([0-9a-f]{12})-r(\d+)\/report\.json$/;

export interface DayReports {
  readonly lines: readonly IndexedReport[];
  /** Reports that could not be read, or not in time. */
  readonly left: number;
}

/**
 * The lines of a day's newest reports, of those the index doesn't have yet. A few are read at a time, and of each its
 * line alone is kept. A report that is damaged keeps no other from its line.
 *
 * @param late whether it is time to stop; what is left then comes with the next call
 */
export async function newLines(
  archive: Archive,
  date: CalendarDate,
  known: readonly IndexedReport[],
  late: () => boolean,
): Promise<DayReports> {
  const have = new Map(known.map(({ account, revision }) => [account, revision]));
  const lines: IndexedReport[] = [];
  let left = 0;
  const few = new FewAtATime(AT_ONCE);
  for (const [account, revision] of await newestRevisions(archive, date)) {
    if ((have.get(account) ?? 0) >= revision) continue;
    if (late()) {
      left += 1;
      continue;
    }
    const work = async (): Promise<void> => {
      const line = await lineOf(archive, date, account, revision);
      if (line) lines.push(line);
      else left += 1;
    };
    await few.add(account, { weight: 1, work });
  }
  await few.end();
  return { lines, left };
}

/** By account. The report's own file is written last: a revision without it is not whole. */
async function newestRevisions(archive: Archive, date: CalendarDate): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>();
  for (const key of await archive.list(reportDay(date))) {
    const [, account = '', revision = ''] = WHOLE.exec(key) ?? [];
    if (account) newest.set(account, Math.max(newest.get(account) ?? 0, Number(revision)));
  }
  return newest;
}

async function lineOf(
  archive: Archive,
  date: CalendarDate,
  account: string,
  revision: number,
): Promise<IndexedReport | undefined> {
  try {
    const { report } = await readPublished(archive, date, account, revision);
    return indexedReport(report, reportFolder(date, account, revision));
  } catch (error) {
    if (error instanceof ArchiveCorrupted) return undefined;
    throw error;
  }
}
