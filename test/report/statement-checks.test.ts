import { describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import type { Performance } from '#domain/performance-series';
import type { Snapshot } from '#domain/snapshot';
import type { SourceComparison } from '#domain/source-comparison';
import type { Statement } from '#domain/statement';
import type { Check } from '#report/block';
import { reportOf } from '#test/support/report-of';
import { CLOSE_SEEN, daysBack, MORNING_AFTER, position, present, snapshot } from '#test/support/snapshot';
import {
  bridge,
  cashTransaction,
  corporateAction,
  DAY_BEFORE,
  type HistoryParts,
  statement,
  trade,
  transfer,
} from '#test/support/statement-dataset';

/** The standard account: 1,495.00 the day before, 1,500.00 at the close. */
const values = [
  { date: DAY_BEFORE, total: 1495, parts: {}, remainder: {} },
  { date: statement().day, total: 1500, parts: {}, remainder: {} },
];

function check(
  id: string,
  told: Statement,
  parts: { compared?: readonly SourceComparison[]; before?: number } = {},
): Check {
  const { compared, before } = parts;
  const asOf = '2026-11-19T21:31:04Z';
  const held =
    before === undefined
      ? undefined
      : snapshot({ datasets: { positions: present([position({ quantity: before })], asOf) } });
  const made = reportOf(snapshot({ datasets: { statement: present(told) }, ...(compared ? { compared } : {}) }), {
    ...(held ? { previous: held } : {}),
  });
  const checks = made.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'checks' && block.id === 'checks' ? block.checks : [])),
  );
  return checks.find((each) => each.id === id) ?? expect.fail(`no check ${id}`);
}

function performanceOf({ datasets }: Snapshot): Performance {
  return valueOf(datasets.performance) ?? expect.fail('no performance');
}

describe('own return', () => {
  it('is the broker’s within a basis point, and fails when a flow isn’t booked', () => {
    expect(check('own-return', statement({ netAssetValues: values })).verdict).toBe('pass');
    const paid = statement({ netAssetValues: values, cashTransactions: [cashTransaction('deposit', 5)] });
    expect(check('own-return', paid).verdict).toBe('fail');
  });

  it('can’t be checked without the values, or without all flows', () => {
    expect(check('own-return', statement()).verdict).toBe('unchecked');
    const history: HistoryParts = { told: { transfers: [] } };
    expect(check('own-return', statement({ netAssetValues: values }, { history })).verdict).toBe('unchecked');
  });
});

describe('returns of statements over several days', () => {
  const [base, ...days] = daysBack(statement().day, 6);
  const from = addDays(base ?? DAY_BEFORE, 1);
  const points = performanceOf(snapshot()).series[0]?.points ?? [];
  const levelOn = (date: string | undefined) =>
    1 + (points.find((point) => point.date === date)?.cumulativeReturn ?? 0);
  const linked = levelOn(days.at(-1)) / levelOn(base) - 1;
  const over = (timeWeightedReturn: number, parts = {}) =>
    statement({ changes: [bridge(1495, { mtm: 5 }, { from, timeWeightedReturn, ...parts })] });

  it('are what the days link to, within ten basis points', () => {
    expect(check('spans', over(linked + 0.0009))).toMatchObject({ verdict: 'pass', finding: '1 statement' });
    const found = check('spans', over(linked + 0.24));
    expect(found).toMatchObject({ verdict: 'fail', finding: expect.stringMatching(/^diff\. −2,400\.00 bp, 1\d Nov/) });
  });

  it('are not held against days that the report has no returns of, nor those of one day', () => {
    for (const changed of [over(0.5, { from: calendarDate('2020-01-01') }), over(0.5, { from: statement().day })]) {
      expect(() => check('spans', changed)).toThrow('no check spans');
    }
  });
});

describe('the bridge', () => {
  const items = { mtm: 5, otherFees: -4, dividends: 4 };
  const booked = [cashTransaction('fee', -4), cashTransaction('dividend', 4)];

  it('leads from opening to closing value, a result listed twice counted once', () => {
    const split = { ...bridge(1495, items), items: { ...items, realized: 2, changeInUnrealized: 3 } };
    expect(check('bridge', statement({ changes: [split] })).verdict).toBe('pass');
    const leadsTo = (mtm: number) => check('bridge', statement({ changes: [bridge(1495, { ...items, mtm })] }));
    expect(leadsTo(4.01).verdict).toBe('pass');
    expect(leadsTo(20)).toMatchObject({
      ...{ verdict: 'fail', expected: 1515, found: 1500, difference: -15, tolerance: 1 },
      finding: 'diff. −15.00 USD, limit 1.00 USD',
    });
  });

  it('is made of the bookings, and names the part that isn’t', () => {
    const changes = [bridge(1495, items)];
    expect(check('bookings', statement({ changes, cashTransactions: booked })).verdict).toBe('pass');
    const lacking = check('bookings', statement({ changes, cashTransactions: booked.slice(0, 1) }));
    expect(lacking).toMatchObject({ verdict: 'fail', finding: expect.stringContaining('dividends') });
    const charged = [bridge(1495, { ...items, interest: 2, commissions: -1, forexCommissions: -3 })];
    const rest = { cashTransactions: [...booked, cashTransaction('interest', 2)], changes: charged };
    const [one, other] = [trade({ commission: -1 }), trade({ commission: -3, commissionCurrency: 'USD' })];
    expect(check('bookings', statement({ ...rest, trades: [one, other] })).verdict).toBe('pass');
    expect(check('bookings', statement({ ...rest, trades: [one] })).finding).toContain('commissions');
    const unearned = statement({ ...rest, cashTransactions: booked, trades: [one, other] });
    expect(check('bookings', unearned).finding).toContain('interest');
  });

  it('isn’t held against flows of which the statement doesn’t tell the value', () => {
    const { positionAmount: _, ...unvalued } = transfer();
    const changes = [bridge(1495, { ...items, assetTransfers: 1000 })];
    const made = { changes, cashTransactions: booked, transfers: [unvalued] };
    expect(check('bookings', statement(made))).toMatchObject({ verdict: 'pass', finding: '2 of 2 parts' });
    expect(check('bookings', statement({ ...made, transfers: [] })).verdict).toBe('fail');
  });
});

describe('quantities', () => {
  it('are explained by trades and corporate actions', () => {
    const moved = { trades: [trade({ quantity: 2 })], corporateActions: [corporateAction({ quantity: 3 })] };
    expect(check('quantities', statement(moved), { before: 5 }).verdict).toBe('pass');
    expect(check('quantities', statement({ trades: moved.trades }), { before: 5 }).verdict).toBe('fail');
  });

  it('can’t be checked where a change may be a corporate action that isn’t told', () => {
    const history: HistoryParts = { told: { corporateActions: [] } };
    expect(check('quantities', statement({}, { history }), { before: 5 }).verdict).toBe('unchecked');
  });
});

describe('gateway and statement', () => {
  const item = { name: 'AAA', expected: 10, found: 11, difference: 1, tolerance: 1e-6 };
  const differing = (foundAsOf: string): readonly SourceComparison[] => [
    { what: 'quantity', verdict: 'fail', foundAsOf, compared: 1, differences: [item], widest: item },
  ];

  it('that differ at the close fail, with what differs', () => {
    const found = check('sources-quantity', statement(), { compared: differing(CLOSE_SEEN) });
    expect(found).toMatchObject({ verdict: 'fail', expected: 10, found: 11, finding: 'differs: AAA' });
  });

  it('may differ rightly where the gateway was read later', () => {
    expect(check('sources-quantity', statement(), { compared: differing(MORNING_AFTER) }).verdict).toBe('unchecked');
  });
});
