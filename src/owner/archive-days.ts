import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { reportFolder } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import type { RunKind } from '#domain/snapshot';
import type { Report } from '#report/report';
import { newestRunRecords, type RunRecord } from './run-records.ts';

const REPORT = /^reports\/(\d{4})\/(\d{2})\/(\d{2})\/([0-9a-f]{12})-r(\d+)\/(.+)$/;
const SNAPSHOT = /^snapshots\/([0-9a-f]{12})\/(\d{4})\/(\d{2})\/(\d{2})\/(close|final|flex)-(\d+)\.[0-9a-f]{64}\.json$/;

/** One market day in the archive. */
export interface ArchiveDay {
  readonly date: CalendarDate;
  /** Account keys with a report, each with its newest whole revision. */
  readonly reports: readonly RevisionName[];
  /** Account keys with a Snapshot of the kind from the gateway, and those with one of a Flex statement. */
  readonly snapshots: { readonly [K in RunKind | 'flex']: readonly string[] };
  /** Records of the runs: on AWS alone. */
  readonly runs: readonly RunRecord[];
}

/** One revision of a report. */
export interface RevisionName {
  readonly date: CalendarDate;
  readonly account: string;
  readonly revision: number;
}

/** Names of the files of a revision, without the folder. */
export interface RevisionFiles extends RevisionName {
  readonly files: readonly string[];
}

const dateOf = (year?: string, month?: string, day?: string): CalendarDate => `${year}-${month}-${day}` as CalendarDate;

/** Every revision of every report, oldest first. @param date of one day alone */
export async function reportRevisions(archive: Archive, date?: CalendarDate): Promise<RevisionFiles[]> {
  const found = new Map<string, RevisionName & { files: string[] }>();
  for (const key of await archive.list(date ? `reports/${date.replaceAll('-', '/')}/` : 'reports/')) {
    const match = REPORT.exec(key);
    if (!match) continue;
    const [, year, month, day, account = '', revision, file = ''] = match;
    const name = { date: dateOf(year, month, day), account, revision: Number(revision) };
    const folder = reportFolder(name.date, account, name.revision);
    const known = found.get(folder) ?? { ...name, files: [] };
    known.files.push(file);
    found.set(folder, known);
  }
  return [...found.values()].sort(
    (a, b) => a.date.localeCompare(b.date) || a.account.localeCompare(b.account) || a.revision - b.revision,
  );
}

/** The newest revision of each account and day that has its report.json: that file is written last. */
export function newestWhole(revisions: readonly RevisionFiles[]): RevisionFiles[] {
  const newest = new Map<string, RevisionFiles>();
  for (const one of revisions) {
    if (one.files.includes('report.json')) newest.set(`${one.date} ${one.account}`, one);
  }
  return [...newest.values()];
}

/** All days that have anything, newest first. */
export async function archiveDays(archive: Archive): Promise<ArchiveDay[]> {
  const reports = newestWhole(await reportRevisions(archive));
  const snapshots = (await archive.list('snapshots/')).flatMap((key) => {
    const match = SNAPSHOT.exec(key);
    if (!match) return [];
    const [, account = '', year, month, day, kind] = match;
    return [{ account, date: dateOf(year, month, day), kind: kind as RunKind | 'flex' }];
  });
  const records = await newestRunRecords(archive, Number.POSITIVE_INFINITY);
  const dates = new Set([...reports, ...snapshots].map(({ date }) => date));
  for (const { run } of records) dates.add(run.marketDate);
  const keysOf = (date: CalendarDate, kind: RunKind | 'flex'): string[] => [
    ...new Set(snapshots.filter((one) => one.date === date && one.kind === kind).map(({ account }) => account)),
  ];
  return [...dates]
    .sort()
    .reverse()
    .map((date) => ({
      date,
      reports: reports.filter((one) => one.date === date).map(({ account, revision }) => ({ date, account, revision })),
      snapshots: { close: keysOf(date, 'close'), final: keysOf(date, 'final'), flex: keysOf(date, 'flex') },
      runs: records.filter(({ run }) => run.marketDate === date),
    }));
}

/** A report as it was written. @throws ArchiveCorrupted when it can't be read */
export async function readReport(archive: Archive, name: RevisionName): Promise<Report> {
  const key = `${reportFolder(name.date, name.account, name.revision)}report.json`;
  const body = await archive.get(key);
  try {
    if (body) return JSON.parse(Buffer.from(body).toString('utf8')) as Report;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ArchiveCorrupted(
    key,
    `${archive.locate(key)} is no report that can be read.`,
    'Move it away and have it built again: npx daybook archive rebuild',
  );
}
