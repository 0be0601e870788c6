import type { Writable } from 'node:stream';

/**
 * Where everything is kept for good: an S3 bucket or a local folder, with the same keys. A key is a path of plain
 * segments (`[A-Za-z0-9._-]`), joined by `/`. Every write is atomic: a reader sees the old whole or the new whole.
 *
 * Every method rejects with an {@link ArchiveError} of `errors.ts` when the place can't do it (no space, no right, not a folder).
 */
export interface Archive {
  /** For people: `folder /home/me/daybook`. */
  readonly place: string;
  /** For people: where the object of `key` is found. */
  locate(key: string): string;
  /** Writes or replaces. Only for mutable state; reports and raw answers go through {@link putIfAbsent}. */
  put(key: string, body: Uint8Array | string): Promise<void>;
  /** Writes if nothing is there. `exists` leaves what is there untouched. */
  putIfAbsent(key: string, body: Uint8Array | string): Promise<'written' | 'exists'>;
  /**
   * Writes a large object as a stream. `write` gets the sink and resolves when it has ended it; the object appears
   * only then. When `write` rejects or the sink fails nothing appears. `replace` false keeps an existing object.
   */
  putStream(
    key: string,
    write: (sink: Writable) => Promise<void>,
    options: { replace: boolean },
  ): Promise<'written' | 'exists'>;
  /** The body, or undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** The body piece by piece, for what may be too large to be held whole; undefined when there is none. */
  getStream(key: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** The body with a token that names this very version of it, for {@link putIfVersion}. */
  read(key: string): Promise<Versioned | undefined>;
  /**
   * Compare and swap, for small mutable state that two processes may write: writes only if what lies there is still
   * `version`, or if there is nothing and `version` is `absent`. `changed` leaves what is there untouched.
   */
  putIfVersion(key: string, body: Uint8Array | string, version: string): Promise<'written' | 'changed'>;
  /**
   * All keys that begin with the prefix, in text order: a folder, ending in `/`, or a folder and how the names in it
   * begin. Of one account among many, the latter: its price does not grow with the others.
   */
  list(prefix: string): Promise<readonly string[]>;
}

/** A body and the token of its version: an entity tag in a bucket, a hash in a folder. */
export interface Versioned {
  readonly body: Uint8Array;
  readonly version: string;
}

/** {@link Archive.putIfVersion}: only if there is nothing yet. */
export const ABSENT = 'absent';
