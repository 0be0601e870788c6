import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import type { Snapshot } from '#domain/snapshot';
import { renderMail } from '#render/mail';
import type { Report } from '#report/report';
import { reportOf } from '#test/support/report-of';
import {
  balance,
  ledger,
  MORNING_AFTER,
  missing,
  performance,
  position,
  present,
  type SnapshotParts,
  series,
  snapshot,
} from '#test/support/snapshot';
import { netAssetValue } from '#test/support/statement';
import { cashTransaction, statement } from '#test/support/statement-dataset';

const NO_VALUES = missing('not-available', 'The broker has no values of this account.');
const at = (day: string, hour: string) => `${day}T${hour}Z`;

/** An account that holds nothing, seen after the close of a day, and of which the broker has no values. */
function emptyOn(day: string, datasets: SnapshotParts['datasets'] = {}, parts: Partial<Snapshot> = {}): Snapshot {
  const seen = at(day, '21:31:04');
  return snapshot({
    run: { kind: 'final', marketDate: calendarDate(day) },
    ...parts,
    datasets: {
      positions: present([], seen),
      ledger: present(ledger([balance('USD', 0)]), seen, { fetchedAt: MORNING_AFTER }),
      performance: NO_VALUES,
      ...datasets,
    },
  });
}

const today = emptyOn('2026-11-20');
const yesterday = emptyOn('2026-11-19');
const unknown = { missing: 'not available' };
const missingIn = ({ warnings }: Report): readonly string[] =>
  warnings.flatMap(({ term, text }) => (term === 'Missing' ? [text] : []));

describe('an account that stood empty', () => {
  it('made nothing on a day at whose both ends it is known to have held nothing, and can’t change any more', () => {
    const made = reportOf(today, { previous: yesterday });
    expect(made.headline).toMatchObject({ netAssetValue: 0, dayResult: 0, dayReturn: unknown });
    expect(made).toMatchObject({ day: { opening: 0 }, finality: 'final' });
    // Nothing is wrong with it: what its returns lack is no query's fault.
    expect(missingIn(made)).toEqual([]);
    const failed = emptyOn('2026-11-20', { performance: missing('unreachable', 'The gateway was not reached.') });
    expect(missingIn(reportOf(failed, { previous: yesterday }))).toEqual(['The gateway was not reached.']);
  });

  it('is known to be empty by the statement’s or PortfolioAnalyst’s own values of nothing too', () => {
    const zeros = [netAssetValue('2026-11-19', 0), netAssetValue('2026-11-20', 0)];
    const told = emptyOn('2026-11-20', { statement: present(statement({ netAssetValues: zeros })) });
    expect(reportOf(told).headline.dayResult).toBe(0);
    const flat = { ...series([1, 1, 1]) };
    const points = flat.points.map((point) => ({ ...point, netAssetValue: 0, cumulativeReturn: 0 }));
    const start = { ...flat.start, netAssetValue: 0 };
    const broker = emptyOn('2026-11-20', { performance: present(performance([{ ...flat, start, points }])) });
    expect(reportOf(broker).headline.dayResult).toBe(0);
  });

  it('made nothing however much was booked up to the day before', () => {
    const before = cashTransaction('withdrawal', -10, { date: calendarDate('2026-11-19') });
    const told = emptyOn('2026-11-20', { statement: present(statement({ cashTransactions: [before] })) });
    expect(reportOf(told, { previous: yesterday }).headline.dayResult).toBe(0);
  });

  const seenLive = present(ledger([balance('USD', 0)]), MORNING_AFTER);
  const booked = statement({ cashTransactions: [cashTransaction('fee', -10), cashTransaction('deposit', 10)] });
  it.each<[string, Snapshot, Snapshot | undefined]>([
    ['no Snapshot of the day before is there', today, undefined],
    ['the Snapshot before is older', today, emptyOn('2026-11-18')],
    ['the day before held cash', today, emptyOn('2026-11-19', { ledger: present(ledger([balance('USD', 5)])) })],
    ['holdings of the day before are missing', today, emptyOn('2026-11-19', { positions: missing() })],
    ['cash was seen at another moment than the close', emptyOn('2026-11-20', { ledger: seenLive }), yesterday],
    ['cash is missing', emptyOn('2026-11-20', { ledger: missing() }), yesterday],
    ['money came and went', emptyOn('2026-11-20', { statement: present(booked) }), yesterday],
    [
      'two currencies cancel out',
      emptyOn('2026-11-20', { ledger: present(ledger([balance('USD', 5), balance('EUR', -5)])) }),
      yesterday,
    ],
    ['a holding has the value 0', emptyOn('2026-11-20', { positions: present([position({ price: 0 })]) }), yesterday],
    [
      'the statement tells a value of the day before',
      emptyOn('2026-11-20', { statement: present(statement({ netAssetValues: [netAssetValue('2026-11-19', 7)] })) }),
      yesterday,
    ],
  ])('is not taken for empty where %s', (_, of, previous) => {
    const made = reportOf(of, { ...(previous ? { previous } : {}) });
    expect(made.headline.dayResult).toEqual(unknown);
    expect(made).toMatchObject({ finality: 'preliminary' });
    expect(made).not.toHaveProperty('day');
  });
});

describe('the total of several accounts', () => {
  const close = { kind: 'close', marketDate: today.run.marketDate } as const;
  const later = missing('not-asked', 'Values follow in the morning.');
  const mail = (reports: readonly Report[]) =>
    renderMail({
      reports,
      failures: [],
      attachments: [],
      sentAt: '2026-11-21T11:05:00Z',
      timeZone: 'America/New_York',
      archivePlace: '2026/11/20',
    }).text;
  const client = reportOf(snapshot());

  it('has a result and a return where one of the accounts stood empty', () => {
    const text = mail([reportOf(today, { previous: yesterday }), client]);
    expect(text).toMatch(/Total, 2 accounts\nFriday 20 November 2026\n1,500\.00 USD\n\+5\.00 USD {3}\+0\.33%\n/);
  });

  it('has no result where an account’s day is not known', () => {
    expect(mail([reportOf(today), client])).toContain('Day n/a: not known for every account');
  });

  it('says in the evening that its result follows, with an empty account beside it too', () => {
    const evening = reportOf(snapshot({ run: close, datasets: { performance: later } }));
    const empty = reportOf(emptyOn('2026-11-20', { performance: later }, { run: close }), { previous: yesterday });
    expect(empty).toMatchObject({ headline: { dayResult: 0 }, finality: 'preliminary' });
    expect(mail([empty, evening])).toMatch(/2026, preliminary\n1,500\.00 USD\nDay n\/a: follows in the morning\n/);
    expect(mail([evening, client])).toContain('Day n/a: not known for every account');
  });
});
