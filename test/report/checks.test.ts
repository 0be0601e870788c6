import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import type { Snapshot } from '#domain/snapshot';
import type { Check } from '#report/block';
import { reportOf } from '#test/support/report-of';
import {
  balance,
  ledger,
  MORNING_AFTER,
  missing,
  performance,
  position,
  present,
  series,
  snapshot,
  summary,
  transaction,
  transactions,
} from '#test/support/snapshot';

function checkOf(id: string, of: Snapshot, previous?: Snapshot): Check {
  const report = reportOf(of, { ...(previous ? { previous } : {}) });
  const all = report.sections
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === 'checks' && block.id === 'checks' ? block.checks : []));
  expect(all).toHaveLength(10);
  return all.find((check) => check.id === id) ?? expect.fail(`no check ${id}`);
}

const withParts = (datasets: NonNullable<Parameters<typeof snapshot>[0]>['datasets']) =>
  snapshot({ datasets: { ...datasets } });
const book = (cash: number, parts = {}) => present(ledger([balance('USD', cash, { held: 1000 })], parts));

describe('ledger against account totals', () => {
  it('allows single precision and fails past one unit on a small account', () => {
    expect(checkOf('ledger-summary', withParts({ summary: present(summary(1500.99)) })).verdict).toBe('pass');
    expect(checkOf('ledger-summary', withParts({ summary: present(summary(1501.01)) }))).toMatchObject({
      verdict: 'fail',
      finding: 'diff. −1.01 USD, limit 1.00 USD',
      expected: 1501.01,
      found: 1500,
    });
  });

  it('allows one basis point on a large account', () => {
    const large = { positions: present([]), ledger: present(ledger([balance('USD', 2_000_000)])) };
    expect(checkOf('ledger-summary', withParts({ ...large, summary: present(summary(2_000_190)) })).verdict).toBe(
      'pass',
    );
    expect(checkOf('ledger-summary', withParts({ ...large, summary: present(summary(2_000_210)) })).verdict).toBe(
      'fail',
    );
  });

  it('adds the rows of a ledger without BASE, and never takes the base row alone for the whole', () => {
    const rows = [balance('USD', 1000), balance('EUR', 400, { rateToBase: 1.25 })];
    const lone = present(ledger(rows, { hasBaseRow: false, netLiquidationBase: 1000 }));
    expect(checkOf('ledger-summary', withParts({ ledger: lone, summary: present(summary(1500)) })).verdict).toBe(
      'pass',
    );
  });

  it('can’t be made without the totals', () => {
    expect(checkOf('ledger-summary', withParts({ summary: missing() }))).toMatchObject({
      verdict: 'unchecked',
      finding: 'account totals missing',
    });
  });
});

describe('holdings, cash and accruals against the ledger', () => {
  it('fails when a holding is missing', () => {
    expect(checkOf('parts', withParts({ positions: present([]) }))).toMatchObject({
      verdict: 'fail',
      expected: 1500,
      found: 500,
      difference: -1000,
    });
  });

  it('passes with a future, whose notional no ledger holds', () => {
    const future = position({ conid: 2, assetClass: 'future', marketValue: 250_000 });
    expect(checkOf('parts', withParts({ positions: present([position(), future]) })).verdict).toBe('pass');
  });

  it('counts accruals', () => {
    const accrued = present(ledger([balance('USD', 500, { held: 1000, accruedInterest: 30, accruedDividends: 12 })]));
    expect(checkOf('parts', withParts({ ledger: accrued }))).toMatchObject({ verdict: 'pass', found: 1542 });
  });
});

describe('PortfolioAnalyst against the close', () => {
  it('fails past one basis point', () => {
    expect(checkOf('close', withParts({ ledger: book(500.14) })).verdict).toBe('pass');
    expect(checkOf('close', withParts({ ledger: book(500.16) })).verdict).toBe('fail');
  });

  it('can’t be made with holdings of another day, or seen before the close', () => {
    for (const seen of [MORNING_AFTER, '2026-11-20T20:59:00Z', '2026-11-19T21:31:00Z']) {
      const live = { positions: present([position()], seen), ledger: present(ledger([balance('USD', 9000)]), seen) };
      expect(checkOf('close', withParts(live))).toMatchObject({
        verdict: 'unchecked',
        finding: 'no snapshot of that close',
      });
    }
  });
});

describe('days against months', () => {
  const values = Array.from({ length: 120 }, (_, i) => 1381 + i);
  const told = series(values);
  const level = (date: string) =>
    told.points.findLast((point) => point.date <= calendarDate(date))?.netAssetValue ?? Number.NaN;
  const whole = {
    '2026-06': 0.5,
    '2026-07': level('2026-07-31') / level('2026-06-30') - 1,
    '2026-08': level('2026-08-31') / level('2026-07-31') - 1,
    '2026-09': level('2026-09-30') / level('2026-08-31') - 1,
    '2026-10': level('2026-10-31') / level('2026-09-30') - 1,
    '2026-11': 0.5,
  };
  const of = (returns: Record<string, number>, shown = told, from = '2026-06-02') => {
    const monthly = { period: '1Y', from: calendarDate(from), returns };
    return withParts({ performance: present(performance([shown], { monthly }), MORNING_AFTER) });
  };

  it('compares whole months only: the first and the last are cut', () => {
    expect(checkOf('months', of(whole))).toMatchObject({ verdict: 'pass', finding: '4 whole months' });
  });

  it('fails on the worst month, past one millionth', () => {
    const wrong = { ...whole, '2026-08': whole['2026-08'] + 2e-6, '2026-09': whole['2026-09'] - 5e-6 };
    expect(checkOf('months', of(wrong))).toMatchObject({ verdict: 'fail', finding: '2026-09 differs' });
    expect(checkOf('months', of({ ...whole, '2026-08': whole['2026-08'] + 9e-7 })).verdict).toBe('pass');
  });

  it('leaves out a month whose end, or the end before it, has no value', () => {
    const points = told.points.filter(({ date }) => date !== '2026-08-31');
    const finding = checkOf('months', of(whole, { ...told, points })).finding;
    expect(finding).toBe('2 whole months');
  });

  it('takes no first month of the broker’s for a whole one, also when the days go further back', () => {
    const { '2026-06': _, ...shorter } = whole;
    expect(checkOf('months', of({ ...shorter, '2026-07': 0.5 }, told, '2026-05-04'))).toMatchObject({
      verdict: 'pass',
      finding: '3 whole months',
    });
  });

  it('takes no last month of the broker’s for a whole one, also when the days end with it', () => {
    const points = told.points.filter(({ date }) => date <= calendarDate('2026-10-30'));
    const { '2026-11': _, ...shorter } = whole;
    expect(checkOf('months', of({ ...shorter, '2026-10': 0.5 }, { ...told, points }))).toMatchObject({
      verdict: 'pass',
      finding: '3 whole months',
    });
  });

  it('can’t be made without monthly returns', () => {
    expect(checkOf('months', snapshot())).toMatchObject({ verdict: 'unchecked', finding: 'no monthly returns' });
  });
});

describe('age of each source', () => {
  it('fails for holdings seen before the close and names them', () => {
    const early = { positions: present([position()], '2026-11-20T20:59:59Z') };
    expect(checkOf('age', withParts(early))).toMatchObject({
      verdict: 'fail',
      finding: 'older than the close: holdings and prices',
      expected: 4,
      found: 3,
    });
  });

  it('does not call newer data old', () => {
    expect(checkOf('age', withParts({ positions: present([position()], MORNING_AFTER) })).verdict).toBe('pass');
  });

  it('counts only the sources that answered', () => {
    expect(checkOf('age', withParts({ transactions: missing() }))).toMatchObject({
      verdict: 'pass',
      finding: '3 of 3',
    });
  });
});

describe('quantities against trades', () => {
  const yesterday = (quantity: number, asOf = '2026-11-19T21:31:00Z') =>
    snapshot({
      run: { kind: 'final', marketDate: calendarDate('2026-11-19') },
      datasets: { positions: present([position({ quantity })], asOf) },
    });
  const traded = (date: string, quantity: number) =>
    withParts({
      positions: present([position({ quantity: 10 })]),
      transactions: present(transactions([transaction({ date: calendarDate(date), quantity })]), MORNING_AFTER),
    });

  it('pass when the trades since the earlier close make the change', () => {
    expect(checkOf('quantities', traded('2026-11-20', 4), yesterday(6))).toMatchObject({
      verdict: 'pass',
      finding: '1 change since 19 Nov',
    });
    expect(checkOf('quantities', traded('2026-11-02', 4), yesterday(10)).verdict).toBe('pass');
  });

  it('fail when they don’t, as a possible corporate action', () => {
    expect(checkOf('quantities', traded('2026-11-19', 8), yesterday(2))).toMatchObject({
      verdict: 'fail',
      finding: 'possible corporate action: AAA',
    });
  });

  it('can’t be checked without an earlier snapshot, one of a close, or the contract’s transactions', () => {
    expect(checkOf('quantities', snapshot()).finding).toBe('no earlier snapshot to read');
    expect(checkOf('quantities', snapshot(), yesterday(2, '2026-11-19T18:00:00Z')).finding).toBe(
      'earlier snapshot is not of a close',
    );
    const unasked = withParts({ transactions: present(transactions([], { notCovered: [1] }), MORNING_AFTER) });
    expect(checkOf('quantities', unasked, yesterday(2))).toMatchObject({
      verdict: 'unchecked',
      finding: 'transactions of AAA not told yet',
    });
  });
});

it('says of the checks that need statements or a benchmark what they lack', () => {
  expect(checkOf('own-return', snapshot()).finding).toBe('needs Flex statements');
  expect(checkOf('bridge', snapshot()).finding).toBe('needs Flex statements');
  expect(checkOf('benchmark', snapshot()).finding).toBe('no benchmark set');
});
