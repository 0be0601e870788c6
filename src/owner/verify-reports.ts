import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { reportFolder } from '#archive/keys';
import { readOnly } from '#archive/read-only';
import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Progress } from '#effects/progress';
import { joinedHashes } from '#pipeline/joined-snapshot';
import { publish } from '#pipeline/publish';
import type { Report } from '#report/report';
import { newestWhole, type RevisionFiles, type RevisionName, readReport, reportRevisions } from './archive-days.ts';
import type { Verdict } from './verdict.ts';

export interface VerifyPorts {
  readonly archive: Archive;
  readonly calendar: MarketCalendar;
  readonly progress: Progress;
  /** Version of this Daybook: reports of another one can't be built again to the byte. */
  readonly version: string;
}

type Problem = Verdict['problems'][number];
type Note = Verdict['notes'][number];

const FILES = ['page.html', 'report.json', 'workbook.xlsx'];
const REBUILD = 'Move the damaged file away, then: npx daybook archive rebuild --date DATE';

/** Every revision has its files, and each newest one is what its Snapshot gives when it is built again. */
export async function verifyReports(date: CalendarDate | undefined, ports: VerifyPorts): Promise<Verdict> {
  const revisions = await reportRevisions(ports.archive, date);
  const newest = newestWhole(revisions);
  const problems: Problem[] = [];
  const notes: Note[] = [];
  for (const one of revisions) {
    const key = keyOf(one);
    const lacking = FILES.filter((file) => !one.files.includes(file));
    if (lacking.includes('report.json')) {
      notes.push({ key, text: 'was never finished; the next run or a rebuild goes on with it' });
    } else if (lacking.length > 0) {
      problems.push({ key, text: `lacks ${lacking.join(' and ')}`, todo: rebuildOf(one) });
    } else if (newest.includes(one)) {
      ports.progress(`Report of ${one.date}`);
      const found = await compareAgain(one, ports);
      if (found && 'todo' in found) problems.push(found);
      else if (found) notes.push(found);
    }
  }
  return { checked: revisions.length, problems, notes };
}

async function compareAgain(one: RevisionFiles, ports: VerifyPorts): Promise<Problem | Note | undefined> {
  const key = keyOf(one);
  try {
    const report = await readReport(ports.archive, one);
    if (report.version !== ports.version) {
      return { key, text: `was made by version ${report.version}, so it was not built again to compare` };
    }
    const source = await sourceOf(one, report, ports.archive);
    if ('key' in source) return source;
    const { archive } = readOnly(ports.archive);
    const { label } = report.account;
    const { benchmark, riskFree } = report;
    const reckoning = { ...(benchmark ? { benchmark } : {}), ...(riskFree ? { riskFree } : {}) };
    const again = await publish(
      { run: source.run, account: one.account, label, timeZone: report.timeZone, verify: true, ...reckoning },
      { ...ports, archive, progress: () => undefined },
    );
    if (again?.status === 'unchanged') return undefined;
    return {
      key,
      text: `is not what its Snapshots give now: it was changed, or the Snapshot of a day before came later${benchmark ? ', or closes of its benchmark changed' : ''}`,
      todo: `Have a new revision made, the old one stays: npx daybook archive rebuild --date ${one.date}`,
    };
  } catch (error) {
    if (!(error instanceof ArchiveCorrupted)) throw error;
    return { key: error.key, text: `is damaged: ${error.message}`, todo: REBUILD.replace('DATE', one.date) };
  }
}

/** The run whose Snapshots the report was made of, if they are still the newest. */
async function sourceOf(one: RevisionName, report: Report, archive: Archive): Promise<{ run: Run } | Problem | Note> {
  const key = keyOf(one);
  for (const kind of ['final', 'close'] as const) {
    const run: Run = { kind, marketDate: one.date };
    const place = (await joinedHashes(archive, one.account, run)).findIndex((sha256) =>
      sha256.startsWith(report.snapshotHash),
    );
    if (place === 0) return { run };
    if (place > 0)
      return { key, text: 'is older than the newest Snapshots of its day: a rebuild makes a new revision' };
  }
  return {
    key,
    text: 'has no Snapshot in the archive any more, so it can not be built again',
    todo: 'Restore the Snapshot of that day from an earlier version of the object or from a backup.',
  };
}

const rebuildOf = (one: RevisionName): string => `Have it built again: npx daybook archive rebuild --date ${one.date}`;

const keyOf = (one: RevisionName): string => `${reportFolder(one.date, one.account, one.revision)}report.json`;
