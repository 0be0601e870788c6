import { createHash, randomUUID } from 'node:crypto';
import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { attemptsOf, isConflict, isMissingKey, isPassing, isRefusedCondition, s3ErrorOf } from './s3-errors.ts';
import type { Spooled } from './s3-spool.ts';

/** Where objects are put. */
export interface S3Place {
  readonly client: S3Client;
  readonly bucket: string;
  /** Waits that many milliseconds before a further attempt. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** Nothing may be there, or exactly the object with this entity tag, or anything. */
export type PutCondition = { readonly ifNoneMatch: '*' } | { readonly ifMatch: string } | undefined;

const ATTEMPTS = 5;
/** Before the second attempt; doubles. */
const PAUSE_MS = 100;
/** Metadata of each object: which call wrote it. */
const WRITER = 'daybook-writer';

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  eml: 'message/rfc822',
  pem: 'application/x-pem-file',
  txt: 'text/plain; charset=utf-8',
  xml: 'application/xml',
};

/**
 * Puts one object whole, with its checksum. `refused` when the condition does not hold. An answer can be lost after
 * the write, and the next attempt is then refused for what this very call has written: each call marks its object, so
 * that it knows its own, and that is `written`.
 * @throws ArchiveError
 */
export async function putObject(
  place: S3Place,
  key: string,
  body: Uint8Array | Spooled,
  condition: PutCondition,
): Promise<'written' | 'refused'> {
  const writer = randomUUID();
  let repeated = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await send(place, key, body, condition, writer);
      return 'written';
    } catch (error) {
      repeated ||= attempt > 1 || attemptsOf(error) > 1;
      if (condition && isRefusedCondition(error, 'ifMatch' in condition)) {
        return repeated && (await isWrittenBy(place, key, writer)) ? 'written' : 'refused';
      }
      // The SDK repeats requests by itself, but no stream, and no conflict.
      const again = isConflict(error) || (!(body instanceof Uint8Array) && isPassing(error));
      if (!again || attempt === ATTEMPTS) throw s3ErrorOf(error, place.bucket, key);
      await place.sleep(PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}

async function send(
  place: S3Place,
  key: string,
  body: Uint8Array | Spooled,
  condition: PutCondition,
  writer: string,
): Promise<void> {
  const bytes = body instanceof Uint8Array;
  const content = bytes ? body : body.read();
  try {
    await place.client.send(
      new PutObjectCommand({
        Bucket: place.bucket,
        Key: key,
        Body: content,
        ContentLength: bytes ? body.byteLength : body.size,
        ContentType: TYPES[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
        ChecksumSHA256: bytes ? createHash('sha256').update(body).digest('base64') : body.sha256,
        Metadata: { [WRITER]: writer },
        ...(condition && 'ifMatch' in condition ? { IfMatch: condition.ifMatch } : {}),
        ...(condition && 'ifNoneMatch' in condition ? { IfNoneMatch: condition.ifNoneMatch } : {}),
      }),
    );
  } finally {
    if ('destroy' in content) content.destroy();
  }
}

async function isWrittenBy(place: S3Place, key: string, writer: string): Promise<boolean> {
  try {
    const found = await place.client.send(new HeadObjectCommand({ Bucket: place.bucket, Key: key }));
    return found.Metadata?.[WRITER] === writer;
  } catch (error) {
    if (isMissingKey(error)) return false;
    throw s3ErrorOf(error, place.bucket, key);
  }
}
