import { describe, expect, it } from 'vitest';
import type { Snapshot } from '#domain/snapshot';
import type { Statement } from '#domain/statement';
import { joinSnapshots } from '#pipeline/join-snapshots';
import type { Check } from '#report/block';
import type { Report } from '#report/report';
import { benchmarkOf } from '#test/support/benchmark-of';
import { reportOf } from '#test/support/report-of';
import {
  balance,
  ledger,
  MARKET_DATE,
  MORNING_AFTER,
  missing,
  performance,
  position,
  present,
  type SnapshotParts,
  series,
  snapshot,
  summary,
} from '#test/support/snapshot';
import { bridge, cashTransaction, DAY_BEFORE, statement } from '#test/support/statement-dataset';

/** 65 days that end with 1,495.00 and 1,500.00, so that two months are whole; the last brought 20.00. */
const told = series(
  Array.from({ length: 65 }, (_, i) => 1180 + i * 5),
  { flows: new Map([[MARKET_DATE, 20]]) },
);
const growth = (month: string): number => {
  const ends = told.points.filter(({ date }) => date < `${month}-32`).at(-1)?.netAssetValue ?? Number.NaN;
  const before = told.points.filter(({ date }) => date < `${month}-01`).at(-1)?.netAssetValue ?? Number.NaN;
  return ends / before - 1;
};
const monthly = (october: number) => ({
  period: '1Y',
  from: told.start.date,
  returns: { '2026-08': 0.1, '2026-09': growth('2026-09'), '2026-10': october, '2026-11': 0.1 },
});
type Parts = NonNullable<SnapshotParts['datasets']>;

const gateway = (parts: Parts = {}): Snapshot => {
  const history = performance([told], { monthly: monthly(growth('2026-10')) });
  return snapshot({ datasets: { performance: present(history, MORNING_AFTER), ...parts } });
};

/** A deposit of 20.00 and a fee of 5.00; the holding lost 10.00. */
const items = { mtm: -10, depositsWithdrawals: 20, otherFees: -5 };
const bookings = [cashTransaction('deposit', 20), cashTransaction('fee', -5)];
const values = [
  { date: DAY_BEFORE, total: 1495, parts: {}, remainder: {} },
  { date: statement().day, total: 1500, parts: {}, remainder: {} },
];
const day = 1480 / 1495 - 1;
const statementOf = (parts: Parameters<typeof statement>[0] = {}): Statement =>
  statement({
    cashTransactions: bookings,
    changes: [bridge(1495, items, { timeWeightedReturn: day })],
    netAssetValues: values,
    ...parts,
  });

/** The same day by its statement: holdings, cash and values are the statement's, totals and months are not told. */
const flex = (parts: Parts = {}): Snapshot => {
  const own = { source: 'flex' as const };
  const made = snapshot({
    source: 'flex',
    datasets: {
      summary: missing('not-available'),
      allocation: missing('not-available'),
      performance: present(performance([told]), MORNING_AFTER, own),
      statement: present(statementOf(), MORNING_AFTER, own),
      ...parts,
    },
  });
  const of = (name: 'positions' | 'ledger' | 'transactions') => ({ [name]: { ...made.datasets[name], ...own } });
  return { ...made, datasets: { ...made.datasets, ...of('positions'), ...of('ledger'), ...of('transactions') } };
};

const before = (price = 101): Snapshot => {
  const at = '2026-11-19T21:31:04Z';
  return snapshot({
    run: { kind: 'final', marketDate: DAY_BEFORE },
    takenAt: at,
    datasets: {
      positions: present([position({ price })], at),
      ledger: present(ledger([balance('USD', 485, { held: price * 10 })]), at),
      performance: missing(),
    },
  });
};

interface Setting {
  readonly previous?: Snapshot;
  readonly closes?: readonly string[];
}

function report(of: Snapshot, { previous = before(), closes = [] }: Setting = {}): Report {
  return reportOf(of, { previous, benchmark: benchmarkOf({ without: closes }) });
}

const checksOf = ({ sections }: Report): readonly Check[] =>
  sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'checks' && block.id === 'checks' ? block.checks : [])),
  );
const checkOf = (of: Report, id: string): Check =>
  checksOf(of).find((each) => each.id === id) ?? expect.fail(`no check ${id}`);

const TEN = [
  ...['ledger-summary', 'parts', 'close', 'months', 'own-return', 'bridge', 'age', 'quantities', 'rates'],
  'benchmark',
];
const FLEX = 'needs Flex statements';

describe('the ten checks of a day that is right', () => {
  it.each([
    ['the gateway alone', gateway(), { 'own-return': FLEX, bridge: FLEX }],
    [
      'statements alone',
      flex(),
      {
        'ledger-summary': 'account totals missing',
        close: 'no value of PortfolioAnalyst',
        months: 'no monthly returns',
      },
    ],
    ['both', joinSnapshots(gateway(), flex()), { 'ledger-summary': 'they are of two sources' }],
  ] as const)('by %s all stand there, pass, or say which source is missing', (_, of, lacking) => {
    const checks = checksOf(report(of)).filter(({ id }) => TEN.includes(id));
    expect(checks.map(({ id }) => id)).toEqual(TEN);
    const unchecked = checks.filter(({ verdict }) => verdict === 'unchecked');
    expect(Object.fromEntries(unchecked.map(({ id, finding }) => [id, finding]))).toEqual(lacking);
    expect(checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    for (const { verdict, expected, found, difference, tolerance, valueKind } of checks) {
      const figures = [expected, found, difference, tolerance];
      if (verdict === 'unchecked') expect(figures).toEqual([null, null, null, null]);
      else if (valueKind !== 'date') expect(figures.map((figure) => typeof figure)).toEqual(Array(4).fill('number'));
    }
  });
});

/** What breaks each check, by who told the day. */
const wrongBook = present(ledger([balance('USD', 505, { held: 1000 })]));
const wrongMonth = present(performance([told], { monthly: monthly(0.5) }), MORNING_AFTER);
const noRate = present(ledger([balance('USD', 500, { held: 1000 }), withoutRate('XYZ', 5)]));
const early = present([position()], '2026-11-20T18:00:00Z');
const unbooked = present(
  statementOf({ cashTransactions: [...bookings, cashTransaction('deposit', 9)] }),
  MORNING_AFTER,
  {
    source: 'flex',
  },
);

function withoutRate(currency: string, cash: number) {
  const { rateToBase: _, ...row } = balance(currency, cash);
  return row;
}

const BROKEN: readonly [id: string, by: string, of: Snapshot, setting?: Setting][] = [
  ['ledger-summary', 'the gateway', gateway({ summary: present(summary(1502)) })],
  ['parts', 'the gateway', gateway({ ledger: wrongBook, positions: present([position({ quantity: 9 })]) })],
  ['parts', 'statements', flex({ positions: present([position({ quantity: 9 })]) })],
  ['parts', 'both', joinSnapshots(gateway(), flex({ positions: present([position({ quantity: 9 })]) }))],
  ['close', 'the gateway', gateway({ ledger: wrongBook })],
  ['close', 'both', joinSnapshots(gateway(), flex({ ledger: wrongBook }))],
  ['months', 'the gateway', gateway({ performance: wrongMonth })],
  ['months', 'both', joinSnapshots(gateway({ performance: wrongMonth }), flex())],
  ['own-return', 'statements', flex({ statement: unbooked })],
  ['own-return', 'both', joinSnapshots(gateway(), flex({ statement: unbooked }))],
  ['bridge', 'statements', flex(), { previous: before(102) }],
  ['bridge', 'both', joinSnapshots(gateway(), flex()), { previous: before(102) }],
  ['age', 'the gateway', gateway({ positions: early })],
  ['age', 'both', joinSnapshots(gateway({ summary: missing() }), flex({ positions: early }))],
  ['quantities', 'the gateway', gateway({ positions: present([position({ quantity: 12 })]) })],
  ['quantities', 'statements', flex({ positions: present([position({ quantity: 12 })]) })],
  ['quantities', 'both', joinSnapshots(gateway(), flex({ positions: present([position({ quantity: 12 })]) }))],
  ['rates', 'the gateway', gateway({ ledger: noRate })],
  ['rates', 'statements', flex({ ledger: noRate })],
  ['rates', 'both', joinSnapshots(gateway(), flex({ ledger: noRate }))],
  ['benchmark', 'the gateway', gateway(), { closes: ['2026-11-20'] }],
  ['benchmark', 'statements', flex(), { closes: ['2026-11-20'] }],
  ['benchmark', 'both', joinSnapshots(gateway(), flex()), { closes: ['2026-11-20'] }],
];

describe('a day that is wrong', () => {
  it.each(BROKEN)('fails %s by %s, is counted, and is told before all else', (id, _, of, setting) => {
    const made = report(of, setting);
    const { verdict, name, finding, expected, found, tolerance } = checkOf(made, id);
    expect(verdict).toBe('fail');
    expect(expected).not.toEqual(found);
    expect(made.checks.failed).toContain(name);
    const late = id === 'age' || id === 'benchmark';
    if (late) expect(made.warnings.map(({ term }) => term)).toContain('Late');
    else {
      expect(typeof tolerance).toBe('number');
      expect(made.warnings.map(({ text }) => text)).toContain(`${name}: ${finding}`);
      expect(made.warnings[0]?.term).toBe('Check failed');
    }
  });
});

describe('of a joined day', () => {
  const same = (of: Snapshot) => checksOf(report(of)).filter(({ id }) => id === 'close' || id === 'sources-value');

  it('the value at the close is held against PortfolioAnalyst once', () => {
    expect(same(joinSnapshots(gateway(), flex())).map(({ id }) => id)).toEqual(['close']);
  });

  it('statement and PortfolioAnalyst are compared where the close is the gateway’s', () => {
    const own = joinSnapshots(gateway(), flex({ ledger: missing('not-available') }));
    expect(same({ ...own, datasets: { ...own.datasets, ledger: gateway().datasets.ledger } })).toHaveLength(2);
  });
});
