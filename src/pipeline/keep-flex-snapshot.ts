import { createHash } from 'node:crypto';
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
  let text = '';
  eachFact(snapshot, (piece) => {
    text += piece;
    if (text.length < CHUNK) return;
    hash.update(text);
    text = '';
  });
  return hash.update(text).digest('hex');
}

const CHUNK = 65_536;

/** Tells a value in pieces. No generator: of a million small pieces it takes several times as long. */
function eachFact(value: unknown, tell: (piece: string) => void): void {
  if (typeof value !== 'object' || value === null) {
    tell(`${JSON.stringify(value)}\n`);
    return;
  }
  tell(Array.isArray(value) ? `[${value.length}\n` : '{\n');
  for (const [name, member] of Object.entries(value)) {
    if (WHEN.has(name) || member === undefined) continue;
    tell(`${JSON.stringify(name)}:`);
    eachFact(member, tell);
  }
  tell('}\n');
}
