import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ArchiveFull, ArchiveUnusable } from './errors.ts';
import { hasCode } from './folder-errors.ts';

const CHUNK = 65_536;

/** A body on the disk, whole; it is there while the function that got it runs. */
export interface Spooled {
  /** The whole body from its start, as often as needed, one after the other. */
  read(): Readable;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, base64. */
  readonly sha256: string;
}

/**
 * Lets `write` fill a temporary file in `folder`, and hands it to `use`. S3 wants length and checksum before the body,
 * and a retry wants the body again; memory holds one chunk. The file has no name from the start on: its space is free
 * again when it is closed, also when the process is killed.
 * @throws ArchiveFull, ArchiveUnusable when the folder can't take it; what `write` and `use` throw passes through
 */
export async function withSpool<T>(
  folder: string,
  write: (sink: Writable) => Promise<void>,
  use: (spooled: Spooled) => Promise<T>,
): Promise<T> {
  const path = join(folder, `daybook-${randomUUID()}.part`);
  const file = await open(path, 'wx+', 0o600).catch((error: unknown) => {
    throw spoolErrorOf(error, folder);
  });
  try {
    await unlink(path);
    const hash = createHash('sha256');
    let size = 0;
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        hash.update(chunk);
        size += chunk.length;
        file.appendFile(chunk).then(
          () => done(),
          (error: unknown) => done(spoolErrorOf(error, folder)),
        );
      },
    });
    try {
      await Promise.all([finished(sink), write(sink).then(() => sink.end())]);
    } finally {
      sink.destroy();
    }
    const read = () => Readable.from(chunks(file), { objectMode: false });
    return await use({ read, size, sha256: hash.digest('base64') });
  } finally {
    await file.close();
  }
}

/** The file's own read stream would close it with itself, and a further attempt needs it again. */
async function* chunks(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(CHUNK), position });
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function spoolErrorOf(error: unknown, folder: string): Error {
  const cause = { cause: error };
  if (hasCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) {
    return new ArchiveFull(
      `No space left in ${folder}, where a large object is put together before it goes to S3.`,
      'Free some space there, and run it again.',
      cause,
    );
  }
  return new ArchiveUnusable(
    `The folder for temporary files, ${folder}, can't be written: ${error instanceof Error ? error.message : error}.`,
    'Let TMPDIR name a folder that exists and that you may write to.',
    cause,
  );
}
