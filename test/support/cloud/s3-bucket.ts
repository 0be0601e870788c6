import { createHash, randomUUID } from 'node:crypto';
import { Refusal } from './refusal.ts';

/** One version of an object, or the marker that it was deleted. */
export interface StoredVersion {
  readonly id: string;
  readonly deleted: boolean;
  readonly etag: string;
  readonly body: Buffer;
  readonly contentType: string;
  /** Without the prefix `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** By header name. */
  readonly checksums: Readonly<Record<string, string>>;
  readonly at: Date;
}

export interface PutConditions {
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
}

/** A versioned bucket. Each write is decided in one step, so of several conditional ones exactly one wins. */
export class StoredBucket {
  /** Oldest version first. */
  readonly versions = new Map<string, StoredVersion[]>();

  current(key: string): StoredVersion | undefined {
    const last = this.versions.get(key)?.at(-1);
    return last?.deleted ? undefined : last;
  }

  put(
    key: string,
    object: Pick<StoredVersion, 'body' | 'contentType' | 'metadata' | 'checksums' | 'at'>,
    { ifMatch, ifNoneMatch }: PutConditions,
  ): StoredVersion {
    const there = this.current(key);
    if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
      throw new Refusal(501, 'NotImplemented', 'If-None-Match of a write takes * only');
    }
    if (ifNoneMatch === '*' && there) throw preconditionFailed('If-None-Match');
    if (ifMatch !== undefined && !there) throw new Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
    if (ifMatch !== undefined && unquoted(ifMatch) !== unquoted(there?.etag ?? ''))
      throw preconditionFailed('If-Match');
    const etag = `"${createHash('md5').update(object.body).digest('hex')}"`;
    return this.#add(key, { ...object, id: randomUUID(), deleted: false, etag });
  }

  delete(key: string, at: Date): StoredVersion {
    const nothing = { etag: '', body: Buffer.alloc(0), contentType: '', metadata: {}, checksums: {} };
    return this.#add(key, { ...nothing, id: randomUUID(), deleted: true, at });
  }

  /** Keys that are there, in the order of S3: by their UTF-8 bytes. */
  keys(prefix: string): string[] {
    return [...this.versions.keys()]
      .filter((key) => key.startsWith(prefix) && this.current(key))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  #add(key: string, version: StoredVersion): StoredVersion {
    const all = this.versions.get(key) ?? [];
    all.push(version);
    this.versions.set(key, all);
    return version;
  }
}

const unquoted = (etag: string) => etag.replace(/^"|"$/g, '');

function preconditionFailed(condition: string): Refusal {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new Refusal(412, 'PreconditionFailed', message, { Condition: condition });
}
