import { verifiedChecksums } from './checksums.ts';
import { unchunked } from './chunks.ts';
import type { CloudAnswer, CloudFace, CloudRequest } from './face.ts';
import { Refusal } from './refusal.ts';
import { StoredBucket, type StoredVersion } from './s3-bucket.ts';
import { listAnswer, listing } from './s3-listing.ts';

/** One action on one object or bucket, as a policy names it. */
export interface S3Action {
  readonly action: 's3:PutObject' | 's3:GetObject' | 's3:DeleteObject' | 's3:ListBucket';
  readonly bucket: string;
  /** Undefined for the bucket itself. */
  readonly key?: string;
  readonly caller: string;
}

export interface S3FaceOptions {
  readonly bucket: string;
  readonly clock: { now(): Date };
  /** Below these a write must carry If-None-Match, as the stack's bucket policy demands. Default none. */
  readonly writeOncePrefixes?: readonly string[];
  /** The rights of each caller. Default: everything. Without `s3:ListBucket` a missing object is answered with 403. */
  readonly allows?: (action: S3Action) => boolean;
  /** Keys on a page of a listing at most. Default 1000, as S3. */
  readonly pageSize?: number;
}

/** A look into the bucket, past the protocol. */
export interface S3Handle {
  readonly bucket: string;
  /** The current body as text, or undefined. */
  text(key: string): string | undefined;
  object(key: string): StoredVersion | undefined;
  keys(prefix?: string): readonly string[];
  /** All versions and delete markers, oldest first. */
  versions(key: string): readonly StoredVersion[];
  /** Keys in the order they were written, repeated ones too. */
  writes(): readonly string[];
  /** Puts an object without a request; listeners hear of it. */
  put(key: string, body: string | Buffer): void;
  /** Leaves a delete marker. */
  delete(key: string): void;
  /** Calls `listener` after each object that comes into being, as the bucket's event would. Returns the way to stop. */
  onObjectCreated(listener: (key: string) => void): () => void;
}

/** S3 in path style, over one versioned bucket: put, get, head, delete, list, with conditions and checksums. */
export function s3Face(options: S3FaceOptions): { readonly face: CloudFace; readonly handle: S3Handle } {
  const store = new StoredBucket();
  const written: string[] = [];
  const listeners = new Set<(key: string) => void>();
  const { clock, bucket } = options;

  const created = (key: string) => {
    written.push(key);
    for (const listener of listeners) listener(key);
  };
  const allowed = (request: CloudRequest, action: S3Action['action'], key?: string) =>
    options.allows?.({ action, bucket, caller: request.caller, ...(key === undefined ? {} : { key }) }) ?? true;
  const demand = (request: CloudRequest, action: S3Action['action'], key?: string) => {
    if (!allowed(request, action, key)) throw denied(`not authorized to perform: ${action}`);
  };

  function put(request: CloudRequest, key: string): CloudAnswer {
    demand(request, 's3:PutObject', key);
    const { headers } = request;
    if (headers['x-amz-copy-source']) throw new Refusal(501, 'NotImplemented', 'Copies are not done here');
    const ifNoneMatch = headers['if-none-match'];
    const ifMatch = headers['if-match'];
    if (ifNoneMatch === undefined && options.writeOncePrefixes?.some((prefix) => key.startsWith(prefix))) {
      throw denied('with an explicit deny in a resource-based policy');
    }
    if ((headers['content-length'] ?? headers['x-amz-decoded-content-length']) === undefined)
      throw new Refusal(411, 'MissingContentLength', 'Length required');
    const { body, trailers } = unchunked(headers, request.body);
    const checksums = verifiedChecksums({ ...headers, ...trailers }, body);
    const metadata = Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => name.startsWith('x-amz-meta-'))
        .map(([name, value]) => [name.slice('x-amz-meta-'.length), String(value)]),
    );
    const contentType = headers['content-type'] ?? 'binary/octet-stream';
    const version = store.put(
      key,
      { body, contentType, metadata, checksums, at: clock.now() },
      { ...(ifMatch === undefined ? {} : { ifMatch }), ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }) },
    );
    created(key);
    return { status: 200, headers: { etag: version.etag, 'x-amz-version-id': version.id, ...checksums } };
  }

  function get(request: CloudRequest, key: string): CloudAnswer {
    demand(request, 's3:GetObject', key);
    const id = request.query.get('versionId');
    const found = id ? store.versions.get(key)?.find((version) => version.id === id) : store.current(key);
    if (!found || found.deleted) {
      if (!allowed(request, 's3:ListBucket')) throw denied('not authorized to perform: s3:ListBucket');
      throw new Refusal(404, id ? 'NoSuchVersion' : 'NoSuchKey', 'The specified key does not exist.', { Key: key });
    }
    const metadata = Object.entries(found.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
    return {
      status: 200,
      headers: {
        etag: found.etag,
        'content-type': found.contentType,
        'content-length': String(found.body.length),
        'last-modified': found.at.toUTCString(),
        'x-amz-version-id': found.id,
        ...Object.fromEntries(metadata),
        ...(request.headers['x-amz-checksum-mode'] === 'ENABLED' ? found.checksums : {}),
      },
      body: request.method === 'HEAD' ? '' : found.body,
    };
  }

  function onBucket(request: CloudRequest): CloudAnswer {
    demand(request, 's3:ListBucket');
    if (request.method === 'HEAD') return { status: 200 };
    if (request.method !== 'GET' || request.query.get('list-type') !== '2') throw notDone(request);
    return listAnswer(bucket, listing(store, request.query, options.pageSize ?? 1000));
  }

  function answer(request: CloudRequest): CloudAnswer {
    const [, name = '', ...rest] = request.path.split('/');
    if (name !== bucket)
      throw new Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: name });
    const key = rest.join('/');
    if (key === '') return onBucket(request);
    if (request.method === 'PUT') return put(request, key);
    if (request.method === 'GET' || request.method === 'HEAD') return get(request, key);
    if (request.method !== 'DELETE' || request.query.has('versionId')) throw notDone(request);
    demand(request, 's3:DeleteObject', key);
    return {
      status: 204,
      headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': store.delete(key, clock.now()).id },
    };
  }

  const handle: S3Handle = {
    bucket,
    text: (key) => store.current(key)?.body.toString('utf8'),
    object: (key) => store.current(key),
    keys: (prefix = '') => store.keys(prefix),
    versions: (key) => store.versions.get(key) ?? [],
    writes: () => written,
    put: (key, body) => {
      const plain = { contentType: 'binary/octet-stream', metadata: {}, checksums: {}, at: clock.now() };
      store.put(key, { ...plain, body: Buffer.from(body) }, {});
      created(key);
    },
    delete: (key) => {
      store.delete(key, clock.now());
    },
    onObjectCreated: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { face: { service: 's3', answer }, handle };
}

const denied = (why: string) => new Refusal(403, 'AccessDenied', `User is ${why}`);
const notDone = (request: CloudRequest) =>
  new Refusal(501, 'NotImplemented', `${request.method} ${request.path}?${request.query} is not done here`);
