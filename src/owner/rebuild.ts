import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import { accountsWithSnapshot, latestSnapshotDate, snapshotDates } from '#archive/snapshot-store';
import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Progress } from '#effects/progress';
import { latestReport, publish, type Reckoning } from '#pipeline/publish';

/** What the settings leave out is as the last report had it. */
export interface RebuildRequest extends Reckoning {
  /** The newest day in the archive when absent. */
  readonly date?: CalendarDate;
  /** The owner's names by account number; the names in the last report when an account has none here. */
  readonly labels: ReadonlyMap<string, string>;
  /** The zone of the last report when absent. */
  readonly timeZone?: string;
}

export interface RebuildPorts {
  readonly archive: Archive;
  readonly calendar: MarketCalendar;
  readonly progress: Progress;
  readonly version: string;
}

export interface Rebuilt {
  readonly date?: CalendarDate;
  readonly accounts: readonly {
    /** Its key in the archive. */
    readonly account: string;
    readonly label: string;
    readonly maskedId: string;
    readonly date: CalendarDate;
    readonly revision: number;
    readonly status: 'new' | 'unchanged';
    readonly page: string;
    readonly workbook: string;
  }[];
}

/** Makes every output of a day again from its Snapshots, and compares with what lies there. */
export async function rebuild(request: RebuildRequest, ports: RebuildPorts): Promise<Rebuilt> {
  const { archive } = ports;
  const date = request.date ?? (await latestSnapshotDate(archive, 'final'));
  if (!date) return { accounts: [] };
  const run: Run = { kind: 'final', marketDate: date };
  const labels = new Map([...request.labels].map(([id, label]) => [accountKey(id), label]));
  const accounts = [];
  for (const account of await accountsWithSnapshot(archive, run)) {
    const before = await latestReport(archive, account, run);
    const benchmark = request.benchmark ?? before?.benchmark;
    const riskFree = request.riskFree ?? before?.riskFree;
    const label = labels.get(account) ?? before?.account.label;
    const published = await publish(
      {
        run,
        account,
        ...(label ? { label } : {}),
        timeZone: request.timeZone ?? before?.timeZone ?? 'America/New_York',
        verify: true,
        ...(benchmark ? { benchmark } : {}),
        ...(riskFree ? { riskFree } : {}),
      },
      ports,
    );
    if (!published) continue;
    const { report, files, status } = published;
    accounts.push({
      account,
      label: report.account.label,
      maskedId: report.account.maskedId,
      date,
      revision: report.revision,
      status,
      page: archive.locate(files.page),
      workbook: archive.locate(files.workbook),
    });
  }
  return { date, accounts };
}

/** As {@link rebuild} for every day that has a Snapshot of a final run, oldest first. */
export async function rebuildAll(request: Omit<RebuildRequest, 'date'>, ports: RebuildPorts): Promise<Rebuilt[]> {
  const rebuilt: Rebuilt[] = [];
  for (const date of await snapshotDates(ports.archive, 'final')) {
    ports.progress(`Day ${date}`);
    rebuilt.push(await rebuild({ ...request, date }, ports));
  }
  return rebuilt;
}
