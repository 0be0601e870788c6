import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '#archive/archive';
import { rawBackfillFolder } from '#archive/keys';
import type { DaySpan } from '#domain/statement';
import type { SlashOrder } from '#sources/flex/dates';
import { FlexDatesAmbiguous, FlexUnreadable } from '#sources/flex/errors';
import { readPieces } from '#sources/flex/pieces';
import { scanSlashOrder } from '#sources/flex/slash-order';
import { keepRequest } from './keep-statement.ts';

/** A statement that the owner has as a file. */
export interface StatementFile {
  /** For people: the file's own name. */
  readonly name: string;
  /** Its bytes from the start, each time it is called. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** A file as it lies in the archive. */
export interface KeptFile extends DaySpan {
  readonly raw: string;
  /** When it was first given, ISO 8601 UTC. */
  readonly askedAt: string;
  readonly slashOrder?: SlashOrder;
}

/**
 * Keeps a file under its content's own hash, so that the same file is kept once and counts from when it was first
 * given. It is read through before: a file that is no whole statement is not kept.
 *
 * @param slashOrder the order of day and month where the file's dates have slashes and don't tell it
 * @throws FlexUnreadable | FlexCutOff | FlexDatesAmbiguous | ArchiveError
 */
export async function keepFile(
  archive: Archive,
  file: StatementFile,
  now: Date,
  slashOrder?: SlashOrder,
): Promise<KeptFile> {
  const read = await readThrough(file, slashOrder);
  const raw = `${rawBackfillFolder(read.to)}flex-file-${read.sha256.slice(0, 16)}.xml`;
  await archive.putStream(raw, (sink) => pipeline(Readable.from(unchanged(file, read.sha256)), sink), {
    replace: false,
  });
  const { from, to, slashOrder: order, bytes } = read;
  const dates = order === undefined ? {} : { slashOrder: order };
  await keepRequest(archive, raw, {
    source: 'flex',
    askedAt: now.toISOString(),
    file: true,
    from,
    to,
    bytes,
    ...dates,
  });
  const first = await archive.get(raw.replace(/\.xml$/, '.request.json'));
  const { askedAt } = JSON.parse(Buffer.from(first ?? '').toString('utf8')) as { readonly askedAt: string };
  return { raw, askedAt, from, to, ...dates };
}

interface ReadFile extends DaySpan {
  readonly sha256: string;
  readonly bytes: number;
  readonly slashOrder?: SlashOrder;
}

async function readThrough(file: StatementFile, slashOrder?: SlashOrder): Promise<ReadFile> {
  try {
    return await spanOf(file, slashOrder);
  } catch (error) {
    if (!(error instanceof FlexDatesAmbiguous) || slashOrder !== undefined) throw error;
    const found = await scanSlashOrder(file.open());
    if (found === undefined) throw error;
    return spanOf(file, found);
  }
}

async function spanOf(file: StatementFile, slashOrder?: SlashOrder): Promise<ReadFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const hashed = async function* () {
    for await (const chunk of file.open()) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      yield chunk;
    }
  };
  let span: DaySpan | undefined;
  for await (const { from, to } of readPieces(hashed(), slashOrder === undefined ? {} : { slashOrder })) {
    span = {
      from: span && span.from < from ? span.from : from,
      to: span && span.to > to ? span.to : to,
    };
  }
  if (!span) throw new FlexUnreadable('holds no statement of any account');
  return { ...span, bytes, sha256: hash.digest('hex'), ...(slashOrder === undefined ? {} : { slashOrder }) };
}

async function* unchanged(file: StatementFile, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of file.open()) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256) throw new FlexUnreadable('changed while it was read');
}
