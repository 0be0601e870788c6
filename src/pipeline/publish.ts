import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { jsonHash, putJsonIfAbsent } from '#archive/json-text';
import { reportDay, reportFolder } from '#archive/keys';
import type { Benchmark, BenchmarkChoice, RiskFreeRate } from '#domain/benchmark';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Progress } from '#effects/progress';
import { renderPage } from '#render/page';
import { writeWorkbook } from '#render/workbook/workbook';
import { buildReport } from '#report/build-report';
import type { Report } from '#report/report';
import type { BenchmarkSource } from '#sources/benchmark/benchmark-source';
import { archivedBenchmarks } from './benchmark-index.ts';
import { readJoined } from './joined-snapshot.ts';
import { readOpenings } from './read-openings.ts';

/** What a report is reckoned with beside the account's own data. Part of the report: the same gives the same. */
export interface Reckoning {
  /** Default: nothing to compare with. */
  readonly benchmark?: BenchmarkChoice;
  /** Default: 0, and said so. */
  readonly riskFree?: RiskFreeRate;
}

export interface PublishRequest extends Reckoning {
  readonly run: Run;
  /** The account's key in the archive. */
  readonly account: string;
  /** The owner's name for the account. */
  readonly label?: string;
  /** IANA zone in which instants are shown. */
  readonly timeZone: string;
  /** Make every file again and compare, also when the report is there already. */
  readonly verify: boolean;
}

export interface PublishPorts {
  readonly archive: Archive;
  readonly calendar: MarketCalendar;
  readonly progress: Progress;
  /** Version of Daybook, part of the report: another version may compute otherwise, so it makes a new revision. */
  readonly version: string;
  /** Where benchmarks come from. Default: what the archive keeps. */
  readonly benchmarks?: BenchmarkSource;
}

export interface Published {
  readonly account: string;
  readonly report: Report;
  /** Archive keys of what was made. */
  readonly files: ReportFiles;
  /** `unchanged`: this very report was there already, and its files are what would be made again. */
  readonly status: 'new' | 'unchanged';
  /** Archive keys of Snapshots of earlier days that can't be read, and that the report had to go without. Default: none. */
  readonly damaged?: readonly string[];
}

export interface ReportFiles {
  readonly report: string;
  readonly page: string;
  readonly workbook: string;
}

/**
 * Turns what the sources said, as archived, into report, page and workbook. No network, no clock: the same Snapshots give
 * the same files. A changed Snapshot of either source, another version of Daybook, or a benchmark's close that changes a
 * figure of the day gives a new revision; earlier ones stay.
 *
 * @returns undefined when the archive has no Snapshot of the run
 * @throws ArchiveCorrupted when the Snapshot of the run itself is damaged, or an output that lies there is not what it should be
 */
export async function publish(request: PublishRequest, ports: PublishPorts): Promise<Published | undefined> {
  const { archive } = ports;
  const { run, account } = request;
  const stored = await readJoined(archive, account, run);
  if (!stored) return undefined;
  const read = await readOpenings(archive, account, stored.snapshot, ports.calendar);
  const { previous, damaged, baseSince, ...openings } = read;
  const without = damaged.length > 0 ? { damaged: damaged.map(({ key }) => key) } : {};
  const benchmark = await benchmarkOf(request, ports);
  const built = async (revision: number): Promise<Report> => {
    const earlier = revision > 1 ? await reportAt(archive, account, run, revision - 1) : undefined;
    return buildReport({
      snapshot: stored.snapshot,
      accountKey: account,
      ...(request.label === undefined ? {} : { label: request.label }),
      snapshotHash: stored.sha256.slice(0, 8),
      revision,
      version: ports.version,
      timeZone: request.timeZone,
      calendar: ports.calendar,
      ...(previous ? { previous } : {}),
      openings,
      ...(baseSince ? { baseSince } : {}),
      damagedOpenings: damaged,
      ...(earlier ? { earlier } : {}),
      ...(benchmark ? { benchmark } : {}),
      ...(request.riskFree ? { riskFree: request.riskFree } : {}),
    });
  };

  const latest = await latestRevision(archive, account, run);
  if (latest.revision > 0) {
    const again = await built(latest.revision);
    const whole = latest.reportHash === jsonHash(again);
    if (whole && !request.verify) {
      const files = filesOf(run.marketDate, account, again.revision);
      return { account, report: again, files, status: 'unchanged', ...without };
    }
    if (whole || latest.reportHash === undefined) {
      ports.progress('Building workbook and page');
      return {
        account,
        report: again,
        files: await writeOutputs(archive, account, again),
        status: whole ? 'unchanged' : 'new',
        ...without,
      };
    }
  }
  ports.progress('Building workbook and page');
  const report = await built(latest.revision + 1);
  return { account, report, files: await writeOutputs(archive, account, report), status: 'new', ...without };
}

async function benchmarkOf(
  { benchmark }: PublishRequest,
  { archive, benchmarks = archivedBenchmarks(archive) }: PublishPorts,
): Promise<Benchmark | undefined> {
  return benchmark && { ...benchmark, ...(await benchmarks.read(benchmark.name, benchmark.kind)) };
}

/** The newest revision of a day's report; the hash is absent when a break left it without its last file. */
async function latestRevision(
  archive: Archive,
  account: string,
  run: Run,
): Promise<{ revision: number; reportHash?: string }> {
  const pattern = new RegExp(`/${account}-r(\\d+)/`);
  const keys = await archive.list(`${reportDay(run.marketDate)}${account}-r`);
  const revision = Math.max(0, ...keys.map((key) => Number(pattern.exec(key)?.[1] ?? 0)));
  const body = revision > 0 ? await archive.get(filesOf(run.marketDate, account, revision).report) : undefined;
  return body ? { revision, reportHash: hashOf(body) } : { revision };
}

/** One revision as it was written; undefined where it isn't there, or is damaged. */
async function reportAt(archive: Archive, account: string, run: Run, revision: number): Promise<Report | undefined> {
  const body = await archive.get(filesOf(run.marketDate, account, revision).report);
  return body && reportOf(body);
}

/** The newest report of a day as it was written, or undefined. */
export async function latestReport(archive: Archive, account: string, run: Run): Promise<Report | undefined> {
  const { revision, reportHash } = await latestRevision(archive, account, run);
  const body = reportHash && (await archive.get(filesOf(run.marketDate, account, revision).report));
  return body ? (JSON.parse(Buffer.from(body).toString('utf8')) as Report) : undefined;
}

/**
 * One published revision, as it lies in the archive: for a stage that runs in a process of its own.
 * @throws ArchiveCorrupted when it isn't there, or is not a report
 */
export async function readPublished(
  archive: Archive,
  date: Run['marketDate'],
  account: string,
  revision: number,
): Promise<Published> {
  const files = filesOf(date, account, revision);
  const body = await archive.get(files.report);
  const report = body && reportOf(body);
  if (report) return { account, report, files, status: 'unchanged' };
  throw new ArchiveCorrupted(
    files.report,
    `The report ${archive.locate(files.report)} ${body ? 'is damaged' : 'is not there, though it was published'}.`,
    'Publish the day again: its Snapshot and raw answers are kept.',
  );
}

function reportOf(body: Uint8Array): Report | undefined {
  try {
    const report = JSON.parse(Buffer.from(body).toString('utf8')) as Report;
    return report.schema === 'daybook-report/1' ? report : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const hashOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

function filesOf(date: Run['marketDate'], account: string, revision: number): ReportFiles {
  const folder = reportFolder(date, account, revision);
  return { report: `${folder}report.json`, page: `${folder}page.html`, workbook: `${folder}workbook.xlsx` };
}

/** The report's own JSON goes last: a revision that has it is whole. */
async function writeOutputs(archive: Archive, account: string, report: Report): Promise<ReportFiles> {
  const files = filesOf(report.marketDate, account, report.revision);
  await keepWorkbook(archive, files.workbook, report);
  await keepPage(archive, files.page, renderPage(report));
  const written = await putJsonIfAbsent(archive, files.report, report);
  if (written === 'exists') await compare(archive, files.report, jsonHash(report));
  return files;
}

async function keepPage(archive: Archive, key: string, page: string): Promise<void> {
  if ((await archive.putIfAbsent(key, page)) === 'exists') await compare(archive, key, hashOf(Buffer.from(page)));
}

/** What lies there already must be the same whenever it is made: it is compared, not trusted. */
async function compare(archive: Archive, key: string, expected: string): Promise<void> {
  const there = await archive.get(key);
  if (there && hashOf(there) === expected) return;
  throw new ArchiveCorrupted(
    key,
    `${archive.locate(key)} is not the file that this Snapshot gives.`,
    'Somebody or something changed it. Move it away and run the command again to have it rebuilt.',
  );
}

async function keepWorkbook(archive: Archive, key: string, report: Report): Promise<void> {
  const made = createHash('sha256');
  const written = await archive.putStream(
    key,
    async (sink) => {
      const tee = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          made.update(chunk);
          done(null, chunk);
        },
      });
      await Promise.all([pipeline(tee, sink), writeWorkbook(report, tee)]);
    },
    { replace: false },
  );
  if (written === 'exists') await compare(archive, key, made.digest('hex'));
}
