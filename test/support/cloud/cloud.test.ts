import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';
import { SLOW_DOWN } from './faults.ts';

const Bucket = 'daybook-archive';
const quiet = () => undefined;
let cloud: Cloud;
let client: S3Client;

beforeEach(async () => {
  cloud = await startCloud({ clock: { now: () => new Date() } });
  client = new S3Client({
    ...cloud.client,
    maxAttempts: 1,
    logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
});
afterEach(async () => {
  client.destroy();
  await cloud.close();
});

const put = (Key: string, Body: string, more = {}) => client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string) => (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const nameOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: Error) => error.name,
  );

describe('the cloud of the tests', () => {
  it('takes what the SDK signs, with any key and metadata', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
          .filter((key) => !/^[/.]|\/|\\|\.\./.test(key) && key.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(key)),
        fc.string(),
        async (key, body) => {
          await put(`a/${key}`, body, { Metadata: { writer: 'one  two' } });
          expect(await get(`a/${key}`)).toBe(body);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('refuses another secret, an unknown key, a wrong scope, an old request and a changed one', async () => {
    const by = (changes: object) =>
      nameOf(new S3Client({ ...cloud.client, maxAttempts: 1, ...changes }).send(new HeadBucketCommand({ Bucket })));
    const as = (changes: object) => {
      const other = new S3Client({ ...cloud.client, maxAttempts: 1, ...changes });
      return nameOf(other.send(new ListObjectsV2Command({ Bucket })));
    };
    expect(await by({})).toBe('accepted');
    expect(await as({ credentials: { ...cloud.credentials, secretAccessKey: 'x' } })).toBe('SignatureDoesNotMatch');
    expect(await as({ credentials: { accessKeyId: 'x', secretAccessKey: 'x' } })).toBe('InvalidAccessKeyId');
    expect(await as({ region: 'eu-central-1' })).toBe('AuthorizationHeaderMalformed');
    expect(await as({ systemClockOffset: -16 * 60_000 })).toBe('RequestTimeTooSkewed');
    expect(await as({ systemClockOffset: 14 * 60_000 })).toBe('accepted');
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args as { request: { query: Record<string, string> } };
        request.query.prefix = 'changed after signing';
        return next(args);
      },
      { step: 'deserialize' },
    );
    expect(await nameOf(client.send(new ListObjectsV2Command({ Bucket })))).toBe('SignatureDoesNotMatch');
    expect(cloud.requests.every((request) => !request.query.has('prefix'))).toBe(true);
    expect((await fetch(`${cloud.url}/${Bucket}/a`)).status).toBe(403);
  });

  it('refuses temporary keys without their token and after their end', async () => {
    const keys = { accessKeyId: 'TEMPORARY', secretAccessKey: 'secret', sessionToken: 'token' };
    const as = (credentials: object) =>
      nameOf(
        new S3Client({ ...cloud.client, credentials: { ...keys, ...credentials }, maxAttempts: 1 }).send(
          new ListObjectsV2Command({ Bucket }),
        ),
      );
    cloud.admit({ ...keys, expires: new Date(Date.now() + 60_000) });
    expect(await as({})).toBe('accepted');
    expect(await as({ sessionToken: 'other' })).toBe('InvalidToken');
    cloud.admit({ ...keys, expires: new Date(Date.now() - 1) });
    expect(await as({})).toBe('ExpiredToken');
  });

  it('un-chunks a stream and compares its trailing checksum', async () => {
    const parts = ['x'.repeat(70_000), 'y'.repeat(9)];
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'a',
        Body: Readable.from(parts.map((part) => Buffer.from(part))),
        ContentLength: 70_009,
      }),
    );
    expect(cloud.s3.text('a')).toBe(parts.join(''));
    expect(cloud.requests.at(-1)?.headers['content-encoding']).toContain('aws-chunked');
    expect(cloud.s3.object('a')?.checksums).toHaveProperty('x-amz-checksum-crc32');
  });

  it('refuses a body that has not the checksum it comes with', async () => {
    expect(await nameOf(put('a', 'body', { ChecksumSHA256: Buffer.alloc(32).toString('base64') }))).toBe('BadDigest');
    expect(await nameOf(put('a', 'body', { ChecksumCRC32C: 'AAAAAA==' }))).toBe('BadDigest');
    expect(cloud.s3.keys()).toEqual([]);
  });

  it.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)('agrees with the SDK on %s', async (algorithm) => {
    await put('a', 'a body', { ChecksumAlgorithm: algorithm });
    expect(cloud.s3.object('a')?.checksums).toHaveProperty(`x-amz-checksum-${algorithm.toLowerCase()}`);
    expect(await get('a')).toBe('a body');
  });

  it('lets one of many conditional writers win, by absence and by version', async () => {
    const absent = await Promise.all(Array.from({ length: 8 }, () => nameOf(put('a', 'x', { IfNoneMatch: '*' }))));
    expect(absent.sort()).toEqual([...Array(7).fill('PreconditionFailed'), 'accepted']);
    const { ETag: IfMatch } = await client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    const same = await Promise.all(Array.from({ length: 8 }, (_, n) => nameOf(put('a', `y${n}`, { IfMatch }))));
    expect(same.sort()).toEqual([...Array(7).fill('PreconditionFailed'), 'accepted']);
    expect(await nameOf(put('b', 'x', { IfMatch }))).toBe('NoSuchKey');
  });

  it('keeps every version, and takes a deleted object for absent', async () => {
    const { VersionId } = await put('a', 'one');
    await put('a', 'two');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(await nameOf(get('a'))).toBe('NoSuchKey');
    expect(cloud.s3.keys()).toEqual([]);
    const old = await client.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId }));
    expect(await old.Body?.transformToString()).toBe('one');
    expect(await nameOf(put('a', 'three', { IfNoneMatch: '*' }))).toBe('accepted');
    expect(cloud.s3.versions('a').map((version) => version.deleted)).toEqual([false, false, true, false]);
  });

  it('lists every key once over any pages, with or without folders', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.stringMatching(/^[ab/&<]{1,5}$/), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('', '/'),
        async (names, MaxKeys, Delimiter) => {
          const Prefix = `p${cloud.s3.writes().length}/`;
          for (const name of names) cloud.s3.put(Prefix + name, '');
          const found: string[] = [];
          let ContinuationToken: string | undefined;
          do {
            const page = await client.send(
              new ListObjectsV2Command({
                Bucket,
                Prefix,
                MaxKeys,
                Delimiter,
                ...(ContinuationToken ? { ContinuationToken } : {}),
              }),
            );
            found.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
            found.push(...(page.CommonPrefixes ?? []).map((common) => common.Prefix ?? ''));
            ContinuationToken = page.NextContinuationToken;
          } while (ContinuationToken);
          const folded = names.map((name) =>
            Delimiter && name.includes('/') ? name.slice(0, name.indexOf('/') + 1) : name,
          );
          expect(found.sort()).toEqual([...new Set(folded.map((name) => Prefix + name))].sort());
        },
      ),
      { numRuns: 30 },
    );
  });

  it('tells of each object that came into being, and stops when asked', async () => {
    const heard: string[] = [];
    const stop = cloud.s3.onObjectCreated((key) => heard.push(key));
    await put('state/a', 'x');
    await nameOf(put('state/a', 'x', { IfNoneMatch: '*' }));
    await put('state/a', 'y');
    stop();
    await put('state/b', 'x');
    expect(heard).toEqual(['state/a', 'state/a']);
    expect(cloud.s3.writes()).toEqual(['state/a', 'state/a', 'state/b']);
  });

  it('fails by command, as often as told and no longer', async () => {
    cloud.fault({ ...SLOW_DOWN, method: 'PUT', path: /^\/daybook-archive\/a$/, skip: 1, times: 2 });
    const results = [];
    for (const key of ['a', 'b', 'a', 'a', 'a']) results.push(await nameOf(put(key, 'x')));
    expect(results).toEqual(['accepted', 'accepted', 'SlowDown', 'SlowDown', 'accepted']);
  });

  it('ends who writes at the write of that number, before it or after', async () => {
    const ended: string[] = [];
    for (const when of ['before', 'after'] as const) {
      cloud.fault({ kind: 'kill', when, method: 'PUT', skip: 1, action: () => ended.push(when) });
      await put(`${when}/1`, 'x');
      expect(await nameOf(put(`${when}/2`, 'x'))).not.toBe('accepted');
    }
    expect(ended).toEqual(['before', 'after']);
    expect(cloud.s3.keys()).toEqual(['after/1', 'after/2', 'before/1']);
  });

  it('holds an answer back, or gives none', async () => {
    const { promise: until, resolve } = Promise.withResolvers<void>();
    cloud.fault({ kind: 'held', until, method: 'PUT', path: /slow/ });
    const slow = put('slow', 'x');
    await put('quick', 'x');
    expect(cloud.s3.keys()).toEqual(['quick']);
    resolve();
    await slow;
    expect(cloud.s3.keys()).toEqual(['quick', 'slow']);
    cloud.fault({ kind: 'silent', path: /never/ });
    const stop = new AbortController();
    const silent = nameOf(
      client.send(new PutObjectCommand({ Bucket, Key: 'never', Body: 'x' }), { abortSignal: stop.signal }),
    );
    await put('after', 'x');
    stop.abort();
    expect(await silent).toBe('AbortError');
  });
});
