import { describe, expect, it } from 'vitest';
import { type CalendarDate, calendarDate } from '#domain/calendar-date';
import type { Snapshot } from '#domain/snapshot';
import type { Block, FiguresBlock, NoticeBlock, SeriesBlock, SharesBlock, TableBlock } from '#report/block';
import type { ReportInput } from '#report/build-report';
import type { Report } from '#report/report';
import { reportOf } from '#test/support/report-of';
import {
  account,
  balance,
  CLOSE_SEEN,
  daysBack,
  eightDecimals,
  ledger,
  MARKET_DATE,
  MORNING_AFTER,
  missing,
  noAllocation,
  performance,
  position,
  present,
  series,
  snapshot,
  summary,
  transaction,
  transactions,
} from '#test/support/snapshot';
import { statement } from '#test/support/statement-dataset';

function report(of: Snapshot = snapshot(), parts: Partial<ReportInput> = {}): Report {
  return reportOf(of, parts);
}

const blocks = (from: Report): readonly Block[] => from.sections.flatMap((section) => section.blocks);
function block<T extends Block>(from: Report, id: string): T {
  return (blocks(from).find((candidate) => candidate.id === id) ?? expect.fail(`no block ${id}`)) as T;
}
const check = (from: Report, id: string) =>
  blocks(from)
    .flatMap((each) => (each.kind === 'checks' && each.id === 'checks' ? each.checks : []))
    .find((each) => each.id === id) ?? expect.fail(`no check ${id}`);
const term = (from: Report, words: string) => from.warnings.filter((warning) => warning.term === words);

/** A year and more of history that ends on `last`, growing by `step` a trading day. */
function years(last: number, step = 1, parts: Parameters<typeof series>[1] = {}) {
  return series(
    Array.from({ length: 300 }, (_, i) => last - (299 - i) * step),
    parts,
  );
}

describe('a report', () => {
  it('is the same for the same input, to the byte, and plain JSON', () => {
    const one = JSON.stringify(report());
    expect(JSON.stringify(report())).toBe(one);
    expect(JSON.parse(one)).toEqual(report());
  });

  it('takes nothing of the account number but its ends', () => {
    const text = JSON.stringify(report());
    expect(text).not.toContain('U1234567');
    expect(report().account.maskedId).toBe('U…4567');
  });

  it('names the account by the owner’s word, else the broker’s alias, else plainly', () => {
    expect(report(snapshot(), { label: 'Pension' }).account.label).toBe('Pension');
    expect(report().account.label).toBe('Main account');
    expect(report(snapshot({ account: account({ alias: '' }) })).account.label).toBe('Account');
  });

  it('knows a paper account by its type and by its number', () => {
    expect(report().account.paper).toBe(false);
    expect(report(snapshot({ account: account({ type: 'DEMO' }) })).account.paper).toBe(true);
    expect(report(snapshot({ account: account({ id: 'DU7654321' }) })).account.paper).toBe(true);
  });

  it('has unique ids and one block a sheet', () => {
    const all = blocks(report());
    const sheets = all.flatMap(({ sheet }) => sheet ?? []);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(sheets).toEqual([
      'Summary',
      'Checks',
      'Performance',
      'Daily',
      'Drawdowns',
      'Monthly',
      'Risk',
      'Bridge',
      'Allocation',
      'Exposure',
      'By currency',
      'By sector',
      'Positions',
      'Cash',
      'Transactions',
      'Transaction coverage',
      'Sources',
    ]);
  });

  it('carries foreign text as it came', () => {
    const name = '<script>alert(1)</script>';
    const held = present([position({ name })]);
    expect(block<TableBlock>(report(snapshot({ datasets: { positions: held } })), 'holdings').rows[0]).toMatchObject({
      name,
    });
  });

  it('is without a fault on a good day', () => {
    expect(report()).toMatchObject({ warnings: [], finality: 'final', checks: { passed: 5, possible: 5, failed: [] } });
  });
});

describe('the value on top', () => {
  it('is PortfolioAnalyst’s of the market day', () => {
    const { headline } = report();
    expect(headline.netAssetValue).toBe(1500);
    expect(headline.netAssetValueBasis).toBe('PortfolioAnalyst, close of 20 Nov');
  });

  it('is never today’s running point', () => {
    const next = calendarDate('2026-11-23');
    const running = series([1480, 1490, 1500, 9999], { to: next });
    const datasets = { performance: present(performance([running]), MORNING_AFTER) };
    expect(report(snapshot({ datasets })).headline.netAssetValue).toBe(1500);
  });

  it('is the sum of the parts at the close when the broker has no value of the day', () => {
    const short = series([1480, 1490, 1495], { to: calendarDate('2026-11-19') });
    const made = report(snapshot({ datasets: { performance: present(performance([short]), MORNING_AFTER) } }));
    expect(made.headline.netAssetValue).toBe(1500);
    expect(made.headline.netAssetValueBasis).toBe('holdings, cash and accruals, close of 20 Nov');
    expect(made.headline.dayResult).toEqual({ missing: 'no value of 20 Nov from the broker' });
    expect(made.headline.yearReturn).toEqual({ missing: 'no value of 20 Nov from the broker' });
    expect(term(made, 'Missing')).toHaveLength(1);
    expect(check(made, 'age').verdict).toBe('fail');
  });

  it('says that it is live, and of when, where nothing of the close is at hand', () => {
    const datasets = {
      positions: present([position()], MORNING_AFTER),
      ledger: present(ledger([balance('USD', 500, { held: 1000 })]), MORNING_AFTER),
      performance: missing(),
    };
    const made = report(snapshot({ datasets }));
    expect(made.headline.netAssetValueBasis).toBe(
      'holdings, cash and accruals, live at 21 Nov 05:45 ET, not the close of 20 Nov',
    );
    expect(term(made, 'Not the close')).toHaveLength(1);
    expect(made.finality).toBe('preliminary');
    expect(block<FiguresBlock>(made, 'summary').figures[0]).toMatchObject({ value: 1500, asOf: MORNING_AFTER });
  });

  it('says that it is live where it was read on the day, but before the close', () => {
    const noon = '2026-11-20T17:00:00Z';
    const datasets = {
      positions: present([position()], noon),
      ledger: present(ledger([balance('USD', 500, { held: 1000 })]), noon),
      performance: missing(),
    };
    const { headline } = report(snapshot({ datasets }));
    expect(headline.netAssetValueBasis).toBe(
      'holdings, cash and accruals, live at 20 Nov 12:00 ET, not the close of 20 Nov',
    );
  });

  it('tells what was paid in by the return alone where no statement tells it', () => {
    const paid = series([1_400, 1_505], { flows: new Map([[MARKET_DATE, 100]]) });
    const datasets = { performance: present(performance([paid]), MORNING_AFTER) };
    const implied = (of: Snapshot) =>
      block<FiguresBlock>(report(of), 'summary').figures.filter(({ label }) => label.includes('implied'));
    expect(implied(snapshot({ datasets }))).toMatchObject([{ kind: 'change', value: expect.closeTo(100, 4) }]);
    expect(implied(snapshot({ datasets: { ...datasets, statement: present(statement()) } }))).toEqual([]);
    expect(implied(snapshot())).toEqual([]);
  });

  it('is the broker’s own total when a part has no rate', () => {
    const { rateToBase: _, ...xyz } = balance('XYZ', 70);
    const rows = ledger([balance('USD', 500, { held: 1000 }), xyz], { netLiquidationBase: 1512.5 });
    const made = report(snapshot({ datasets: { ledger: present(rows), performance: missing() } }));
    expect(made.headline.netAssetValue).toBe(1512.5);
    expect(made.headline.netAssetValueBasis).toContain('broker’s ledger (single precision)');
  });

  it('is missing with its reason when there is nothing', () => {
    const datasets = { positions: missing(), ledger: missing(), performance: missing() };
    expect(report(snapshot({ datasets })).headline.netAssetValue).toEqual({
      missing: 'no holdings and no past values',
    });
  });

  it('does not trust a last value that the account’s own close contradicts', () => {
    const bogus = series([1480, 1490, 150]);
    const made = report(snapshot({ datasets: { performance: present(performance([bogus]), MORNING_AFTER) } }));
    expect(made.headline.netAssetValue).toBe(1500);
    expect(made.headline.dayReturn).toHaveProperty('missing');
    expect(term(made, 'Left out')[0]?.text).toContain('2026-11-20');
  });
});

describe('the day', () => {
  const day = (values: readonly number[], flow = 0) => {
    const flows = new Map<CalendarDate, number>([[MARKET_DATE, flow]]);
    const datasets = { performance: present(performance([series(values, { flows })]), MORNING_AFTER) };
    return report(snapshot({ datasets }));
  };

  it('leaves a deposit out of the result and shows it', () => {
    const made = day([1000, 1495, 6500], 5000);
    expect(made.headline.dayResult).toBeCloseTo(5, 9);
    expect(made.headline.dayReturn).toBeCloseTo(5 / 1495, 7);
    const paidIn = block<FiguresBlock>(made, 'summary').figures.find(({ label }) => label.startsWith('Net paid in'));
    expect(paidIn?.value).toBe(5000);
  });

  it('has a change in value but neither result nor deposit where returns are not time-weighted', () => {
    const told = series([158_000, 160_000, 161_600]);
    const points = told.points.map((point, i) => ({ ...point, cumulativeReturn: [0.0127, 0.0226][i] ?? null }));
    const mwr = performance([{ ...told, points }], { method: 'MWR' });
    const made = report(snapshot({ datasets: { performance: present(mwr, MORNING_AFTER) } }));
    const why = { missing: 'broker’s returns are not time-weighted' };
    expect(made.headline).toMatchObject({ dayResult: why, dayReturn: why });
    const labels = block<FiguresBlock>(made, 'summary').figures.map(({ label }) => label);
    expect(labels.filter((label) => label.startsWith('Net paid in'))).toEqual([]);
    const row = block<TableBlock>(made, 'performance').rows[0];
    expect(row).toMatchObject({ period: 'Day', change: 1600, twr: why });
  });

  it.each([
    [2, 'no value of 20 Nov from the broker'],
    [1, 'no value of 19 Nov from the broker'],
  ])('says which value is missing where a day has a return alone', (valueless, why) => {
    const told = series([1480, 1485, 1490, 1500]);
    const points = told.points.map((point, i) => (i === valueless ? { ...point, netAssetValue: null } : point));
    const made = report(
      snapshot({ datasets: { performance: present(performance([{ ...told, points }]), MORNING_AFTER) } }),
    );
    expect(made.headline.dayResult).toEqual({ missing: why });
    expect(made.headline.periods.map(({ name }) => name)).not.toContain('Day');
  });

  it('is the plain change in value when nothing was paid in', () => {
    expect(day([1000, 1495, 1500.07]).headline.dayResult).toBeCloseTo(5.07, 9);
  });

  it('counts from the last trading day when the broker’s one-day series begins on an exchange holiday', () => {
    const [after, holiday] = [calendarDate('2026-11-27'), calendarDate('2026-11-26')];
    const year = series([1480, 1490, 1500, 1508.464], { to: after });
    const start = { date: holiday, netAssetValue: 1510 };
    const oneDay = {
      period: '1D',
      start,
      points: [{ date: after, netAssetValue: 1508.464, cumulativeReturn: eightDecimals(1508.464 / 1510 - 1) }],
    };
    const of = (all: Parameters<typeof performance>[0]) =>
      report(
        snapshot({
          run: { kind: 'final', marketDate: after },
          datasets: { performance: present(performance(all), '2026-11-28T10:45:00Z') },
        }),
      );
    const made = of([oneDay, year]);
    expect(made.headline.dayResult).toBeCloseTo(8.464, 9);
    expect(made.headline.dayReturn).toBeCloseTo(8.464 / 1500, 7);
    expect(block<TableBlock>(made, 'performance').rows[0]).toMatchObject({ period: 'Day', from: '2026-11-25' });
    expect(JSON.stringify(made)).not.toContain('Taken from a shorter series');
    // Alone, it tells the change since the holiday and not the day's.
    expect(of([oneDay]).headline.dayResult).toEqual({ missing: 'no value of 25 Nov from the broker' });
  });

  it('has no result when the day before has no value: two days’ change is not the day’s', () => {
    const days = daysBack(MARKET_DATE, 4);
    const gappy = series([1000, 1010, 1020, 1500]);
    const points = gappy.points.filter(({ date }) => date !== days[2]);
    const datasets = { performance: present(performance([{ ...gappy, points }]), MORNING_AFTER) };
    const { headline } = report(snapshot({ datasets }));
    expect(headline.dayResult).toEqual({ missing: 'no value of 19 Nov from the broker' });
    expect(headline.periods.map(({ name }) => name)).not.toContain('Day');
  });
});

describe('performance by period', () => {
  const of = (all: Parameters<typeof performance>[0], parts = {}) =>
    report(snapshot({ datasets: { performance: present(performance(all, parts), MORNING_AFTER) } }));

  it('has six periods, each from the last value before it, and links them to the values', () => {
    const { rows } = block<TableBlock>(of([years(1500)]), 'performance');
    expect(rows.map(({ period, from }) => [period, from])).toEqual([
      ['Day', '2026-11-19'],
      ['Month', '2026-10-30'],
      ['Quarter', '2026-09-30'],
      ['Year', '2025-12-31'],
      ['12 months', '2025-11-20'],
      ['Since 15 Sep 2025', '2025-09-15'],
    ]);
    for (const row of rows) expect(Number(row.twr)).toBeCloseTo(Number(row.closing) / Number(row.opening) - 1, 7);
  });

  it('shows four in the mail: day, month, year and the longest', () => {
    const made = of([years(1500)]);
    expect(blocks(made).flatMap(({ id, brief }) => (brief ? [id] : []))).toEqual(['returns']);
    const { rows, columns } = block<TableBlock>(made, 'returns');
    expect(rows.map(({ period }) => period)).toEqual(['Fri 20 Nov', 'November', '2026', 'Since 15 Sep 2025']);
    expect(columns.length).toBeLessThanOrEqual(4);
  });

  it('makes no period of the few days by which the broker’s window exceeds twelve months', () => {
    const window = series(Array.from({ length: 254 }, (_, i) => 1247 + i));
    expect(window.start.date).toBe('2025-11-18');
    const { rows } = block<TableBlock>(of([window]), 'performance');
    expect(rows.map(({ period }) => period)).toEqual(['Day', 'Month', 'Quarter', 'Year', '12 months']);
  });

  it('makes one of a start that is more than two weeks before them', () => {
    const since = (days: number) => {
      const made = series(Array.from({ length: days }, (_, i) => 1501 - days + i));
      return [made.start.date, block<TableBlock>(of([made]), 'performance').rows.at(-1)?.period];
    };
    expect(since(262)).toEqual(['2025-11-06', '12 months']);
    expect(since(263)).toEqual(['2025-11-05', 'Since 5 Nov 2025']);
  });

  it('says since when a new account is counted, and doesn’t count it twice', () => {
    const first = daysBack(MARKET_DATE, 21)[0] ?? MARKET_DATE;
    const young = series(Array.from({ length: 20 }, (_, i) => 1405 + i * 5));
    const opened = { date: young.start.date, netAssetValue: 1405, cumulativeReturn: 0 };
    const made = of([{ ...young, start: { date: first, netAssetValue: 0 }, points: [opened, ...young.points] }]);
    const { rows } = block<TableBlock>(made, 'performance');
    expect(rows.map(({ period, partial }) => [period, partial])).toEqual([
      ['Day', 'no'],
      ['Month', 'no'],
      ['Quarter', 'yes'],
      ['Year', 'yes'],
    ]);
    expect(block<TableBlock>(made, 'returns').rows.at(-1)?.period).toBe('2026 since 26 Oct');
    expect(made.headline.yearReturn).toBeCloseTo(1500 / 1405 - 1, 7);
  });

  it('never calls a month of history a year', () => {
    const made = of([series(Array.from({ length: 30 }, (_, i) => 1471 + i))]);
    expect(made.headline.yearReturn).toEqual({ missing: 'history begins 12 Oct 2026' });
    expect(made.headline.periods.map(({ name }) => name)).toEqual(['Day', 'Month', 'Since 12 Oct 2026']);
  });

  it('gives no return that the broker did not weight by time', () => {
    const made = of([years(1500)], { method: 'MWR' });
    expect(made.headline.dayReturn).toEqual({ missing: 'broker’s returns are not time-weighted' });
    expect(made.headline.netAssetValue).toBe(1500);
    for (const row of block<TableBlock>(made, 'performance').rows) expect(row.twr).toHaveProperty('missing');
    expect(made.warnings.map(({ text }) => text).join()).toContain('time-weighted (TWR)');
  });

  it('says that there is no history yet for an empty account', () => {
    const empty = snapshot({
      datasets: {
        summary: present(summary(0)),
        ledger: present(ledger([balance('USD', 0)])),
        positions: present([]),
        performance: present(
          performance([{ ...series([0]), start: { date: MARKET_DATE, netAssetValue: 0 } }]),
          MORNING_AFTER,
        ),
        transactions: present(transactions([]), MORNING_AFTER),
      },
    });
    const made = report(empty);
    expect(made.headline).toMatchObject({ netAssetValue: 0, dayReturn: { missing: 'no history yet' } });
    expect(made.warnings).toEqual([]);
    expect(block<NoticeBlock>(made, 'performance-young').items[0]?.term).toBe('No history yet');
    expect(block<TableBlock>(made, 'holdings')).toMatchObject({ title: 'No holdings', totals: { valueBase: 0 } });
  });

  it('gives an account one day old its value and no return', () => {
    const first = { date: MARKET_DATE, netAssetValue: 1500, cumulativeReturn: 0 };
    const start = { date: calendarDate('2026-11-19'), netAssetValue: 0 };
    const made = of([{ period: '1Y', start, points: [first] }]);
    expect(made.headline).toMatchObject({
      netAssetValue: 1500,
      dayResult: { missing: 'first day with a value' },
      periods: [],
    });
  });
});

describe('the value over time', () => {
  it('leaves days without a trusted value open and says how many', () => {
    const whole = years(1500);
    const bogus = whole.points.map((point, i) =>
      i === 100 || i === 101 ? { ...point, netAssetValue: 120, cumulativeReturn: -0.9 } : point,
    );
    const datasets = { performance: present(performance([{ ...whole, points: bogus }]), MORNING_AFTER) };
    const made = report(snapshot({ datasets }));
    const chart = block<SeriesBlock>(made, 'value');
    expect(chart.lines[0]?.values.filter((value) => value === null)).toHaveLength(2);
    expect(chart.dates).toHaveLength(300);
    expect(chart.note).toContain('2 trading days');
    expect(chart.extra?.at(-1)?.values[101]).toBe('no, contradicts its neighbours');
    expect(term(made, 'Left out')).toHaveLength(1);
  });

  it('takes a bogus day from a shorter series and says so', () => {
    const whole = years(1500);
    const bogus = whole.points.map((point, i) =>
      i === 290 ? { ...point, netAssetValue: 150, cumulativeReturn: -0.9 } : point,
    );
    const month = series(
      Array.from({ length: 20 }, (_, i) => 1481 + i),
      { period: '1M' },
    );
    const datasets = { performance: present(performance([month, { ...whole, points: bogus }]), MORNING_AFTER) };
    const chart = block<SeriesBlock>(report(snapshot({ datasets })), 'value');
    expect(chart.lines[0]?.values).not.toContain(null);
    expect(chart.lines[0]?.values[291]).toBe(1492);
  });
});

describe('holdings, cash and shares', () => {
  const book = ledger([
    balance('USD', 500, { accruedInterest: 2.5 }),
    balance('EUR', -200, { rateToBase: 1.2, accruedInterest: -0.5 }),
  ]);
  const held = [
    position({ conid: 1, symbol: 'AAA', quantity: 10, price: 100 }),
    position({ conid: 2, symbol: 'FFF', type: 'ETF', quantity: 5, price: 300, currency: 'EUR' }),
    position({ conid: 3, symbol: 'SHT', quantity: -2, price: 50 }),
    position({ conid: 4, symbol: 'FUT', assetClass: 'future', brokerClass: 'FUT', marketValue: 250_000 }),
  ];
  const made = report(snapshot({ datasets: { positions: present(held), ledger: present(book) } }));
  const table = block<TableBlock>(made, 'holdings');
  const value = 1000 + 1500 * 1.2 - 100 + 500 - 240 + 2.5 - 0.6;

  it('add up: rows to groups, groups to the account value, weights to one', () => {
    expect(Number(table.totals?.valueBase)).toBeCloseTo(value, 9);
    const groupSum = table.groups?.reduce((sum, { totals }) => sum + Number(totals.valueBase ?? 0), 0);
    expect(groupSum).toBeCloseTo(value, 9);
    for (const group of table.groups ?? []) {
      const rows = table.rows.filter((row) => row.$group === group.key);
      const sum = rows.reduce((total, row) => total + Number(row.valueBase ?? 0), 0);
      expect(sum).toBeCloseTo(Number(group.totals.valueBase ?? 0), 9);
    }
    const weights = table.rows.reduce((sum, row) => sum + Number(row.weight ?? 0), 0);
    expect(weights).toBeCloseTo(1, 12);
  });

  it('go by class, the largest first', () => {
    expect(table.groups?.map(({ title }) => title)).toEqual(['ETFs', 'Stocks', 'Futures', 'Cash', 'Accrued']);
    expect(table.rows.map(({ symbol }) => symbol)).toEqual(['FFF', 'AAA', 'SHT', 'FUT', 'USD', 'EUR', 'USD', 'EUR']);
  });

  it('count no notional of a future, and say so', () => {
    expect(table.rows.find(({ symbol }) => symbol === 'FUT')).toMatchObject({ valueBase: null, weight: null });
    expect(table.note).toContain('Futures');
  });

  it('show owed cash as owed, everywhere', () => {
    const cash = block<TableBlock>(made, 'cash');
    expect(cash.title).toBe('EUR 200.00 is borrowed');
    expect(cash.rows[1]).toMatchObject({
      currency: 'EUR',
      state: 'borrowed',
      balance: -200,
      value: -240,
      $tone: 'loss',
    });
    expect(Number(cash.totals?.value)).toBeCloseTo(260, 9);
    const share = block<SharesBlock>(made, 'allocation').shares.find(({ name }) => name === 'Cash');
    expect(share?.details?.[1]).toEqual({ name: 'EUR 200.00 owed', amount: -240, tone: 'loss' });
  });

  it('keep an amount without a rate in its own currency, and flag the total', () => {
    const { rateToBase: _, ...row } = balance('XYZ', 70);
    const foreign = position({ conid: 9, symbol: 'XXX', currency: 'XYZ' });
    const datasets = {
      positions: present([position(), foreign]),
      ledger: present(ledger([balance('USD', 500), row], { netLiquidationBase: 2000 })),
    };
    const odd = report(snapshot({ datasets }));
    const rows = block<TableBlock>(odd, 'holdings');
    const noRate = { missing: 'no rate for XYZ' };
    expect(rows.rows.find(({ symbol }) => symbol === 'XXX')).toMatchObject({
      valueLocal: 1000,
      valueBase: noRate,
      rate: noRate,
    });
    expect(rows.totals).toMatchObject({ valueBase: noRate });
    expect(block<TableBlock>(odd, 'cash').totals).toMatchObject({ value: noRate });
    expect(block<SharesBlock>(odd, 'allocation').note).toContain('XYZ');
    expect(check(odd, 'rates')).toMatchObject({ verdict: 'fail', expected: 2, found: 1 });
    expect(check(odd, 'parts')).toMatchObject({ verdict: 'unchecked', finding: 'no rate for XYZ' });
    expect(odd.checks.failed).toContain('Every currency has a rate');
  });

  it('give no share of a class of which a part has no rate, nor of cash', () => {
    const { rateToBase: _, ...row } = balance('XYZ', 70);
    const datasets = {
      positions: present([
        position(),
        position({ conid: 9, symbol: 'XXX', currency: 'XYZ' }),
        position({ conid: 3, symbol: 'BND', assetClass: 'bond', marketValue: 250 }),
      ]),
      ledger: present(ledger([balance('USD', 500), row], { netLiquidationBase: 2000 })),
    };
    const made = report(snapshot({ datasets }));
    for (const id of ['allocation', 'holdings-by-class']) {
      expect(block<SharesBlock>(made, id).shares.map(({ name, fraction }) => [name, fraction])).toEqual([
        ['Stocks, without XYZ', { missing: 'no rate for XYZ' }],
        ['Bonds', 250 / 2000],
        ['Cash, without XYZ', { missing: 'no rate for XYZ' }],
      ]);
    }
    expect(block(made, 'allocation').title).toBe('Allocation by class');
  });

  it('give no result where the broker has no cost', () => {
    const { averageCost: _, ...lot } = position();
    const rows = block<TableBlock>(report(snapshot({ datasets: { positions: present([lot]) } })), 'holdings');
    expect(rows.rows[0]).toMatchObject({
      cost: { missing: 'cost unknown' },
      unrealised: { missing: 'cost unknown' },
    });
    expect(rows.totals?.unrealised).toEqual({ missing: 'not known for every holding' });
  });

  it('give no weights of an account that owes more than it has', () => {
    const datasets = { ledger: present(ledger([balance('USD', -5000, { held: 1000 })])) };
    const rows = block<TableBlock>(report(snapshot({ datasets })), 'holdings');
    expect(rows.rows[0]?.weight).toEqual({ missing: 'value is not above zero' });
    expect(rows.totals?.valueBase).toBe(-4000);
  });

  it('keep a class this version doesn’t know by the broker’s word, and warn', () => {
    const datasets = { positions: present([position({ assetClass: 'other', brokerClass: 'NFT' })]) };
    const oddities = [{ kind: 'asset-class' as const, where: 'positions', name: 'NFT', count: 1 }];
    const odd = report(snapshot({ datasets, oddities }));
    expect(block<TableBlock>(odd, 'holdings').rows[0]).toMatchObject({ class: 'NFT', valueBase: 1000 });
    expect(term(odd, 'New to Daybook')[0]?.text).toContain('NFT');
    expect(block<NoticeBlock>(odd, 'noticed').items[0]).toEqual({
      term: 'Unknown asset class',
      text: '“NFT” in positions, 1 time: kept as sent.',
    });
  });
});

describe('activity', () => {
  const on = (date: string, parts = {}) => transaction({ date: calendarDate(date), ...parts });

  it('lists all bookings newest first, whatever order they came in', () => {
    const rows = [on('2026-11-02'), on('2026-11-20'), on('2026-10-05')];
    const datasets = { transactions: present(transactions(rows), MORNING_AFTER) };
    const list = block<TableBlock>(report(snapshot({ datasets })), 'activity');
    expect(list.rows.map(({ date }) => date)).toEqual(['2026-11-20', '2026-11-02', '2026-10-05']);
    expect(list.rows[0]).toMatchObject({ symbol: 'AAA' });
  });

  it('shows the last seven days on the page, and says where the others are', () => {
    const rows = [on('2026-11-13'), on('2026-11-14'), on('2026-11-20')];
    const week = (of: typeof rows): TableBlock => {
      const datasets = { transactions: present(transactions(of), MORNING_AFTER) };
      return block<TableBlock>(report(snapshot({ datasets })), 'activity-week');
    };
    expect(week(rows).rows.map(({ date }) => date)).toEqual(['2026-11-20', '2026-11-14']);
    expect(week(rows).note).toContain('Earlier bookings are in the workbook.');
    expect(week(rows.slice(1)).note).not.toContain('Earlier');
    const earlier = { rows: [], emptyText: 'No bookings.', note: 'Earlier bookings are in the workbook.' };
    expect(week(rows.slice(0, 1))).toMatchObject(earlier);
    expect(week([])).toMatchObject({ rows: [], emptyText: 'No bookings.' });
    const busy = week(Array.from({ length: 31 }, () => on('2026-11-20')));
    expect(busy).toMatchObject({ limit: 30, note: expect.stringContaining('All bookings are in the workbook.') });
  });

  it('counts the last seven days for the mail', () => {
    const rows = [
      on('2026-11-20'),
      on('2026-11-19', { kind: 'sell', quantity: -1, amount: 100 }),
      on('2026-11-14'),
      on('2026-11-13'),
      on('2026-11-16', { kind: 'dividend' }),
    ];
    const datasets = { transactions: present(transactions(rows), MORNING_AFTER) };
    const mail = block<FiguresBlock>(report(snapshot({ datasets })), 'recent-activity');
    expect(mail.figures[0]).toMatchObject({ value: '2 buys, 1 sale and 1 dividend', period: '7 days to 20 Nov' });
  });

  it('says which contracts are not asked yet and what no gateway tells', () => {
    const history = transactions([on('2026-11-20')], { notCovered: [2] });
    const datasets = {
      positions: present([position(), position({ conid: 2, symbol: 'BBB' })]),
      transactions: present(history, MORNING_AFTER),
    };
    const notice = block<NoticeBlock>(report(snapshot({ datasets })), 'activity-coverage');
    expect(notice.items[0]?.text).toContain('1 of 2 contracts asked; 1 not asked yet (BBB)');
    expect(notice.items.map(({ text }) => text).join()).toContain(
      'bought and sold between two looks at the holdings, as on one day',
    );
  });

  it('says of each contract how far its bookings are complete, and which were asked longest ago', () => {
    const of = (conid: number, to: string, askedAt: string) => ({
      conid,
      from: calendarDate('2025-11-21'),
      to: calendarDate(to),
      rows: 1,
      askedAt,
    });
    const covered = [of(1, '2026-11-21', '2026-11-21T10:45:00Z'), of(2, '2026-11-20', '2026-11-20T23:00:00Z')];
    const history = transactions([on('2026-11-20'), on('2026-11-18', { conid: 2, symbol: 'GONE' })], {
      covered,
      notCovered: [3],
    });
    const made = report(snapshot({ datasets: { transactions: present(history, MORNING_AFTER) } }));
    expect(block<TableBlock>(made, 'activity-contracts').rows).toEqual([
      expect.objectContaining({ symbol: '3', from: { missing: 'not asked yet' } }),
      { symbol: 'AAA', from: '2025-11-21', to: '2026-11-20', asked: '2026-11-21T10:45:00Z', bookings: 1 },
      // Asked on the evening of the day: that day is not told to the end yet.
      { symbol: 'GONE', from: '2025-11-21', to: '2026-11-19', asked: '2026-11-20T23:00:00Z', bookings: 1 },
    ]);
    expect(block<NoticeBlock>(made, 'activity-coverage').items).toContainEqual({
      term: 'Complete to',
      text: 'Of every contract asked, bookings are complete to 19 Nov; asked longest ago: GONE.',
    });
  });

  it('names bookings that the broker told once and tells no more', () => {
    const superseded = [{ row: on('2026-11-02', { amount: -99 }), lastSeen: MORNING_AFTER, notSeen: MORNING_AFTER }];
    const history = transactions([on('2026-11-02')], { superseded });
    const made = report(snapshot({ datasets: { transactions: present(history, MORNING_AFTER) } }));
    const [changed] = block<NoticeBlock>(made, 'activity-coverage').items.filter(({ term }) => /Changed/.test(term));
    expect(changed?.text).toContain('1 booking told earlier and no longer: AAA 2026-11-02 Buy 1 for −99.00 USD');
    expect(block<TableBlock>(made, 'activity').rows).toHaveLength(1);
  });

  it('describes a derivative’s booking by its terms, not by the share it is written on', () => {
    const terms = { underlying: 'SPY', expiry: '2027-01-15', strike: 515, right: 'put' as const };
    const put = position({ conid: 5, symbol: 'SPY', assetClass: 'option', multiplier: 100, terms });
    const described = { description: 'SPDR S&P 500 ETF TRUST' };
    const rows = [on('2026-11-20', { conid: 5, ...described }), on('2026-11-19', { conid: 6, ...described })];
    const history = transactions(rows, { notCovered: [5] });
    const datasets = {
      positions: present([put, position({ conid: 6, symbol: 'SPY', type: 'ETF' })]),
      transactions: present(history, MORNING_AFTER),
    };
    const made = report(snapshot({ datasets }));
    expect(block<TableBlock>(made, 'activity').rows.map(({ symbol, description }) => [symbol, description])).toEqual([
      ['SPY', 'SPY 15 Jan 2027 515 put'],
      ['SPY', 'SPDR S&P 500 ETF TRUST'],
    ]);
    expect(block<NoticeBlock>(made, 'activity-coverage').items[0]?.text).toContain('(SPY 15 Jan 2027 515 put)');
  });

  it('copes with a hundred thousand bookings', () => {
    const rows = Array.from({ length: 100_000 }, () => on('2026-11-20'));
    const datasets = { transactions: present(transactions(rows), MORNING_AFTER) };
    expect(block<TableBlock>(report(snapshot({ datasets })), 'activity').rows).toHaveLength(100_000);
  });
});

describe('a missing dataset', () => {
  it('costs its own section, which says why and what to do, and marks the report', () => {
    const gap = {
      reason: 'paced' as const,
      message: 'The broker’s limit was reached.',
      nextStep: 'Run it again at 09:15.',
    };
    const made = report(snapshot({ datasets: { transactions: { status: 'missing', gap } } }));
    expect(block<NoticeBlock>(made, 'activity-missing')).toMatchObject({
      tone: 'warning',
      items: [{ term: 'Missing: transactions', text: 'The broker’s limit was reached. Run it again at 09:15.' }],
    });
    expect(made.warnings).toEqual([
      { term: 'Missing', text: 'The broker’s limit was reached. Run it again at 09:15.' },
    ]);
    expect(made.asOf.find(({ data }) => data === 'Transactions')).toEqual({
      data: 'Transactions',
      missing: 'broker’s call limit',
      late: false,
    });
    expect(block<TableBlock>(made, 'holdings').rows).not.toHaveLength(0);
  });

  it('tells the same gap once', () => {
    const made = report(snapshot({ datasets: { positions: missing(), ledger: missing(), summary: missing() } }));
    expect(made.warnings.filter(({ text }) => text === 'The gateway did not answer.')).toHaveLength(1);
  });

  it('leaves a report to stand even when all are missing', () => {
    const none = missing();
    const datasets = {
      summary: none,
      ledger: none,
      positions: none,
      allocation: none,
      performance: none,
      transactions: none,
    };
    const made = report(snapshot({ datasets }));
    expect(made.checks).toEqual({ passed: 0, possible: 0, failed: [] });
    expect(made.sections.length).toBeGreaterThan(5);
  });
});

describe('a close run', () => {
  const gap = {
    reason: 'not-asked' as const,
    message: 'Returns and past values of the day come with the final run of the next morning.',
  };
  const later = { status: 'missing' as const, gap };
  const made = report(
    snapshot({
      run: { kind: 'close', marketDate: MARKET_DATE },
      takenAt: CLOSE_SEEN,
      datasets: { performance: later, transactions: later },
    }),
  );

  it('shows value, holdings and cash of the close, and says that returns follow', () => {
    expect(made.headline).toMatchObject({
      netAssetValue: 1500,
      netAssetValueBasis: 'holdings, cash and accruals, close of 20 Nov',
      dayReturn: { missing: 'follows in the morning' },
    });
    expect(block<NoticeBlock>(made, 'performance-missing')).toMatchObject({ tone: 'plain' });
    expect(block<TableBlock>(made, 'holdings').rows).toHaveLength(2);
  });

  it('is preliminary and no fault', () => {
    expect(made.finality).toBe('preliminary');
    expect(made.warnings).toEqual([]);
  });
});

describe('how settled the figures are', () => {
  it('follows the hour at which past values were fetched', () => {
    const fetched = (at: string) =>
      report(snapshot({ datasets: { performance: present(performance([years(1500)]), at) } })).finality;
    expect(fetched('2026-11-21T09:59:00Z')).toBe('preliminary');
    expect(fetched('2026-11-21T10:00:00Z')).toBe('final');
  });
});

it('keeps the broker’s allocation out of the figures it computes itself', () => {
  const datasets = { allocation: present({ ...noAllocation, assetClass: [{ name: 'STK', long: 9e9, short: 0 }] }) };
  expect(JSON.stringify(report(snapshot({ datasets })))).not.toContain('9000000000');
});
