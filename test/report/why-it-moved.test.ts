import { describe, expect, it } from 'vitest';
import { addDays } from '#domain/calendar-date';
import type { Snapshot } from '#domain/snapshot';
import { renderPage } from '#render/page';
import type { Block, BridgeBlock, FiguresBlock, TableBlock } from '#report/block';
import type { Report } from '#report/report';
import { reportOf } from '#test/support/report-of';
import {
  account,
  balance,
  ledger,
  MARKET_DATE,
  performance,
  position,
  present,
  series,
  snapshot,
  transactions,
} from '#test/support/snapshot';
import {
  bridge,
  cashTransaction,
  contract,
  DAY_BEFORE,
  statement,
  trade,
  transfer,
} from '#test/support/statement-dataset';

const YESTERDAY = '2026-11-19T21:31:04Z';

const find = (from: Report, id: string): Block | undefined =>
  from.sections.flatMap(({ blocks }) => blocks).find((block) => block.id === id);
const rows = (from: Report, id: string) =>
  ((find(from, id) ?? expect.fail(`no block ${id}`)) as TableBlock).rows as readonly Record<string, unknown>[];
const bridgeOf = (from: Report, id = 'bridge') => (find(from, id) ?? expect.fail(`no block ${id}`)) as BridgeBlock;
const step = (from: Report, label: string) => bridgeOf(from).lines.find((line) => line.label === label)?.values;

/** The evening before: 10 AAA at `price` and `cash` in dollars. */
function yesterday(price: number, cash: number, parts: Partial<Parameters<typeof snapshot>[0]> = {}): Snapshot {
  return snapshot({
    run: { kind: 'close', marketDate: DAY_BEFORE },
    takenAt: YESTERDAY,
    ...parts,
    datasets: {
      positions: present([position({ price })], YESTERDAY),
      ledger: present(ledger([balance('USD', cash, { held: price * 10 })]), YESTERDAY),
      ...parts?.datasets,
    },
  });
}

/** Of the standard Snapshot: 10 AAA at 100.00 and 500.00 USD, 1,500.00 after 1,495.00 the day before. */
const told = statement({
  cashTransactions: [cashTransaction('deposit', 20), cashTransaction('fee', -5)],
  changes: [bridge(1495, { mtm: -10, depositsWithdrawals: 20, otherFees: -5 })],
  netAssetValues: [],
});
const withFlex = snapshot({ datasets: { statement: present(told) } });

describe('the bridge', () => {
  it('leads from opening to closing with our own price, and has nothing unexplained', () => {
    const made = reportOf(withFlex, { previous: yesterday(101, 485) });
    expect(bridgeOf(made).periods[0]).toMatchObject({ name: 'Day', opening: 1495, closing: 1500, verdict: 'pass' });
    expect(bridgeOf(made).periods[0]?.unexplained).toBeCloseTo(0, 9);
    expect(step(made, 'Deposits')?.[0]).toBe(20);
    expect(step(made, 'Price')?.[0]).toBeCloseTo(-10, 9);
    expect(step(made, 'Fees and commissions')?.[0]).toBe(-5);
  });

  it('shows what nothing explains, and says that it is over its limit', () => {
    const made = reportOf(withFlex, { previous: yesterday(110, 485) });
    expect(bridgeOf(made).periods[0]).toMatchObject({ verdict: 'fail' });
    expect(bridgeOf(made).periods[0]?.unexplained).toBeCloseTo(90, 9);
    expect(bridgeOf(made).note).toContain('over the limit of 1.00 USD');
  });

  it('counts a trade and an exchange of currency that were reported late with the day that reports them', () => {
    const late = { date: DAY_BEFORE, reported: MARKET_DATE, commission: 0 };
    const euros = {
      contract: contract({ conid: 9, symbol: 'EUR.USD', assetClass: 'cash' }),
      quantity: 100,
      price: 1.15,
    };
    const of = statement({
      trades: [trade({ ...late, quantity: 2, price: 100 }), trade({ ...late, ...euros, proceeds: -115 })],
      changes: [bridge(1495, { mtm: 5 })],
      netAssetValues: [],
    });
    const before = yesterday(100, 695, {
      datasets: {
        positions: present([position({ quantity: 8 })], YESTERDAY),
        ledger: present(ledger([balance('USD', 695), balance('EUR', 0, { rateToBase: 1.2 })]), YESTERDAY),
      },
    });
    const after = snapshot({
      datasets: {
        ledger: present(ledger([balance('USD', 380, { held: 1000 }), balance('EUR', 100, { rateToBase: 1.2 })])),
        statement: present(of),
      },
    });
    const made = reportOf(after, { previous: before });
    // A line of nothing is left out.
    expect(step(made, 'Price')?.[0] ?? 0).toBe(0);
    expect(step(made, 'Currency (FX)')?.[0]).toBeCloseTo(5, 9);
    expect(bridgeOf(made).periods[0]).toMatchObject({ verdict: 'pass' });
  });

  it('can’t sum up what was moved without a value on the day that reports it', () => {
    const { positionAmount: _, ...unvalued } = transfer({ date: DAY_BEFORE, reported: MARKET_DATE, quantity: 1 });
    const of = statement({ transfers: [unvalued], changes: [], netAssetValues: [] });
    const made = reportOf(snapshot({ datasets: { statement: present(of) } }));
    expect(step(made, 'Transfers')?.[0]).toMatchObject({ missing: expect.stringContaining('AAA') });
  });

  it('takes no item that the query leaves out for a zero, but the bookings', () => {
    const dividend = cashTransaction('dividend', 12);
    const partly = bridge(1495, { mtm: -7, otherFees: 0 }, { ending: 1500 });
    const of = statement({ cashTransactions: [dividend], changes: [partly], netAssetValues: [] });
    const before = yesterday(100.7, 488);
    const made = reportOf(snapshot({ datasets: { statement: present(of) } }), { previous: before });
    expect(step(made, 'Dividends')?.[0]).toBe(12);
    expect(bridgeOf(made).periods[0]).toMatchObject({ verdict: 'pass' });
    expect(bridgeOf(made).periods[0]?.unexplained).toBeCloseTo(0, 9);
    // A bridge that leads to its end without them says that they were zero; a contradiction stays to be seen.
    const whole = statement({ changes: [bridge(1495, { mtm: 5 })], netAssetValues: [] });
    const told = reportOf(snapshot({ datasets: { statement: present(whole) } }), { previous: before });
    expect(step(told, 'Dividends')?.[0]).toBe(0);
  });

  it('gives price and currency in the broker’s one line where no holdings were kept', () => {
    const made = reportOf(withFlex);
    expect(step(made, 'Price and currency')?.[0]).toBe(-10);
    expect(step(made, 'Price')).toBeUndefined();
  });

  it('keeps an item of a name that is not known', () => {
    const odd = statement({ changes: [bridge(1495, { mtm: 8, petInsurance: -3 })] });
    expect(step(reportOf(snapshot({ datasets: { statement: present(odd) } })), 'Pet insurance')?.[0]).toBe(-3);
  });

  it('names the rest by what it holds where no statement tells, and calls nothing unexplained', () => {
    const made = reportOf(snapshot());
    const bare = bridgeOf(made).periods[0];
    expect(step(made, 'Deposits')?.[0]).toBeNull();
    expect(step(made, 'Rest: price, FX, income, costs')?.[0]).toBe(5);
    expect(bare?.unexplained).toEqual({ missing: 'part of the line above' });
    const rest = bridgeOf(made).lines.filter((line) => line.rest);
    expect(rest.map(({ label }) => label)).toContain('Rest: price, FX, income, costs');
    for (const { label } of rest) expect(label).toMatch(/^Rest: /);
    expect(bridgeOf(reportOf(withFlex, { previous: yesterday(101, 485) }), 'bridge-day').lines).not.toContainEqual(
      expect.objectContaining({ rest: true }),
    );
    expect(bare?.verdict).toBeUndefined();
    expect(step(reportOf(snapshot(), { previous: yesterday(99, 505) }), 'Rest: income, costs')?.[0]).toBeCloseTo(-5, 9);
  });

  it('stands in the mail with the day’s lines, zero ones left out, Unexplained always', () => {
    const made = reportOf(withFlex, { previous: yesterday(101, 485) });
    expect(bridgeOf(made, 'bridge-day')).toMatchObject({ shownIn: ['mail'], periods: [{ name: 'Day' }] });
  });
});

describe('contributions', () => {
  it('add up to the result of the day, with what is left in a line of its own', () => {
    const made = reportOf(withFlex, { previous: yesterday(101, 485) });
    const lines = rows(made, 'contributions');
    expect(lines.map(({ symbol, total }) => [symbol, Number(total)])).toEqual([
      ['AAA', -10],
      ['Fees and commissions', -5],
      ['Unexplained', 0],
    ]);
    expect((find(made, 'contributions') as TableBlock).totals).toMatchObject({ total: -15, bp: -15 / 1495 });
    expect(rows(made, 'movers').map(({ name }) => name)).toEqual(['AAA', 'Income, costs']);
  });

  it('leave out lines of which nothing but dust of sums is left', () => {
    // 0.1 + 0.2 - 0.3 is not zero in doubles.
    const dust = [0.1, 0.2, -0.3].map((amount) =>
      cashTransaction('dividend', amount, {
        contract: { symbol: '', description: '', assetClass: 'other', brokerClass: '' },
      }),
    );
    const of = statement({ cashTransactions: [...dust, cashTransaction('fee', -5), cashTransaction('deposit', 20)] });
    const made = reportOf(snapshot({ datasets: { statement: present(of) } }), { previous: yesterday(101, 485) });
    expect(rows(made, 'contributions').map(({ symbol }) => symbol)).toEqual([
      'AAA',
      'Fees and commissions',
      'Unexplained',
    ]);
  });

  it('say so where yesterday is not there, and where several days lie between', () => {
    expect(find(reportOf(withFlex), 'contributions-untold')).toMatchObject({ kind: 'notice' });
    const earlier = addDays(DAY_BEFORE, -2);
    const seen = '2026-11-17T21:31:04Z';
    const gap = yesterday(101, 485, {
      run: { kind: 'close', marketDate: earlier },
      takenAt: seen,
      datasets: {
        positions: present([position({ price: 98 })], seen),
        ledger: present(ledger([balance('USD', 485, { held: 980 })]), seen),
      },
    });
    const made = reportOf(withFlex, { previous: gap });
    expect(find(made, 'contributions')).toMatchObject({ subtitle: expect.stringContaining('No Snapshot in between') });
    expect(bridgeOf(made).lines.map(({ label }) => label)).toContain('Price and currency');
  });

  it('F33: are not told across a change of the base currency', () => {
    const made = reportOf(withFlex, { previous: yesterday(101, 485, { account: account({ baseCurrency: 'EUR' }) }) });
    expect(JSON.stringify(find(made, 'contributions-untold'))).toContain('ase currency was EUR on 19 Nov');
    expect(rows(made, 'events')[0]).toMatchObject({ what: 'base currency changed from EUR', symbol: 'USD' });
  });

  it('F29: stay short on the page with 5,000 holdings, lose none of them, and still add up', () => {
    const many = (price: number) =>
      Array.from({ length: 5000 }, (_, i) =>
        position({ conid: i + 1, symbol: `S${i}`, quantity: 1, price: price + (i % 7) }),
      );
    const at = (price: number, of: Snapshot, seen: string): Snapshot => ({
      ...of,
      datasets: {
        ...of.datasets,
        positions: present(many(price), seen),
        ledger: present(ledger([balance('USD', 500)]), seen),
      },
    });
    const made = reportOf(at(100, withFlex, '2026-11-20T21:31:04Z'), { previous: at(99, yesterday(1, 1), YESTERDAY) });
    const page = rows(made, 'contributions');
    expect(page.length).toBeLessThan(50);
    expect(rows(made, 'contributions-all').length).toBeGreaterThan(5000);
    const sum = page.reduce((total, { total: each }) => total + Number(each), 0);
    expect(sum).toBeCloseTo(Number((find(made, 'contributions') as TableBlock).totals?.['total' as never]), 6);
  });

  it('F65 to F69: show names of holdings as text, whatever is in them', () => {
    const symbol = '=HYPERLINK("http://x")<script>\u202e\r\nBcc: x ../../x';
    const hostile = (of: Snapshot, seen: string, price: number): Snapshot => ({
      ...of,
      datasets: { ...of.datasets, positions: present([position({ symbol, price })], seen) },
    });
    const made = reportOf(hostile(withFlex, '2026-11-20T21:31:04Z', 100), {
      previous: hostile(yesterday(101, 485), YESTERDAY, 101),
    });
    expect(rows(made, 'contributions')[0]).toMatchObject({ symbol });
    const page = renderPage(made);
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('\u202e');
  });
});

describe('events since the day before', () => {
  const now = (positions: Parameters<typeof position>[0][], cash: number, rest = {}): Snapshot =>
    snapshot({
      datasets: {
        positions: present(positions.map((one) => position(one))),
        ledger: present(ledger([balance('USD', cash, { held: 1000 }), balance('EUR', 10, { rateToBase: 1.1 })])),
        statement: present(
          statement({ trades: [trade({ quantity: 5, contract: { ...trade().contract, conid: 2 } })] }),
        ),
        ...rest,
      },
    });

  it('are holdings opened and closed, new currencies, and cash that fell below zero', () => {
    const made = reportOf(now([{ conid: 2, symbol: 'BBB', quantity: 5 }], -20), { previous: yesterday(101, 485) });
    expect(rows(made, 'events').map(({ what, symbol }) => `${symbol} ${what}`)).toEqual([
      'AAA closed',
      'BBB opened',
      'USD cash turned negative',
      'EUR new currency',
    ]);
    expect(rows(made, 'events')[1]).toMatchObject({ why: 'trades' });
  });

  it('flag a quantity that changed without a trade', () => {
    const made = reportOf(now([{ quantity: 20, price: 50 }], 485), { previous: yesterday(101, 485) });
    expect(rows(made, 'events')[0]).toMatchObject({
      ...{ $tone: 'loss', what: 'changed', before: 10, after: 20 },
      why: expect.stringContaining('possible corporate action'),
    });
  });

  it('F31: tell a value of yesterday that is another today', () => {
    const values = Array.from({ length: 19 }, (_, i) => 1405 + i * 5 - (i === 18 ? 7 : 0));
    const previous = yesterday(101, 485, {
      run: { kind: 'final', marketDate: DAY_BEFORE },
      datasets: { performance: present(performance([series(values, { to: DAY_BEFORE })]), YESTERDAY) },
    });
    expect(rows(reportOf(withFlex, { previous }), 'events')).toContainEqual(
      expect.objectContaining({ what: 'value restated', before: 1488, after: 1495 }),
    );
  });
});

describe('returns and exposure', () => {
  it('give the money-weighted return beside the time-weighted one, and a sentence on the gap', () => {
    const made = reportOf(withFlex);
    const month = rows(made, 'performance').find(({ period }) => period === 'Month');
    expect(typeof month?.mwr).toBe('number');
    expect(
      rows(reportOf(snapshot({ datasets: { transactions: present(transactions([])) } })), 'performance')[0],
    ).not.toHaveProperty('mwr');
  });

  it('count a short holding with its size in concentration, and below zero in exposure', () => {
    const held = [position({ quantity: 30 }), position({ conid: 2, symbol: 'BBB', quantity: -10 })];
    const made = reportOf(snapshot({ datasets: { positions: present(held) } }));
    const figures = (find(made, 'concentration') as FiguresBlock).figures;
    const value = (label: string) => figures.find((figure) => figure.label === label)?.value;
    expect(value('Largest holding')).toBe(0.75);
    expect(value('Short')).toBe(-1000);
    expect(value('Gross exposure')).toBeCloseTo(4000 / 2500, 9);
    expect(value('Net exposure')).toBeCloseTo(2000 / 2500, 9);
    expect(rows(made, 'allocation-sector')[0]).toMatchObject({ name: 'Unclassified', long: 3000, short: -1000 });
    expect(rows(made, 'allocation-currency')[0]).toMatchObject({ name: 'USD', net: 2500 });
    expect(MARKET_DATE).toBe(made.marketDate);
  });
});
