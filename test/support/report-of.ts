import { newYorkCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import { buildReport, type ReportInput } from '#report/build-report';
import type { Report } from '#report/report';

/** The report of a Snapshot: of one account, its first revision, in New York's zone, but for what `parts` say. */
export function reportOf(snapshot: Snapshot, parts: Partial<Omit<ReportInput, 'snapshot'>> = {}): Report {
  return buildReport({
    snapshot,
    accountKey: 'a1b2c3d4',
    snapshotHash: '5f0c9ae1',
    revision: 1,
    version: '0.1.0',
    timeZone: 'America/New_York',
    calendar: newYorkCalendar(),
    ...parts,
  });
}
