import { createHash, randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ArchiveFull, ArchiveUnusable } from './errors.ts';
import { hasCode } from './folder-errors.ts';

/** A body on the disk, whole. */
export interface Spooled {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, base64. */
  readonly sha256: string;
}

/**
 * Lets `write` fill a temporary file in `folder`, hands it to `use`, and removes it whatever happens. S3 wants length
 * and checksum before the body, and a retry wants the body again; memory holds one chunk.
 * @throws ArchiveFull, ArchiveUnusable when the folder can't take it; what `write` and `use` throw passes through
 */
export async function withSpool<T>(
  folder: string,
  write: (sink: Writable) => Promise<void>,
  use: (spooled: Spooled) => Promise<T>,
): Promise<T> {
  const path = join(folder, `daybook-${randomUUID()}.part`);
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw spoolErrorOf(error, folder);
  });
  try {
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
      await file.close();
    }
    return await use({ path, size, sha256: hash.digest('base64') });
  } finally {
    await unlink(path);
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
