import { createHash, type Hash } from 'node:crypto';
import type { Archive } from '#archive/archive';
import { latestSnapshot, saveSnapshot } from '#archive/snapshot-store';
import { valueOf } from '#domain/dataset';
import type { Snapshot } from '#domain/snapshot';
import { statedAt } from './stated-at.ts';

/**
 * Keeps the Snapshot that was made of a statement, unless the archive knows as much: the same from another answer is no
 * new edition, an older statement doesn't replace a newer one, and one of a longer span not the day's own.
 *
 * @param account the account's key
 * @throws ArchiveError
 */
export async function keepFlexSnapshot(archive: Archive, account: string, snapshot: Snapshot): Promise<void> {
  const stored = await latestSnapshot(archive, account, snapshot.run, 'flex');
  if (stored && knowsAsMuch(stored.snapshot, snapshot)) return;
  await saveSnapshot(archive, account, snapshot);
}

function knowsAsMuch(there: Snapshot, news: Snapshot): boolean {
  const [own, other] = [valueOf(there.datasets.statement), valueOf(news.datasets.statement)];
  if (own && other) {
    if (own.from !== other.from) return own.from > other.from;
    if (statedAt(own.generatedAt, there.takenAt) > statedAt(other.generatedAt, news.takenAt)) return true;
  }
  return hashOfFacts(there) === hashOfFacts(news);
}

/** What changes with every asking though the broker says the same. */
const WHEN = new Set(['takenAt', 'fetchedAt', 'askedAt', 'raw', 'generatedAt', 'lastSeen', 'notSeen']);

/** Piece by piece: the text of a history of 100,000 rows is never held whole. */
function hashOfFacts(snapshot: Snapshot): string {
  const hash = createHash('sha256');
  addFacts(hash, snapshot);
  return hash.digest('hex');
}

function addFacts(hash: Hash, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    hash.update(`${JSON.stringify(value)}\n`);
    return;
  }
  hash.update(Array.isArray(value) ? `[${value.length}\n` : '{\n');
  for (const [name, member] of Object.entries(value)) {
    if (WHEN.has(name) || member === undefined) continue;
    hash.update(`${JSON.stringify(name)}:`);
    addFacts(hash, member);
  }
  hash.update('}\n');
}
