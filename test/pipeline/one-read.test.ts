import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import type { DatasetName, Run } from '#domain/snapshot';
import type { AccountDraft } from '#pipeline/account-draft';
import { keepOneRead } from '#pipeline/one-read';
import { account } from '#test/support/fake-gateway';

const FINAL: Run = { kind: 'final', marketDate: calendarDate('2026-11-20') };
const CLOSE: Run = { ...FINAL, kind: 'close' };
const ALL: readonly DatasetName[] = ['summary', 'ledger', 'positions', 'allocation'];

/** A draft whose named parts were read at an instant, and what is left of it. */
function left(names: readonly DatasetName[], fetchedAt: string, run: Run, now: string): readonly string[] {
  const draft: AccountDraft = { account: account('U1'), datasets: {}, oddities: [] };
  for (const name of names) {
    const dataset = { status: 'present', value: [], asOf: fetchedAt, fetchedAt, source: 'gateway', raw: [] };
    Object.assign(draft.datasets, { [name]: dataset });
  }
  keepOneRead(draft, run, new Date(now));
  return Object.keys(draft.datasets);
}

describe('what an earlier try read of the holdings', () => {
  it.each([
    ['a minute ago in the same session', '2026-11-21T10:44:00Z', FINAL, '2026-11-21T10:45:00Z', 2],
    ['an hour ago', '2026-11-21T09:45:00Z', FINAL, '2026-11-21T10:45:00Z', 0],
    ['a minute ago, before midnight in New York', '2026-11-22T04:59:30Z', FINAL, '2026-11-22T05:00:30Z', 0],
    ['an hour ago, on the evening of the close run', '2026-11-20T21:30:00Z', CLOSE, '2026-11-20T22:30:00Z', 0],
    ['on the market day, which is over', '2026-11-20T21:30:00Z', FINAL, '2026-11-21T10:45:00Z', 2],
    ['at an hour still to come, by a clock that ran ahead', '2026-11-21T12:00:00Z', FINAL, '2026-11-21T10:45:00Z', 0],
  ])('%s', (_, fetchedAt, run, now, count) => {
    expect(left(['summary', 'ledger'], fetchedAt, run, now)).toHaveLength(count);
  });

  it('stays when it is whole, and returns stay in any case', () => {
    expect(left(ALL, '2026-11-21T06:00:00Z', FINAL, '2026-11-21T10:45:00Z')).toHaveLength(4);
    expect(left(['ledger', 'performance'], '2026-11-21T06:00:00Z', FINAL, '2026-11-21T10:45:00Z')).toEqual([
      'performance',
    ]);
  });
});
