import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { ABSENT, type Archive, type Versioned } from './archive.ts';
import { ArchiveError } from './errors.ts';
import { checkedKey } from './keys.ts';
import { pieces } from './pieces.ts';
import { isMissingKey, s3ErrorOf } from './s3-errors.ts';
import { type PutCondition, putObject, type S3Place } from './s3-put.ts';
import { withSpool } from './s3-spool.ts';

export interface S3ArchiveOptions extends S3Place {
  /** An existing folder for the temporary file of {@link Archive.putStream}; in a function `/tmp`. */
  readonly spoolFolder: string;
}

const READS = 3;
const NOTHING: PutCondition = { ifNoneMatch: '*' };

/**
 * An archive in an S3 bucket. Every write carries its checksum and, but for {@link Archive.put}, its condition. The
 * role needs `s3:GetObject` where it writes, to know its own write again, and `s3:ListBucket`: without it S3 answers
 * 403 for an object that isn't there, and nothing could be said to be absent.
 */
export function s3Archive(options: S3ArchiveOptions): Archive {
  const { client, bucket, sleep, spoolFolder } = options;

  /** The SDK repeats a request that fails, but not one whose body is cut short. */
  async function read(key: string): Promise<Versioned | undefined> {
    const Key = checkedKey(key);
    for (let attempt = 1; ; attempt += 1) {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key })).catch((error: unknown) => {
        if (isMissingKey(error)) return undefined;
        throw s3ErrorOf(error, bucket, key);
      });
      if (!answer) return undefined;
      if (!answer.Body || !answer.ETag) {
        throw new ArchiveError(`S3 gave no body or no entity tag for s3://${bucket}/${key}.`, 'Run it again.');
      }
      try {
        return { body: await answer.Body.transformToByteArray(), version: answer.ETag };
      } catch (error) {
        if (attempt === READS) throw s3ErrorOf(error, bucket, key);
        await sleep(100 * attempt);
      }
    }
  }

  const put = (key: string, body: Uint8Array | string, condition: PutCondition) =>
    putObject(options, checkedKey(key), typeof body === 'string' ? Buffer.from(body) : body, condition);

  return {
    place: `bucket s3://${bucket}`,
    locate: (key) => `s3://${bucket}/${checkedKey(key)}`,
    put: async (key, body) => {
      await put(key, body, undefined);
    },
    putIfAbsent: async (key, body) => ((await put(key, body, NOTHING)) === 'written' ? 'written' : 'exists'),
    putStream: async (key, write, { replace }) => {
      checkedKey(key);
      const condition = replace ? undefined : NOTHING;
      const result = await withSpool(spoolFolder, write, (spooled) => putObject(options, key, spooled, condition));
      return result === 'written' ? 'written' : 'exists';
    },
    get: async (key) => (await read(key))?.body,
    getStream: async (key) => {
      const Key = checkedKey(key);
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key })).catch((error: unknown) => {
        if (isMissingKey(error)) return undefined;
        throw s3ErrorOf(error, bucket, key);
      });
      if (!answer) return undefined;
      if (!answer.Body) throw new ArchiveError(`S3 gave no body for s3://${bucket}/${key}.`, 'Run it again.');
      return pieces(answer.Body as AsyncIterable<Uint8Array>, (error) => s3ErrorOf(error, bucket, key));
    },
    read,
    putIfVersion: async (key, body, version) => {
      const condition = version === ABSENT ? NOTHING : { ifMatch: version };
      return (await put(key, body, condition)) === 'written' ? 'written' : 'changed';
    },
    list: async (prefix) => {
      const keys: string[] = [];
      try {
        for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
          for (const { Key } of page.Contents ?? []) {
            // The S3 console makes empty objects that end in a slash, to show a folder.
            if (Key !== undefined && !Key.endsWith('/')) keys.push(Key);
          }
        }
      } catch (error) {
        throw s3ErrorOf(error, bucket);
      }
      return keys.sort();
    },
  };
}
