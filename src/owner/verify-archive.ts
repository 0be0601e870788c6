import type { CalendarDate } from '#domain/calendar-date';
import type { Verdict } from './verdict.ts';
import { verifyIndex } from './verify-index.ts';
import { verifyReceipts } from './verify-receipts.ts';
import { type VerifyPorts, verifyReports } from './verify-reports.ts';
import { verifySnapshots } from './verify-snapshots.ts';

export interface Verified {
  readonly snapshots: Verdict;
  readonly reports: Verdict;
  readonly receipts: Verdict;
  /** The archive's own pages; with a day given as well, as they lead to each other. */
  readonly pages: Verdict;
}

/**
 * Looks whether the archive still is what was written into it: every Snapshot has its checksum, every newest report is
 * what its Snapshot gives, every mail's receipts tell one story, every link of its pages leads somewhere. Writes nothing.
 */
export async function verifyArchive(date: CalendarDate | undefined, ports: VerifyPorts): Promise<Verified> {
  ports.progress('Reading the Snapshots');
  const snapshots = await verifySnapshots(ports.archive, date, ports.progress);
  ports.progress('Building the reports again, without writing');
  const reports = await verifyReports(date, ports);
  ports.progress('Reading the receipts');
  const receipts = await verifyReceipts(ports.archive, date);
  ports.progress('Following the links of the pages');
  return { snapshots, reports, receipts, pages: await verifyIndex(ports.archive) };
}
