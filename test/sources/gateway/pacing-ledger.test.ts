import { describe, expect, it } from 'vitest';
import { NO_CALLS, type PacingRecord } from '#sources/gateway/pacing';
import { count, refuse, release, reserve, retryAfterMs } from '#sources/gateway/pacing-ledger';

const NOW = new Date('2026-11-21T10:45:00Z');
const MINUTE = 60_000;
const later = (ms: number): Date => new Date(NOW.getTime() + ms);
const wish = (now: Date, closesMs?: number) => ({
  endpoint: 'performance',
  now,
  ...(closesMs === undefined ? {} : { closesMs }),
});
const called = (now = NOW): PacingRecord => reserve(NO_CALLS, wish(now, 15 * MINUTE)).after;

describe('a call in the ledger', () => {
  it('closes its endpoint, and no other', () => {
    const record = called();
    expect(reserve(record, wish(later(MINUTE), 15 * MINUTE))).toMatchObject({ free: false, until: later(15 * MINUTE) });
    expect(reserve(record, { endpoint: 'all-periods', now: later(MINUTE), closesMs: 1 })).toMatchObject({ free: true });
    expect(reserve(record, wish(later(15 * MINUTE), 15 * MINUTE))).toMatchObject({ free: true });
  });

  it('counts from its answer once that is there, and not over a later one of another process', () => {
    const answered = count(called(), 'performance', NOW, later(40_000), 15 * MINUTE);
    expect(reserve(answered, wish(later(15 * MINUTE), 15 * MINUTE))).toMatchObject({
      until: later(15 * MINUTE + 40_000),
    });
    const others = called(later(20 * MINUTE));
    expect(count(others, 'performance', NOW, later(21 * MINUTE), 15 * MINUTE)).toBe(others);
  });

  it('is taken back when it never left', () => {
    expect(release(called(), 'performance', NOW).calls).toEqual({});
    const others = called(later(MINUTE));
    expect(release(others, 'performance', NOW)).toBe(others);
  });

  it('of a clock that ran ahead closes the endpoint for its own time once, not anew at each look', () => {
    const ahead = called(later(365 * 24 * 60 * MINUTE));
    const first = reserve(ahead, wish(NOW, 15 * MINUTE));
    expect(first).toMatchObject({ free: false, until: later(15 * MINUTE) });
    const second = reserve(first.after, wish(later(10 * MINUTE), 15 * MINUTE));
    expect(second).toMatchObject({ free: false, until: later(15 * MINUTE) });
    expect(reserve(second.after, wish(later(15 * MINUTE), 15 * MINUTE))).toMatchObject({ free: true });
  });

  it.each([
    ['that makes no sense', { at: 'soon', until: 'later' }],
    ['that lasts longer than any can', { at: NOW.toISOString(), until: '2036-01-01T00:00:00.000Z' }],
  ])('with a time %s closes the endpoint for as long as a call can', (_, closure) => {
    const record = { ...NO_CALLS, calls: { performance: closure } };
    expect(reserve(record, wish(NOW, 15 * MINUTE))).toMatchObject({ free: false, until: later(15 * MINUTE) });
  });
});

describe('a 429 in the ledger', () => {
  const refusedAt = (...times: readonly Date[]): PacingRecord =>
    times.reduce((record, at) => refuse(record, 'performance', at), NO_CALLS);

  it('closes the whole gateway for a quarter of an hour, or for what Retry-After says when that is longer', () => {
    const any = { endpoint: 'summary', now: later(MINUTE) };
    expect(reserve(refusedAt(NOW), any)).toMatchObject({ free: false, until: later(15 * MINUTE) });
    expect(reserve(refuse(NO_CALLS, 'x', NOW, 20 * MINUTE), any)).toMatchObject({ until: later(20 * MINUTE) });
    expect(reserve(refuse(NO_CALLS, 'x', NOW, 1_000), any)).toMatchObject({ until: later(15 * MINUTE) });
  });

  it('the third in a day closes it until the next day in New York, and says so', () => {
    const third = refusedAt(NOW, later(20 * MINUTE), later(40 * MINUTE));
    const found = reserve(third, { endpoint: 'summary', now: later(60 * MINUTE) });
    expect(found).toMatchObject({ free: false, until: new Date('2026-11-22T05:00:00Z') });
    expect(found).toHaveProperty('why', expect.stringMatching(/3 times today.*performance at 10:45 UTC.*next day/));
  });

  it('of yesterday does not count; in summer the day ends an hour earlier by UTC', () => {
    const night = new Date('2026-07-15T03:30:00Z');
    const after = new Date('2026-07-15T04:30:00Z');
    expect(refusedAt(night, night, after).closed?.until).toBe('2026-07-15T04:45:00.000Z');
    expect(refusedAt(after, after, after).closed?.until).toBe('2026-07-16T04:00:00.000Z');
  });

  it('shortly before midnight still closes it for the whole quarter of an hour', () => {
    const night = new Date('2026-11-22T04:55:00Z');
    expect(refusedAt(night, night, night).closed?.until).toBe('2026-11-22T05:10:00.000Z');
  });

  it('never shortens what an earlier one closed, when two calls on their way are refused', () => {
    const any = { endpoint: 'summary', now: later(20 * MINUTE) };
    const both = refuse(refuse(NO_CALLS, 'x', NOW, 60 * MINUTE), 'y', later(1_000));
    expect(reserve(both, any)).toMatchObject({ free: false, until: later(60 * MINUTE) });
    expect(both.refusals).toHaveLength(2);
    const damaged = { ...NO_CALLS, closed: { at: 'soon', until: 'later', why: 'damage' } };
    expect(refuse(damaged, 'x', NOW).closed?.until).toBe(later(25 * 60 * MINUTE).toISOString());
  });

  it('is over when its time is', () => {
    const { after } = reserve(refusedAt(NOW), wish(later(15 * MINUTE), MINUTE));
    expect(after.closed).toBeUndefined();
  });

  it.each([
    [undefined, 0],
    ['90', 90_000],
    ['Sat, 21 Nov 2026 10:46:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 10:44:00 GMT', 0],
    ['soon', 0],
  ])('reads Retry-After %s', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });
});
