import type { Archive } from '#archive/archive';
import { runSnapshots } from '#archive/snapshot-store';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run, Snapshot } from '#domain/snapshot';
import { reckonedFrom } from '#report/build-report';
import { type Book, openBook } from '#report/explain/book';
import type { Report } from '#report/report';
import { archivedBenchmarks } from './benchmark-index.ts';
import { type JoinedSnapshot, readJoined } from './joined-snapshot.ts';
import { readOpenings } from './read-openings.ts';

/** A report, and what it was reckoned from, as the archive has it now. */
export interface Reckoning {
  readonly book: Book;
  /** What the gateway alone said. */
  readonly gateway: Snapshot | undefined;
}

/** @returns undefined when the archive has no Snapshot of the report's day. @throws ArchiveError */
export async function openReckoning(
  archive: Archive,
  report: Report,
  calendar: MarketCalendar,
): Promise<Reckoning | undefined> {
  const { account, benchmark, riskFree } = report;
  const found = await snapshotOf(archive, report);
  if (!found) return undefined;
  const { run, stored } = found;
  const read = await readOpenings(archive, account.key, stored.snapshot, calendar);
  const { previous, damaged, baseSince, ...openings } = read;
  const closes = benchmark && (await archivedBenchmarks(archive).read(benchmark.name, benchmark.kind));
  const reckoned = reckonedFrom({
    snapshot: stored.snapshot,
    accountKey: account.key,
    label: account.label,
    snapshotHash: stored.sha256.slice(0, 8),
    revision: report.revision,
    version: report.version,
    timeZone: report.timeZone,
    calendar,
    openings,
    ...(previous ? { previous } : {}),
    ...(baseSince ? { baseSince } : {}),
    ...(damaged.length > 0 ? { damagedOpenings: damaged } : {}),
    ...(benchmark && closes ? { benchmark: { ...benchmark, ...closes } } : {}),
    ...(riskFree ? { riskFree } : {}),
  });
  const sources = await runSnapshots(archive, account.key, run);
  return { book: openBook(report, reckoned), gateway: sources?.gateway?.snapshot };
}

/** Of both runs of the day the one whose Snapshot the report was made of; else the later one there is. */
async function snapshotOf(
  archive: Archive,
  { account, marketDate, snapshotHash }: Report,
): Promise<{ readonly run: Run; readonly stored: JoinedSnapshot } | undefined> {
  const there: { run: Run; stored: JoinedSnapshot }[] = [];
  for (const kind of ['final', 'close'] as const) {
    const run: Run = { kind, marketDate };
    const stored = await readJoined(archive, account.key, run);
    if (stored) there.push({ run, stored });
  }
  return there.find(({ stored }) => stored.sha256.startsWith(snapshotHash)) ?? there[0];
}
