import { describe, expect, it } from 'vitest';
import { compareSources } from '#analytics/compare-sources';
import { calendarDate } from '#domain/calendar-date';
import type { Snapshot } from '#domain/snapshot';
import type { ComparedThing, SourceComparison } from '#domain/source-comparison';
import { DAY, historyOf, lacking, snapshotOf, wholePiece } from '#test/pipeline/flex-day';
import {
  account,
  balance,
  CLOSE_SEEN,
  ledger,
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
import { netAssetValue, trade } from '#test/support/statement';

const contract = { conid: 1, symbol: 'AAA', description: 'AAA INC', assetClass: 'stock', brokerClass: 'STK' } as const;

function compared(what: ComparedThing, gateway: Snapshot, flex: Snapshot = snapshotOf()): SourceComparison {
  const found = compareSources(gateway, flex).find((one) => one.what === what);
  if (!found) throw new Error(`${what} is not compared`);
  return found;
}

describe('gateway and statement side by side', () => {
  it('agree where both say the same, in every thing that they both say', () => {
    expect(compareSources(snapshot(), snapshotOf()).map(({ what, verdict }) => [what, verdict])).toEqual([
      ['value', 'pass'],
      ['return', 'pass'],
      ['quantity', 'pass'],
      ['cash', 'pass'],
      ['trade', 'pass'],
    ]);
  });

  it('hold PortfolioAnalyst’s value of the day against the statement’s', () => {
    const off = snapshot({ datasets: { performance: present(performance([series([1495, 1512])]), MORNING_AFTER) } });
    expect(compared('value', off)).toMatchObject({
      verdict: 'fail',
      foundAsOf: MORNING_AFTER,
      differences: [{ date: DAY, expected: 1500, found: 1512, difference: 12, tolerance: 1 }],
    });
    const before = series([1490, 1495], { to: calendarDate('2026-11-19') });
    const late = snapshot({ datasets: { performance: present(performance([before])) } });
    expect(compared('value', late)).toMatchObject({ verdict: 'unchecked', lacks: expect.stringContaining('no value') });
    const none = lacking(wholePiece(), 'netAssetValues');
    expect(compared('value', snapshot(), snapshotOf(none))).toMatchObject({ verdict: 'unchecked' });
  });

  it('hold the day’s return against the statement’s, each from the same day before', () => {
    const flows = new Map([[DAY, 5]]);
    const off = snapshot({ datasets: { performance: present(performance([series([1495, 1500], { flows })])) } });
    const found = compared('return', off);
    expect(found).toMatchObject({ verdict: 'fail', differences: [{ expected: 1500 / 1495 - 1, found: 0 }] });
    const weighted = snapshot({
      datasets: { performance: present(performance([series([1495, 1500])], { method: 'MWR' })) },
    });
    expect(compared('return', weighted)).toMatchObject({
      verdict: 'unchecked',
      lacks: expect.stringContaining('time-weighted'),
    });
    const gap = series([1490, 1500]);
    const apart = { ...gap, start: { ...gap.start, date: calendarDate('2026-11-18') } };
    expect(compared('return', snapshot({ datasets: { performance: present(performance([apart])) } }))).toMatchObject({
      verdict: 'unchecked',
    });
  });

  it('hold a return against the other’s from the day that both count from, over a holiday of one of them', () => {
    const points = [
      { date: calendarDate('2026-11-19'), netAssetValue: 1495, cumulativeReturn: 0.01 },
      { date: DAY, netAssetValue: 1500, cumulativeReturn: 0.0131 },
    ];
    const start = { date: calendarDate('2026-11-18'), netAssetValue: 1480 };
    const analyst = performance([{ period: '1Y', start, points }]);
    const values = [netAssetValue('2026-11-18', 1480), netAssetValue(DAY, 1500)];
    const flex = snapshotOf(wholePiece({ bookings: { netAssetValues: values } }));
    expect(compared('return', snapshot({ datasets: { performance: present(analyst) } }), flex)).toMatchObject({
      differences: [{ expected: 1500 / 1480 - 1, found: expect.closeTo(0.0131, 12) }],
    });
  });

  it('name a holding that one has otherwise or not at all', () => {
    const positions = present([position({ quantity: 7 }), position({ conid: 2, symbol: 'BBB', quantity: -3 })]);
    expect(compared('quantity', snapshot({ datasets: { positions } }))).toMatchObject({
      verdict: 'fail',
      foundAsOf: CLOSE_SEEN,
      compared: 2,
      differences: [
        { name: 'AAA', conid: 1, expected: 10, found: 7, difference: -3 },
        { name: 'BBB', conid: 2, expected: null, found: -3, difference: -3 },
      ],
    });
    const currency = position({ conid: 3, assetClass: 'cash', quantity: 50 });
    const more = snapshot({ datasets: { positions: present([position(), currency]) } });
    expect(compared('quantity', more)).toMatchObject({ verdict: 'pass', compared: 1 });
  });

  it('compare cash to the cent, or to what single precision holds', () => {
    const cash = (amount: number) => snapshot({ datasets: { ledger: present(ledger([balance('USD', amount)])) } });
    expect(compared('cash', cash(500.005))).toMatchObject({ verdict: 'pass', widest: { name: 'USD' } });
    expect(compared('cash', cash(500.02))).toMatchObject({ verdict: 'fail' });
    const large = wholePiece({ close: { cash: [{ currency: 'USD', starting: 0, ending: 1_000_000 }] } });
    expect(compared('cash', cash(1_000_000.5), snapshotOf(large))).toMatchObject({ verdict: 'pass' });
    const two = snapshot({ datasets: { ledger: present(ledger([balance('USD', 500), balance('CHF', 3)])) } });
    expect(compared('cash', two)).toMatchObject({ differences: [{ name: 'CHF', expected: null, found: 3 }] });
  });

  it('take a figure that is no number for a difference', () => {
    const odd = snapshot({ datasets: { positions: present([position({ quantity: Number.NaN })]) } });
    expect(compared('quantity', odd).verdict).toBe('fail');
  });

  it('say what is missing where one has nothing to compare', () => {
    const gateway = snapshot({ datasets: { positions: missing(), ledger: missing(), performance: missing() } });
    for (const what of ['value', 'return', 'quantity', 'cash'] as const) {
      expect(compared(what, gateway), what).toMatchObject({
        verdict: 'unchecked',
        lacks: expect.stringContaining('gateway'),
      });
    }
    const poor = snapshotOf(lacking(wholePiece(), 'positions', 'cash', 'trades'));
    for (const what of ['quantity', 'cash', 'trade'] as const) {
      expect(compared(what, snapshot(), poor), what).toMatchObject({
        verdict: 'unchecked',
        lacks: expect.stringContaining('statement'),
      });
    }
    const other = snapshot({ account: account({ baseCurrency: 'CHF' }) });
    expect(compared('value', other)).toMatchObject({ verdict: 'unchecked', lacks: 'base currency is CHF and USD' });
  });
});

describe('trades of the day, by contract', () => {
  const bought = (parts = {}) =>
    snapshot({
      datasets: {
        transactions: present(transactions([transaction({ date: DAY, quantity: 10, amount: -1000, ...parts })])),
      },
    });
  const executed = (...quantities: readonly number[]) => {
    const trades = quantities.map((quantity) => trade({ date: DAY, contract, quantity, proceeds: quantity * -100 }));
    const piece = wholePiece({ bookings: { trades } });
    return snapshotOf(piece, historyOf(piece.bookings));
  };

  it('add up: one row of the gateway may be several executions', () => {
    expect(compared('trade', bought(), executed(4, 6))).toMatchObject({ verdict: 'pass', compared: 2 });
  });

  it('differ by quantity and by amount', () => {
    expect(compared('trade', bought(), executed(4))).toMatchObject({
      verdict: 'fail',
      differences: [
        { figure: 'quantity', expected: 4, found: 10, difference: 6 },
        { figure: 'amount', expected: -400, found: -1000, difference: -600 },
      ],
    });
    expect(compared('trade', bought({ amount: -1000.5 }), executed(10))).toMatchObject({
      differences: [{ figure: 'amount', difference: -0.5 }],
    });
  });

  it('are named when one of the two does not have them', () => {
    expect(compared('trade', bought())).toMatchObject({
      differences: [{ expected: null, found: 10 }, { expected: null }],
    });
    const none = snapshot({ datasets: { transactions: present(transactions([transaction()])) } });
    expect(compared('trade', none, executed(10))).toMatchObject({ differences: [{ found: null, expected: 10 }, {}] });
  });

  it('are compared only of contracts that the gateway was asked of after the day', () => {
    const same = { conid: 1, from: calendarDate('2025-11-21'), to: DAY, rows: 0 };
    const early = snapshot({ datasets: { transactions: present(transactions([], { covered: [same] })) } });
    expect(compared('trade', early, executed(10))).toMatchObject({ verdict: 'unchecked' });
  });

  it('leave out exchanges of currency and what is neither bought nor sold', () => {
    const trades = [trade({ date: DAY, contract: { ...contract, assetClass: 'cash', brokerClass: 'CASH' } })];
    const piece = wholePiece({ bookings: { trades } });
    const found = compared('trade', bought({ kind: 'transfer' }), snapshotOf(piece));
    expect(found).toMatchObject({ verdict: 'pass', compared: 0, differences: [] });
  });
});
