import { beforeEach, describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import { VirtualClock } from '#effects/virtual-clock';
import { earlierIn } from '#pipeline/earlier-answer';
import { keepRawIn } from '#pipeline/keep-raw';
import type { RawAnswer, RawQuestion } from '#sources/gateway/raw-answer';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';

const THURSDAY: Run = { kind: 'final', marketDate: calendarDate('2026-11-19') };
const FRIDAY: Run = { kind: 'final', marketDate: calendarDate('2026-11-20') };
const NOW = '2026-11-21T15:00:00Z';
/** 05:00 in New York on Saturday. */
const FINAL_FROM = new Date('2026-11-21T10:00:00Z');

let archive: MemoryArchive;
beforeEach(() => {
  archive = memoryArchive();
});

const question = (endpoint: string, id = 'U1'): RawQuestion => ({
  endpoint,
  account: id,
  request: { method: 'POST', path: `/v1/api/pa/${endpoint}`, body: { acctIds: [id] } },
});

const keep = (run: Run, receivedAt: string, more: Partial<RawAnswer> = {}): Promise<string> =>
  keepRawIn(
    archive,
    run,
  )({
    ...question('all-periods'),
    status: 200,
    headers: { 'content-type': 'application/json' },
    receivedAt,
    body: Buffer.from(`{"at":"${receivedAt}"}`),
    partial: false,
    ...more,
  });

const find = (run: Run, asked = question('all-periods')) =>
  earlierIn(run, { archive, clock: new VirtualClock(new Date(NOW)), settled: (_, at) => at >= FINAL_FROM })(asked);

describe('an answer that is kept', () => {
  it('within its limit is used again, the newest, with its own hour', async () => {
    await keep(FRIDAY, '2026-11-21T14:46:00Z');
    const key = await keep(FRIDAY, '2026-11-21T14:50:00Z');
    const found = await find(FRIDAY);
    expect(found).toMatchObject({ key, receivedAt: '2026-11-21T14:50:00Z', status: 200 });
    expect(Buffer.from(found?.body ?? []).toString()).toContain('14:50');
  });

  it('of the year serves other days the same morning, once it is final', async () => {
    await keep(FRIDAY, '2026-11-21T10:45:00Z');
    expect(await find(THURSDAY)).toMatchObject({ receivedAt: '2026-11-21T10:45:00Z' });
  });

  it.each([
    ['to another question', () => keep(FRIDAY, '2026-11-21T14:55:00Z', question('all-periods', 'U2'))],
    ['that was preliminary, when it can be final', () => keep(FRIDAY, '2026-11-21T09:59:00Z')],
    ['that was a failure', () => keep(FRIDAY, '2026-11-21T14:55:00Z', { status: 500 })],
    ['that broke off', () => keep(FRIDAY, '2026-11-21T14:55:00Z', { partial: true })],
    ['from the future', () => keep(FRIDAY, '2026-11-21T15:30:00Z')],
    ['of another morning', () => keep(FRIDAY, '2026-11-20T15:00:00Z')],
  ])('%s is not', async (_, kept) => {
    await kept();
    expect(await find(FRIDAY)).toBeUndefined();
  });

  it('about one contract serves no longer than its limit', async () => {
    const asked = question('transactions');
    await keep(FRIDAY, '2026-11-21T14:40:00Z', asked);
    expect(await find(FRIDAY, asked)).toBeUndefined();
    await keep(FRIDAY, '2026-11-21T14:50:00Z', asked);
    expect(await find(FRIDAY, asked)).toBeDefined();
  });

  it('whose question was not written before the process died is not', async () => {
    const key = await keep(FRIDAY, '2026-11-21T14:50:00Z');
    archive.objects.delete(key.replace('.json', '.request.json'));
    expect(await find(FRIDAY)).toBeUndefined();
  });
});
