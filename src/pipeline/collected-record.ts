import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { collectedKey } from '#archive/keys';
import type { Run } from '#domain/snapshot';
import type { CollectedAccount, Unreported } from './outcome.ts';

/** What is known of a run that ended: enough to see that nothing is left to do. */
export interface CollectedRecord {
  readonly schema: 'daybook-collected/1';
  readonly status: 'complete' | 'partial';
  /** When the last try began, ISO 8601 UTC: everything it brought is newer. Its end in records of earlier versions. */
  readonly at: string;
  /** Account keys asked for, in order; `all` when the settings name none. */
  readonly asked: readonly string[] | 'all';
  readonly accounts: readonly CollectedAccount[];
  /** Transactions of some contracts wait for their turn. */
  readonly contractsLeft: boolean;
  /** Accounts that gave nothing, with the reason; the mail says it. Absent in records of an earlier version. */
  readonly unreported?: readonly Unreported[];
}

export async function readCollectedRecord(archive: Archive, run: Run): Promise<CollectedRecord | undefined> {
  const key = collectedKey(run);
  const body = await archive.get(key);
  if (!body) return undefined;
  try {
    const record = JSON.parse(Buffer.from(body).toString('utf8')) as CollectedRecord;
    if (record.schema === 'daybook-collected/1') return record;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ArchiveCorrupted(
    key,
    `The record of the run, ${archive.locate(key)}, is damaged.`,
    'Move the file away and run the command again: Snapshots and reports are kept beside it.',
  );
}

export async function writeCollectedRecord(archive: Archive, run: Run, record: CollectedRecord): Promise<void> {
  await archive.put(collectedKey(run), JSON.stringify(record));
}
