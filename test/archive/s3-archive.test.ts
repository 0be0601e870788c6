import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ABSENT, type Archive } from '#archive/archive';
import {
  ArchiveClock,
  ArchiveCorrupted,
  ArchiveCredentials,
  ArchiveDenied,
  ArchiveNotThere,
  ArchiveUnreachable,
  ArchiveUnusable,
} from '#archive/errors';
import { WRITE_ONCE_PREFIXES } from '#archive/keys';
import { s3Archive } from '#archive/s3-archive';
import { archiveClient } from '#archive/s3-client';
import { type Cloud, type CloudOptions, startCloud } from '#test/support/cloud/cloud';
import { CONFLICT, DENIED, SLOW_DOWN } from '#test/support/cloud/faults';
import { archiveContract, countUp } from './archive-contract.ts';
import { below } from './below.ts';

let cloud: Cloud;
let archive: Archive;
let spoolFolder: string;
let waited: number[];

const overCloud = (bucket = cloud.s3.bucket, overrides = {}) =>
  s3Archive({
    client: archiveClient({ ...cloud.client, ...overrides }),
    bucket,
    spoolFolder,
    sleep: async (ms) => {
      waited.push(ms);
    },
  });

async function open(options: CloudOptions = {}): Promise<void> {
  await cloud?.close();
  cloud = await startCloud({ writeOncePrefixes: WRITE_ONCE_PREFIXES, pageSize: 3, ...options });
  archive = overCloud();
}

beforeEach(async () => {
  spoolFolder = await mkdtemp(join(tmpdir(), 'daybook-spool-'));
  waited = [];
  await open();
});
afterEach(async () => {
  await cloud.close();
  await rm(spoolFolder, { recursive: true, force: true });
});

const text = async (key: string) => Buffer.from((await archive.get(key)) ?? []).toString('utf8');
const streamed = (body: string, replace = false) =>
  archive.putStream(
    'reports/book.xlsx',
    async (sink) => {
      sink.end(body);
    },
    { replace },
  );

archiveContract('a bucket', async () => archive);

// The same on an emulator or in an account: AWS_ENDPOINT_URL, or a profile, and the name of an existing bucket.
const realBucket = process.env.DAYBOOK_TEST_BUCKET;
if (realBucket) {
  archiveContract(`s3://${realBucket}`, async () => {
    const real = s3Archive({ client: archiveClient(), bucket: realBucket, spoolFolder, sleep });
    return below(`contract/${randomUUID()}/`, real);
  });
}

describe('an archive in a bucket', () => {
  it('stores each object with checksum and the type a browser needs', async () => {
    await archive.putIfAbsent('reports/2026/11/20/a-r1/page.html', '<p>');
    await streamed('workbook');
    expect(cloud.s3.object('reports/2026/11/20/a-r1/page.html')).toMatchObject({
      contentType: 'text/html; charset=utf-8',
      checksums: { 'x-amz-checksum-sha256': expect.any(String) },
    });
    expect(cloud.s3.object('reports/book.xlsx')?.checksums).toHaveProperty('x-amz-checksum-sha256');
  });

  it('lists more keys than fit on a page', async () => {
    const keys = Array.from({ length: 10 }, (_, index) => `raw/a/${index}.json`);
    for (const key of keys) cloud.s3.put(key, 'x');
    cloud.s3.put('raw/a/', '');
    expect(await archive.list('raw/')).toEqual(keys);
    expect(cloud.requests.length).toBeGreaterThan(3);
  });

  it('says where an object lies', () => {
    expect(archive.place).toBe('bucket s3://daybook-archive');
    expect(archive.locate('state/session.json')).toBe('s3://daybook-archive/state/session.json');
  });

  it('leaves no temporary file, not even when it is killed', async () => {
    await archive.putStream(
      'reports/book.xlsx',
      async (sink) => {
        sink.write('first');
        await once(sink.end('second'), 'finish');
        expect(await readdir(spoolFolder)).toEqual([]);
      },
      { replace: false },
    );
    cloud.fault({ ...DENIED, times: 9 });
    await expect(streamed('three')).rejects.toBeInstanceOf(ArchiveDenied);
    expect(await readdir(spoolFolder)).toEqual([]);
  });
});

describe('a large object', () => {
  it('needs a folder for its temporary file', async () => {
    spoolFolder = join(spoolFolder, 'missing');
    archive = overCloud();
    await expect(streamed('x')).rejects.toBeInstanceOf(ArchiveUnusable);
  });

  it('lets the error of its source pass, whatever it is', async () => {
    const broken = Object.assign(new Error('the source was reset'), { code: 'ECONNRESET' });
    const failing = archive.putStream('reports/book.xlsx', () => Promise.reject(broken), { replace: false });
    await expect(failing).rejects.toBe(broken);
    expect(cloud.requests).toEqual([]);
  });
});

describe('a write whose answer is lost', () => {
  it.each([
    ['putIfAbsent', () => archive.putIfAbsent('raw/a.json', 'mine')],
    ['putIfVersion', () => archive.putIfVersion('raw/a.json', 'mine', ABSENT)],
  ])('counts as written by %s, once', async (_name, write) => {
    cloud.fault({ kind: 'lost-answer', method: 'PUT' });
    expect(await write()).toBe('written');
    expect(cloud.s3.versions('raw/a.json')).toHaveLength(1);
  });

  it('counts as written by a stream', async () => {
    cloud.fault({ kind: 'lost-answer', method: 'PUT' });
    expect(await streamed('mine')).toBe('written');
    expect(cloud.s3.versions('reports/book.xlsx')).toHaveLength(1);
    expect(waited).toEqual([100]);
  });

  it('counts as written when it replaced a version', async () => {
    await archive.put('state/lease.json', 'before');
    const version = (await archive.read('state/lease.json'))?.version ?? '';
    cloud.fault({ kind: 'lost-answer', method: 'PUT' });
    expect(await archive.putIfVersion('state/lease.json', 'mine', version)).toBe('written');
    expect(cloud.s3.versions('state/lease.json')).toHaveLength(2);
  });

  it("does not count another's write as ours, not even one of the same content", async () => {
    cloud.fault({
      kind: 'kill',
      when: 'before',
      method: 'PUT',
      action: () => cloud.s3.put('raw/a.json', 'same words'),
    });
    expect(await archive.putIfAbsent('raw/a.json', 'same words')).toBe('exists');
  });

  it('is not looked up when the first answer already says that something is there', async () => {
    cloud.s3.put('raw/a.json', 'theirs');
    expect(await archive.putIfAbsent('raw/a.json', 'mine')).toBe('exists');
    expect(cloud.requests.map((request) => request.method)).toEqual(['PUT']);
  });

  it('loses no count, wherever answers are lost, connections reset and writes in conflict', async () => {
    const fault = fc.record({
      does: fc.constantFrom(CONFLICT, { kind: 'reset' } as const, { kind: 'lost-answer', method: 'PUT' } as const),
      skip: fc.nat(14),
    });
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.array(fault, { minLength: 1, maxLength: 3 }), async (id, faults) => {
        cloud.clearFaults();
        for (const { does, skip } of faults) cloud.fault({ ...does, skip });
        const key = `state/${id}.json`;
        await Promise.all([countUp(archive, key, 3), countUp(overCloud(), key, 3)]);
        // A write whose answer was lost and that was replaced before it was looked up counts as not written: it is
        // done again, on top of itself. No count is ever lost.
        const written = cloud.s3.versions(key).map((version) => version.body.toString());
        expect(written).toEqual(written.map((_, index) => String(index + 1)));
        expect(written.length).toBeGreaterThanOrEqual(6);
        expect(written.length).toBeLessThanOrEqual(6 + faults.length);
      }),
      { numRuns: 8 },
    );
  });
});

describe('a request that fails in passing', () => {
  it.each([
    ['a conflict', CONFLICT],
    ['SlowDown', SLOW_DOWN],
    ['a reset', { kind: 'reset' } as const],
  ])('is repeated after %s', async (_name, fault) => {
    cloud.fault({ ...fault, method: 'PUT' });
    expect(await archive.putIfAbsent('raw/a.json', 'mine')).toBe('written');
    cloud.fault({ ...fault, method: 'PUT', times: 2 });
    expect(await streamed('workbook')).toBe('written');
    expect(cloud.s3.text('reports/book.xlsx')).toBe('workbook');
  });

  it('is repeated when the body of an answer is cut or garbled', async () => {
    await archive.put('state/a.json', 'a body of some length');
    cloud.fault({ kind: 'cut', method: 'GET' });
    expect(await text('state/a.json')).toBe('a body of some length');
    cloud.fault({ kind: 'garbled', method: 'GET' });
    expect(await text('state/a.json')).toBe('a body of some length');
  });

  it.each([
    ['no answer', 'PUT', { kind: 'silent' }],
    ['no answer to a reader', 'GET', { kind: 'silent' }],
    ['half an answer', 'GET', { kind: 'stalled' }],
  ] as const)('is given up and repeated when there is %s', async (_name, method, fault) => {
    const client = archiveClient(cloud.client, { connect: 1000, answer: 150, silence: 150 });
    archive = s3Archive({ client, bucket: cloud.s3.bucket, spoolFolder, sleep: async () => undefined });
    cloud.fault({ ...fault, method });
    expect(await archive.putIfAbsent('raw/a.json', 'a body of some length')).toBe('written');
    expect(await text('raw/a.json')).toBe('a body of some length');
    cloud.fault({ ...fault, method: 'PUT', path: /book/ });
    expect(await streamed('workbook')).toBe('written');
  });

  it('ends after a few attempts and says that the write is in doubt', async () => {
    cloud.fault({ ...CONFLICT, times: 99 });
    await expect(archive.putIfAbsent('raw/a.json', 'mine')).rejects.toBeInstanceOf(ArchiveUnreachable);
    expect(waited).toEqual([100, 200, 400, 800]);
  });

  it('never takes a damaged object for a good one', async () => {
    await archive.put('state/a.json', 'a body');
    cloud.fault({ kind: 'garbled', method: 'GET', times: 9 });
    await expect(archive.get('state/a.json')).rejects.toBeInstanceOf(ArchiveCorrupted);
  });
});

describe('what the archive can’t do has its name', () => {
  const attempt = (name: string, status: number, code: string, message?: string) => {
    cloud.fault({ kind: 'refuse', status, code, times: 9, ...(message === undefined ? {} : { message }) });
    return archive.putIfAbsent('raw/a.json', name);
  };

  it.each([
    ['AccessDenied', 403, 'Access Denied', ArchiveDenied, /rights on the bucket/],
    ['AccessDenied', 403, 'not authorized to perform: kms:GenerateDataKey', ArchiveDenied, /KMS key/],
    ['KMS.DisabledException', 400, 'the key is disabled', ArchiveDenied, /KMS key/],
    ['ExpiredToken', 400, 'expired', ArchiveCredentials, /Sign in again/],
    ['PermanentRedirect', 301, 'another endpoint', ArchiveNotThere, /AWS_REGION/],
    ['NoSuchBucket', 404, 'no bucket', ArchiveNotThere, /was not deleted/],
  ])('%s', async (code, status, message, type, nextStep) => {
    const error = await attempt('x', status, code, message).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ nextStep: expect.stringMatching(nextStep) });
    expect(cloud.s3.keys()).toEqual([]);
  });

  it('a bucket that does not exist is no empty archive', async () => {
    await expect(overCloud('another').get('state/a.json')).rejects.toBeInstanceOf(ArchiveNotThere);
    await expect(overCloud('another').list('state/')).rejects.toBeInstanceOf(ArchiveNotThere);
    await expect(overCloud('another').putIfVersion('state/a.json', 'x', '"etag"')).rejects.toBeInstanceOf(
      ArchiveNotThere,
    );
  });

  it('a region that is not the bucket’s', async () => {
    await expect(overCloud(undefined, { region: 'eu-central-1' }).get('state/a.json')).rejects.toBeInstanceOf(
      ArchiveNotThere,
    );
  });

  it('keys that AWS does not know, and keys that have expired', async () => {
    const unknown = { accessKeyId: 'NOBODY', secretAccessKey: 'x' };
    await expect(overCloud(undefined, { credentials: unknown }).list('raw/')).rejects.toBeInstanceOf(
      ArchiveCredentials,
    );
    const expired = { accessKeyId: 'TEMPORARY', secretAccessKey: 'x', sessionToken: 'y' };
    cloud.admit({ ...expired, expires: new Date(0) });
    await expect(overCloud(undefined, { credentials: expired }).list('raw/')).rejects.toBeInstanceOf(
      ArchiveCredentials,
    );
    const wrong = { ...cloud.credentials, secretAccessKey: 'wrong' };
    await expect(overCloud(undefined, { credentials: wrong }).list('raw/')).rejects.toBeInstanceOf(ArchiveCredentials);
  });

  it('a clock that stays wrong', async () => {
    cloud.fault({ kind: 'refuse', status: 403, code: 'RequestTimeTooSkewed', times: 9 });
    await expect(archive.get('state/a.json')).rejects.toBeInstanceOf(ArchiveClock);
  });

  it('a clock that is an hour off, which the SDK puts right by the answer', async () => {
    await open({ clock: { now: () => new Date(Date.now() + 3_600_000) } });
    await archive.put('state/a.json', 'x');
    expect(await text('state/a.json')).toBe('x');
  });

  it('a missing right to list, so that nothing can be said to be absent', async () => {
    await open({ allows: ({ action }) => action !== 's3:ListBucket' });
    await expect(archive.get('state/a.json')).rejects.toBeInstanceOf(ArchiveDenied);
  });

  it('a write without a condition where things are written once', async () => {
    await expect(archive.put('reports/a.json', 'x')).rejects.toBeInstanceOf(ArchiveDenied);
    await expect(streamed('x', true)).rejects.toBeInstanceOf(ArchiveDenied);
  });
});
