import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import { datasetOf, type Snapshot } from '#domain/snapshot';
import { joinSnapshots } from '#pipeline/join-snapshots';
import {
  account,
  MORNING_AFTER,
  missing,
  performance,
  position,
  present,
  series,
  snapshot,
  transaction,
  transactions,
} from '#test/support/snapshot';
import { trade } from '#test/support/statement';
import { ASKED, DAY, held, historyOf, lacking, snapshotOf, wholePiece } from './flex-day.ts';

const sources = (joined: Snapshot) =>
  Object.fromEntries(
    (['summary', 'ledger', 'positions', 'allocation', 'performance', 'transactions', 'statement'] as const).map(
      (name) => {
        const dataset = datasetOf(joined, name);
        return [name, dataset.status === 'present' ? dataset.source : 'missing'];
      },
    ),
  );

describe('two Snapshots of a closed day', () => {
  it('become one: the statement tells what was held, PortfolioAnalyst the returns, the gateway what it alone has', () => {
    const joined = joinSnapshots(snapshot(), snapshotOf());
    expect(sources(joined)).toEqual({
      summary: 'gateway',
      ledger: 'flex',
      positions: 'flex',
      allocation: 'gateway',
      performance: 'gateway',
      transactions: 'flex',
      statement: 'flex',
    });
    expect(joined).toMatchObject({ account: { alias: 'Main account' }, run: { kind: 'final', marketDate: DAY } });
    expect(joined.source).toBeUndefined();
    expect(joined.compared?.map(({ verdict }) => verdict)).toEqual(Array(5).fill('pass'));
  });

  it('give holdings the gateway’s names, and keep the statement’s figures', () => {
    const known = position({
      symbol: 'AAA.A',
      description: 'A by the gateway',
      name: 'AAA Corp',
      sector: 'Tech',
      group: 'Software',
      type: 'COMMON',
      quantity: 3,
    });
    const joined = joinSnapshots(snapshot({ datasets: { positions: present([known]) } }), snapshotOf());
    expect(valueOf(joined.datasets.positions)).toMatchObject([
      {
        symbol: 'AAA.A',
        description: 'A by the gateway',
        name: 'AAA Corp',
        sector: 'Tech',
        group: 'Software',
        type: 'COMMON',
        quantity: 10,
        marketValue: 1000,
        averageCost: 90,
      },
    ]);
  });

  it('don’t mix holdings that one source alone has: the comparison names them', () => {
    const positions = present([position(), position({ conid: 2, symbol: 'BBB' })]);
    const piece = wholePiece({
      close: { positions: [held(), held({ contract: { ...held().contract, conid: 3, symbol: 'CCC' } })] },
    });
    const joined = joinSnapshots(snapshot({ datasets: { positions } }), snapshotOf(piece));
    expect(valueOf(joined.datasets.positions)?.map(({ conid }) => conid)).toEqual([1, 3]);
    const compared = joined.compared?.find(({ what }) => what === 'quantity');
    expect(compared).toMatchObject({
      differences: [
        { name: 'BBB', expected: null },
        { name: 'CCC', found: null },
      ],
    });
  });

  it('take each dataset that the statement lacks from the gateway, and the other way round', () => {
    const poor = snapshotOf(lacking(wholePiece(), 'positions', 'trades', 'netAssetValues'));
    expect(sources(joinSnapshots(snapshot(), poor))).toMatchObject({
      positions: 'gateway',
      ledger: 'gateway',
      transactions: 'gateway',
      performance: 'gateway',
    });
    const nothing = { positions: missing(), ledger: missing(), performance: missing(), transactions: missing() };
    expect(sources(joinSnapshots(snapshot({ datasets: nothing }), snapshotOf()))).toMatchObject({
      positions: 'flex',
      ledger: 'flex',
      transactions: 'flex',
      performance: 'flex',
    });
  });

  it('keep the gateway’s reason where neither has a dataset: asking it again may mend that', () => {
    const gateway = snapshot({ datasets: { performance: missing('paced', 'too soon') } });
    const poor = snapshotOf(lacking(wholePiece(), 'netAssetValues'));
    expect(joinSnapshots(gateway, poor).datasets.performance).toMatchObject({ gap: { reason: 'paced' } });
  });

  it.each([
    ['has no value of the day', performance([series([1490, 1495], { to: calendarDate('2026-11-19') })]), MORNING_AFTER],
    ['was asked before the day was settled', performance([series([1495, 1500])]), '2026-11-21T01:00:00Z'],
  ])('take the statement’s returns when PortfolioAnalyst %s', (_, value, at) => {
    const gateway = snapshot({ datasets: { performance: present(value, at) } });
    expect(sources(joinSnapshots(gateway, snapshotOf())).performance).toBe('flex');
  });

  it('keep PortfolioAnalyst’s returns without its monthly ones, and where the statement has no value of the day', () => {
    const gaps = [{ reason: 'server-error', message: 'Monthly returns' }] as const;
    const value = performance([series([1495, 1500])]);
    const gateway = snapshot({ datasets: { performance: present(value, MORNING_AFTER, { gaps }) } });
    expect(sources(joinSnapshots(gateway, snapshotOf())).performance).toBe('gateway');
    const late = snapshot({
      datasets: { performance: present(performance([series([1, 2], { to: calendarDate('2026-11-19') })])) },
    });
    const poor = snapshotOf(lacking(wholePiece(), 'netAssetValues'));
    expect(sources(joinSnapshots(late, poor)).performance).toBe('gateway');
  });

  it('join nothing over two base currencies, and show both', () => {
    const gateway = snapshot({ account: account({ baseCurrency: 'CHF' }) });
    const joined = joinSnapshots(gateway, snapshotOf());
    expect(sources(joined)).toMatchObject({
      positions: 'gateway',
      ledger: 'gateway',
      transactions: 'gateway',
      statement: 'flex',
    });
    expect(joined.account.baseCurrency).toBe('CHF');
    const unnamed = snapshot({ account: account({ baseCurrency: 'unknown' }) });
    expect(joinSnapshots(unnamed, snapshotOf())).toMatchObject({ account: { baseCurrency: 'USD' } });
  });

  it('are taken when the later of the two was', () => {
    const late = snapshot({ takenAt: '2026-11-23T10:45:00Z' });
    expect(joinSnapshots(late, snapshotOf()).takenAt).toBe('2026-11-23T10:45:00Z');
    expect(joinSnapshots(snapshot({ takenAt: '2026-11-20T21:31:00Z' }), snapshotOf()).takenAt).toBe(ASKED);
  });

  it('count oddities of both, the same ones together', () => {
    const odd = { kind: 'field', where: 'ledger', name: 'new', count: 2 } as const;
    const row = { section: 'S', name: 'N', why: 'unknown', fields: {} } as const;
    const joined = joinSnapshots(snapshot({ oddities: [odd, odd] }), snapshotOf(wholePiece({ unknown: [row] })));
    expect(joined.oddities).toEqual([{ ...odd, count: 4 }, expect.objectContaining({ name: 'S/N', count: 1 })]);
  });

  it('are final, also when the gateway told of the close alone', () => {
    const close = snapshot({
      run: { kind: 'close', marketDate: DAY },
      datasets: { performance: missing('not-asked') },
    });
    expect(joinSnapshots(close, snapshotOf()).run.kind).toBe('final');
  });

  it('give the same in either order and however often, and change neither', () => {
    const text = fc.constantFrom('present', 'missing');
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.subarray(['positions', 'cash', 'trades', 'netAssetValues']),
        (a, b, c, lacks) => {
          const datasets = {
            ...(a === 'missing' ? { positions: missing() } : {}),
            ...(b === 'missing' ? { performance: missing() } : {}),
            ...(c === 'missing' ? { transactions: missing() } : {}),
          };
          const gateway = snapshot({ datasets });
          const flex = snapshotOf(lacking(wholePiece(), ...lacks));
          const before = JSON.stringify([gateway, flex]);
          const joined = joinSnapshots(gateway, flex);
          expect(joinSnapshots(flex, gateway)).toEqual(joined);
          expect(joinSnapshots(gateway, flex)).toEqual(joined);
          expect(JSON.stringify([gateway, flex])).toBe(before);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('one Snapshot alone', () => {
  it('passes through as it is', () => {
    const [gateway, flex] = [snapshot(), snapshotOf()];
    expect(joinSnapshots(gateway)).toBe(gateway);
    expect(joinSnapshots(undefined, flex)).toBe(flex);
    expect(() => joinSnapshots()).toThrow(RangeError);
  });
});

describe('transactions of both', () => {
  const old = transaction({ date: calendarDate('2026-03-02'), amount: -300, quantity: 3 });
  const recent = transaction({ date: calendarDate('2026-11-18'), amount: -100 });
  const other = transaction({ date: calendarDate('2026-04-02'), conid: 9 });
  const gateway = snapshot({
    datasets: { transactions: present(transactions([old, recent, other], { notCovered: [1, 8] })) },
  });
  const told = [{ from: calendarDate('2026-11-01'), to: DAY }];
  const contract = held().contract;
  const booked = {
    trades: [trade({ date: '2026-11-18', contract, quantity: 2, proceeds: -200 })],
    cashTransactions: [],
  };
  const history = historyOf(booked, { trades: told, cashTransactions: told });
  const joined = valueOf(joinSnapshots(gateway, snapshotOf(wholePiece(), history)).datasets.transactions);

  it('are the statements’ on the days they told, the gateway’s on all others, each with its source', () => {
    expect(joined?.rows.map(({ date, amount, source }) => [date, amount, source])).toEqual([
      ['2026-03-02', -300, 'gateway'],
      ['2026-04-02', -100, 'gateway'],
      ['2026-11-18', -200, 'flex'],
    ]);
  });

  it('reach back as far as either told without a break', () => {
    expect(joined?.covered).toMatchObject([
      { conid: 1, from: '2025-11-21', to: DAY, rows: 2 },
      { conid: 9, from: '2025-11-21', to: '2026-11-21', rows: 1 },
    ]);
    expect(joined?.notCovered).toEqual([8]);
  });

  it('reach back over statements alone where the gateway told nothing up to them', () => {
    const early = { conid: 1, from: calendarDate('2025-11-21'), to: calendarDate('2026-10-01'), rows: 1 };
    const before = snapshot({ datasets: { transactions: present(transactions([old], { covered: [early] })) } });
    const after = valueOf(joinSnapshots(before, snapshotOf(wholePiece(), history)).datasets.transactions);
    expect(after?.covered).toMatchObject([{ conid: 1, from: '2026-11-01', to: DAY, rows: 1 }]);
  });

  it('keep what was withdrawn: of told days by the statements’ word, of others by the gateway’s', () => {
    const seen = { lastSeen: '2026-11-19T10:50:00Z', notSeen: '2026-11-20T10:50:00Z' };
    const gone = [old, recent].map((row) => ({ row, ...seen }));
    const before = snapshot({ datasets: { transactions: present(transactions([], { superseded: gone })) } });
    const row = trade({ date: '2026-11-18', contract, quantity: 1, proceeds: -99 });
    const flex = snapshotOf(wholePiece(), { ...history, superseded: [{ list: 'trades', row, ...seen }] });
    const kept = valueOf(joinSnapshots(before, flex).datasets.transactions)?.superseded;
    expect(kept?.map((one) => one.row.amount)).toEqual([-300, -99]);
  });

  it('are the gateway’s where statements told of deposits but of no trades', () => {
    const untold = snapshotOf(lacking(wholePiece(), 'trades'));
    expect(valueOf(joinSnapshots(gateway, untold).datasets.transactions)?.rows).toHaveLength(3);
  });
});
