import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Archive } from './archive.ts';

/** Elements written in one go: some tens of kB of text. */
const SLICE = 200;
/** Below this depth values are small in everything we keep: rows, cells. */
const DEPTH = 7;
const CHUNK = 65_536;

/**
 * The text of `JSON.stringify(value)` in pieces, so that a Snapshot of 100,000 transactions never stands in memory as
 * one text.
 */
export function* jsonText(value: unknown): Generator<string> {
  let buffer = '';
  for (const piece of pieces(value, 0)) {
    buffer += piece;
    if (buffer.length >= CHUNK) {
      yield buffer;
      buffer = '';
    }
  }
  if (buffer) yield buffer;
}

function* pieces(value: unknown, depth: number): Generator<string> {
  if (depth >= DEPTH || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value) ?? 'null';
  } else if (Array.isArray(value)) {
    yield '[';
    const step = value.length > SLICE ? SLICE : 1;
    for (let start = 0; start < value.length; start += step) {
      if (start > 0) yield ',';
      if (step > 1) yield JSON.stringify(value.slice(start, start + step)).slice(1, -1);
      else yield* pieces(value[start] ?? null, depth + 1);
    }
    yield ']';
  } else {
    yield '{';
    let first = true;
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined) continue;
      yield `${first ? '' : ','}${JSON.stringify(key)}:`;
      yield* pieces(member, depth + 1);
      first = false;
    }
    yield '}';
  }
}

/** SHA-256 of the text, hex. */
export function jsonHash(value: unknown): string {
  const hash = createHash('sha256');
  for (const chunk of jsonText(value)) hash.update(chunk);
  return hash.digest('hex');
}

/** Writes the text as an object of the archive, if nothing is there. */
export function putJsonIfAbsent(archive: Archive, key: string, value: unknown): Promise<'written' | 'exists'> {
  return archive.putStream(key, (sink) => pipeline(Readable.from(jsonText(value)), sink), { replace: false });
}
