import { addDays, type CalendarDate, calendarDate, weekday } from '#domain/calendar-date';
import { type Row, table } from '#report/block';
import type { Report, ReportSection } from '#report/report';

/**
 * A report of an invented account, for the tests of every output: each kind of block, groups and totals, three
 * currencies, borrowed cash, a missing figure, failed and unchecked checks. The figures add up to the cent, and the
 * same options give the same report.
 */
export function sampleReport(options: SampleOptions = {}): Report {
  const days = tradingDays(options.days ?? 500);
  const series = valueSeries(days);
  const checks = { passed: 5, possible: 6, failed: ['Positions and cash make the account value'] };
  return {
    schema: 'daybook-report/1',
    account: {
      key: 'a1b2c3d4',
      label: options.label ?? 'Main account',
      maskedId: 'U…4567',
      baseCurrency: 'USD',
      paper: options.paper ?? false,
    },
    marketDate: MARKET_DATE,
    finality: options.finality ?? 'final',
    revision: 1,
    takenAt: '2026-11-21T10:45:12Z',
    snapshotHash: '5f0c9ae1',
    version: '0.1.0',
    timeZone: 'America/New_York',
    headline: {
      netAssetValue: NAV,
      netAssetValueBasis: 'PortfolioAnalyst, close of 20 Nov',
      dayResult: DAY_RESULT,
      dayReturn: DAY_RETURN,
      yearReturn: YEAR_RETURN,
      periods: [
        { name: 'Day', twr: DAY_RETURN },
        { name: 'Month', twr: -0.0012 },
        { name: 'Year', twr: YEAR_RETURN },
        { name: '12 months', twr: 0.1195 },
      ],
    },
    checks,
    warnings: [
      { term: 'Check failed', text: 'Positions and cash make the account value: differs by 12.40 USD.' },
      { term: 'Borrowed cash', text: 'EUR 4,200.00 owed.' },
    ],
    asOf: [
      { data: 'Holdings and cash', at: '2026-11-20T21:31:04Z', late: false },
      { data: 'PortfolioAnalyst', at: '2026-11-20', late: false },
      { data: 'Transactions', at: '2026-11-18', late: true },
      { data: 'Deposits and withdrawals', missing: 'needs Flex statements', late: false },
    ],
    sections: [
      overview(),
      checkSection(),
      performance(),
      series,
      holdings(),
      cash(),
      activity(options.transactions ?? 240),
      notes(),
    ],
  };
}

export interface SampleOptions {
  /** Points of the value series. Default 500. */
  readonly days?: number;
  /** Rows of the activity table. Default 240. */
  readonly transactions?: number;
  readonly label?: string;
  readonly paper?: boolean;
  readonly finality?: Report['finality'];
}

const MARKET_DATE = calendarDate('2026-11-20');
const RATES = { USD: 1, EUR: 1.1624, CHF: 1.2538, JPY: 0.006652 } as const;
type Currency = keyof typeof RATES;

interface Holding {
  readonly symbol: string;
  readonly name: string;
  readonly conid: string;
  readonly group: 'stock' | 'fund' | 'bond' | 'option';
  readonly currency: Currency;
  readonly quantity: number;
  readonly price: number;
  readonly multiplier: number;
  readonly cost: number | null;
}

const held = (
  symbol: string,
  name: string,
  conid: string,
  group: Holding['group'],
  currency: Currency,
  quantity: number,
  price: number,
  cost: number | null,
  multiplier = 1,
): Holding => ({ symbol, name, conid, group, currency, quantity, price, multiplier, cost });

const HOLDINGS: readonly Holding[] = [
  held('VWCE', 'Vanguard FTSE All-World UCITS ETF', '356190817', 'fund', 'EUR', 1420, 141.86, 145_986.4),
  held('CSPX', 'iShares Core S&P 500 UCITS ETF', '75776072', 'fund', 'USD', 165, 712.44, 77_134.25),
  held('VAGF', 'Vanguard Global Aggregate Bond', '368889745', 'fund', 'EUR', 2900, 23.964, 67_727.5),
  held('MSFT', 'Microsoft Corporation', '272093', 'stock', 'USD', 112, 498.52, 29_667.5),
  held('ASML', 'ASML Holding N.V.', '117589399', 'stock', 'EUR', 48, 884.3, 29_997.2),
  held('AAPL', 'Apple Inc.', '265598', 'stock', 'USD', 150, 271.49, 24_983.74),
  held('NESN', 'Nestlé S.A.', '29612267', 'stock', 'CHF', 310, 81.66, 31_137.2),
  held('7203', 'Toyota Motor Corporation', '13905888', 'stock', 'JPY', 900, 3124, 2_304_700),
  held('O', 'Realty Income Corporation', '44384', 'stock', 'USD', 260.3457, 56.93, null),
  held('T', 'AT&T Inc. <transferred lot>', '37018770', 'stock', 'USD', -300, 24.815, -7_010.55),
  held('US-T 4 1/4 34', 'United States Treasury 4.25% 15 Nov 2034', '744108925', 'bond', 'USD', 25, 1003.125, 24_750),
  held('SPY P600', 'SPY 18 Dec 26 600 Put', '733114022', 'option', 'USD', -2, 4.85, -1_239.13, 100),
];

const GROUP_TITLES = { fund: 'ETFs', stock: 'Stocks', bond: 'Bonds', option: 'Options' } as const;
const CASH: readonly { currency: Currency; balance: number; accrued: number }[] = [
  { currency: 'USD', balance: 38_412.55, accrued: 41.2 },
  { currency: 'EUR', balance: -4_200, accrued: -6.11 },
  { currency: 'CHF', balance: 1_250.4, accrued: 0 },
];

const local = (h: Holding): number => h.quantity * h.price * h.multiplier;
const base = (h: Holding): number => local(h) * RATES[h.currency];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const POSITIONS_VALUE = sum(HOLDINGS.map(base));
const CASH_VALUE = sum(CASH.map((line) => (line.balance + line.accrued) * RATES[line.currency]));
const NAV = POSITIONS_VALUE + CASH_VALUE;
const DAY_RETURN = 0.004184;
const YEAR_RETURN = 0.0993127;
const DAY_RESULT = NAV - NAV / (1 + DAY_RETURN);

function tradingDays(count: number): readonly CalendarDate[] {
  const days: CalendarDate[] = [];
  for (let day = MARKET_DATE; days.length < count; day = addDays(day, -1)) {
    if (weekday(day) !== 0 && weekday(day) !== 6) days.push(day);
  }
  return days.reverse();
}

/** A small linear congruential generator: the same walk on every machine. */
function walk(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

function valueSeries(dates: readonly CalendarDate[]): ReportSection {
  const chance = walk(7);
  const returns = dates.map(() => 0.0004 + chance() * 0.016);
  if (returns.length > 0) returns[returns.length - 1] = DAY_RETURN;
  const values: number[] = [];
  for (let i = dates.length - 1, value = NAV; i >= 0; i -= 1) {
    values[i] = value;
    value /= 1 + (returns[i] ?? 0);
  }
  const first = values[0] ?? 1;
  const hole = dates.length > 20 ? dates.length - 12 : -1;
  const benchmark = walk(11);
  let index = first;
  const benchmarkValues = dates.map(() => {
    index *= 1.0003 + benchmark() * 0.013;
    return index;
  });
  return {
    id: 'value',
    blocks: [
      {
        kind: 'series',
        id: 'value-over-time',
        title: 'Value over time',
        subtitle: `Net asset value, USD, daily close, ${dates[0] ?? ''} to ${MARKET_DATE}`,
        shownIn: ['page', 'workbook'],
        sheet: 'Daily',
        note: 'One day without a value from the broker is left open.',
        valueKind: 'money',
        unit: 'USD',
        dates,
        lines: [
          { name: 'Net asset value', role: 'value', values: values.map((value, i) => (i === hole ? null : value)) },
          { name: 'Benchmark', role: 'benchmark', values: benchmarkValues },
        ],
        extra: [
          { title: 'Return (TWR)', kind: 'return', values: returns },
          {
            title: 'Cumulative return',
            kind: 'return',
            values: values.map((value, i) => (i === hole ? { missing: 'no value that day' } : value / first - 1)),
          },
          { title: 'Kept?', kind: 'text', values: dates.map((_, i) => (i === hole ? 'no' : 'yes')) },
        ],
      },
    ],
  };
}

function overview(): ReportSection {
  const day = '2026-11-19 to 2026-11-20';
  const year = '2025-12-31 to 2026-11-20';
  const asOf = MARKET_DATE;
  return {
    id: 'overview',
    blocks: [
      {
        kind: 'figures',
        id: 'key-figures',
        title: 'Key figures',
        shownIn: ['mail', 'page', 'workbook'],
        sheet: 'Summary',
        figures: [
          {
            label: 'Net asset value',
            kind: 'money',
            value: NAV,
            unit: 'USD',
            period: 'close',
            source: 'broker',
            asOf,
            rank: 1,
          },
          {
            label: 'Result, day',
            kind: 'change',
            value: DAY_RESULT,
            unit: 'USD',
            period: day,
            source: 'own',
            asOf,
            rank: 2,
          },
          {
            label: 'Return (TWR), day',
            kind: 'return',
            value: DAY_RETURN,
            period: day,
            source: 'broker',
            asOf,
            rank: 2,
          },
          {
            label: 'Return (TWR), month',
            kind: 'return',
            value: -0.0012,
            period: '2026-10-30 to 2026-11-20',
            source: 'broker',
            asOf,
            rank: 2,
          },
          {
            label: 'Return (TWR), year to date',
            kind: 'return',
            value: YEAR_RETURN,
            period: year,
            source: 'broker',
            asOf,
            rank: 2,
          },
          {
            label: 'Your money’s return (MWR), year to date',
            kind: 'return',
            value: { missing: 'needs Flex statements' },
            period: year,
            source: 'own',
          },
          {
            label: 'Positions',
            kind: 'count',
            value: HOLDINGS.length,
            unit: 'number',
            period: 'close',
            source: 'broker',
            asOf,
          },
          { label: 'Cash', kind: 'money', value: CASH_VALUE, unit: 'USD', period: 'close', source: 'broker', asOf },
          { label: 'Holdings seen', kind: 'instant', value: '2026-11-20T21:31:04Z', source: 'broker', asOf },
          {
            label: 'Leverage',
            kind: 'weight',
            value: POSITIONS_VALUE / NAV,
            unit: 'of value',
            period: 'close',
            source: 'own',
            asOf,
          },
        ],
      },
      {
        kind: 'shares',
        id: 'allocation',
        title: 'Weight by class',
        subtitle: '% of net asset value, close of 20 Nov 2026',
        shownIn: ['mail', 'page', 'workbook'],
        sheet: 'Allocation',
        unit: 'USD',
        shares: shares(),
      },
    ],
  };
}

function shares() {
  const groups = (Object.keys(GROUP_TITLES) as Holding['group'][]).map((group) => {
    const amount = sum(HOLDINGS.filter((h) => h.group === group).map(base));
    return { name: GROUP_TITLES[group], amount, fraction: amount / NAV };
  });
  const details = CASH.map((line) => ({
    name: line.balance < 0 ? `${line.currency} owed` : line.currency,
    amount: (line.balance + line.accrued) * RATES[line.currency],
    ...(line.balance < 0 ? { tone: 'loss' as const } : {}),
  }));
  return [...groups, { name: 'Cash', amount: CASH_VALUE, fraction: CASH_VALUE / NAV, details }];
}

function checkSection(): ReportSection {
  const money = { valueKind: 'money', unit: 'USD' } as const;
  const unchecked = { expected: null, found: null, difference: null, tolerance: null, valueKind: 'money' } as const;
  return {
    id: 'checks',
    blocks: [
      {
        kind: 'checks',
        id: 'reconciliation',
        title: 'Checks',
        subtitle: '5 of 6 possible checks passed',
        shownIn: ['mail', 'page', 'workbook'],
        sheet: 'Checks',
        checks: [
          {
            id: 'ledger',
            name: 'Ledger equals summary',
            verdict: 'pass',
            finding: 'diff. 0.00 USD',
            expected: NAV,
            found: NAV,
            difference: 0,
            tolerance: 1,
            ...money,
          },
          {
            id: 'parts',
            name: 'Positions and cash make the account value',
            verdict: 'fail',
            finding: 'diff. 12.40 USD',
            expected: NAV,
            found: NAV + 12.4,
            difference: 12.4,
            tolerance: 1,
            ...money,
          },
          {
            id: 'close',
            name: 'PortfolioAnalyst equals the close',
            verdict: 'pass',
            finding: 'diff. 0.02 USD',
            expected: NAV,
            found: NAV + 0.02,
            difference: 0.02,
            tolerance: NAV / 10_000,
            ...money,
          },
          {
            id: 'months',
            name: 'Days chain to months',
            verdict: 'pass',
            finding: 'largest diff. 0.0000001',
            expected: 0.0123,
            found: 0.0123001,
            difference: 0.0000001,
            tolerance: 0.000001,
            valueKind: 'return',
          },
          {
            id: 'twr',
            name: 'Own return equals the broker’s',
            verdict: 'unchecked',
            finding: 'needs Flex statements',
            ...unchecked,
          },
          {
            id: 'bridge',
            name: 'Nothing unexplained in the bridge',
            verdict: 'unchecked',
            finding: 'needs Flex statements',
            ...unchecked,
          },
          {
            id: 'age',
            name: 'Data are of the expected day',
            verdict: 'pass',
            finding: 'all of 20 Nov',
            expected: '2026-11-20',
            found: '2026-11-20',
            difference: null,
            tolerance: null,
            valueKind: 'date',
          },
          {
            id: 'rates',
            name: 'Every currency has a rate',
            verdict: 'pass',
            finding: '4 of 4',
            expected: 4,
            found: 4,
            difference: 0,
            tolerance: 0,
            valueKind: 'count',
          },
          {
            id: 'benchmark',
            name: 'Benchmark has a close',
            verdict: 'unchecked',
            finding: 'no benchmark set',
            ...unchecked,
          },
        ],
      },
    ],
  };
}

function performance(): ReportSection {
  const row = (period: string, from: string, twr: number | null, days: number, partial = 'no') => ({
    period,
    from,
    to: MARKET_DATE,
    twr: twr ?? { missing: 'account is younger' },
    opening: twr === null ? null : NAV / (1 + twr),
    closing: NAV,
    change: twr === null ? null : NAV - NAV / (1 + twr),
    days,
    partial,
  });
  return {
    id: 'performance',
    blocks: [
      table({
        id: 'periods',
        title: 'Performance by period',
        subtitle: 'Time-weighted return, % after fees, to 20 Nov 2026',
        shownIn: ['mail', 'page', 'workbook'],
        brief: true,
        sheet: 'Performance',
        columns: [
          { key: 'period', title: 'Period', kind: 'text' },
          { key: 'from', title: 'From', kind: 'date', weight: 'side' },
          { key: 'to', title: 'To', kind: 'date', weight: 'side', shownIn: ['page', 'workbook'] },
          { key: 'twr', title: 'Return (TWR)', kind: 'return', weight: 'lead', bar: true },
          { key: 'opening', title: 'Opening value', kind: 'money', unit: 'USD', shownIn: ['page', 'workbook'] },
          { key: 'closing', title: 'Closing value', kind: 'money', unit: 'USD', shownIn: ['workbook'] },
          { key: 'change', title: 'Change', kind: 'change', unit: 'USD' },
          { key: 'days', title: 'Days', kind: 'count', shownIn: ['workbook'] },
          { key: 'partial', title: 'Partial?', kind: 'text', weight: 'side', shownIn: ['page', 'workbook'] },
        ],
        rows: [
          row('Day', '2026-11-19', DAY_RETURN, 1),
          row('Month', '2026-10-30', -0.0012, 21),
          row('Quarter', '2026-09-30', 0.0533, 51),
          row('Year to date', '2025-12-31', YEAR_RETURN, 324),
          row('12 months', '2025-11-20', 0.1195, 365),
          row('Since start', '2024-12-23', 0.1622, 697, 'yes'),
          row('5 years', '2021-11-20', null, 1826),
        ],
        note: 'Periods over a year are not annualised here.',
      }),
    ],
  };
}

function holdings(): ReportSection {
  const cost = (h: Holding): number | null => (h.cost === null ? null : h.cost * RATES[h.currency]);
  const unrealised = (h: Holding): number | null => (h.cost === null ? null : base(h) - h.cost * RATES[h.currency]);
  const groups = (Object.keys(GROUP_TITLES) as Holding['group'][]).map((key) => {
    const members = HOLDINGS.filter((h) => h.group === key);
    const value = sum(members.map(base));
    return {
      key,
      title: GROUP_TITLES[key],
      totals: { value, weight: value / NAV, unrealised: sum(members.map((h) => unrealised(h) ?? 0)) },
    };
  });
  return {
    id: 'holdings',
    blocks: [
      table({
        id: 'positions',
        title: 'Holdings',
        subtitle: 'Live values of 20 Nov 2026, 16:31 ET',
        shownIn: ['page', 'workbook'],
        sheet: 'Positions',
        columns: [
          { key: 'symbol', title: 'Symbol', kind: 'text' },
          { key: 'name', title: 'Name', kind: 'text' },
          { key: 'conid', title: 'Contract id', kind: 'id', weight: 'side', shownIn: ['workbook'] },
          { key: 'class', title: 'Class', kind: 'text', shownIn: ['workbook'] },
          { key: 'currency', title: 'Currency', kind: 'text' },
          { key: 'quantity', title: 'Quantity', kind: 'quantity' },
          { key: 'price', title: 'Price local', kind: 'price' },
          { key: 'rate', title: 'FX to USD', kind: 'rate', weight: 'side' },
          { key: 'local', title: 'Value local', kind: 'money' },
          { key: 'value', title: 'Value', kind: 'money', unit: 'USD', weight: 'lead' },
          { key: 'weight', title: 'Weight', kind: 'weight', bar: true },
          { key: 'cost', title: 'Cost', kind: 'money', unit: 'USD', shownIn: ['workbook'] },
          { key: 'unrealised', title: 'Unrealised', kind: 'change', unit: 'USD' },
        ],
        rows: HOLDINGS.map((h) => ({
          symbol: h.symbol,
          name: h.name,
          conid: h.conid,
          class: GROUP_TITLES[h.group],
          currency: h.currency,
          quantity: h.quantity,
          price: h.price,
          rate: RATES[h.currency],
          local: local(h),
          value: base(h),
          weight: base(h) / NAV,
          cost: cost(h) ?? { missing: 'transferred lot' },
          unrealised: unrealised(h) ?? { missing: 'no cost' },
          $group: h.group,
        })),
        groups,
        totals: {
          symbol: 'Total',
          value: POSITIONS_VALUE,
          weight: POSITIONS_VALUE / NAV,
          unrealised: sum(HOLDINGS.map((h) => unrealised(h) ?? 0)),
        },
        limit: 40,
      }),
    ],
  };
}

function cash(): ReportSection {
  return {
    id: 'cash',
    blocks: [
      table({
        id: 'cash-by-currency',
        title: 'Cash by currency',
        subtitle: 'EUR 4,200.00 owed',
        shownIn: ['page', 'workbook'],
        sheet: 'Cash',
        columns: [
          { key: 'currency', title: 'Currency', kind: 'text' },
          { key: 'balance', title: 'Balance local', kind: 'money' },
          { key: 'accrued', title: 'Interest accrued local', kind: 'money' },
          { key: 'rate', title: 'FX to USD', kind: 'rate', weight: 'side' },
          { key: 'value', title: 'Value', kind: 'money', unit: 'USD', weight: 'lead', bar: true },
          { key: 'state', title: 'State', kind: 'text', weight: 'side' },
        ],
        rows: CASH.map((line) => ({
          currency: line.currency,
          balance: line.balance,
          accrued: line.accrued,
          rate: RATES[line.currency],
          value: (line.balance + line.accrued) * RATES[line.currency],
          state: line.balance < 0 ? 'borrowed' : null,
          ...(line.balance < 0 ? { $tone: 'loss' as const } : {}),
        })),
        totals: { currency: 'Total', value: CASH_VALUE },
      }),
    ],
  };
}

const SIDES = ['Buy', 'Sell', 'Dividend', 'Withholding tax'] as const;

function activity(count: number): ReportSection {
  const chance = walk(23);
  const rows: Row<
    'date' | 'symbol' | 'description' | 'type' | 'quantity' | 'price' | 'amount' | 'currency' | 'seen'
  >[] = [];
  for (let i = 0; i < count; i += 1) {
    const h = HOLDINGS[Math.floor((chance() + 0.5) * HOLDINGS.length)] ?? HOLDINGS[0];
    if (!h) break;
    const type = SIDES[Math.floor((chance() + 0.5) * SIDES.length)] ?? 'Buy';
    const trade = type === 'Buy' || type === 'Sell';
    const quantity = Math.round((chance() + 0.5) * 40 + 1) * (type === 'Sell' ? -1 : 1);
    const price = Math.round(h.price * (1 + chance() * 0.2) * 10_000) / 10_000;
    const sign = type === 'Buy' || type === 'Withholding tax' ? -1 : 1;
    rows.push({
      date: addDays(MARKET_DATE, -Math.floor((i * 700) / Math.max(count, 1))),
      symbol: h.symbol,
      description: `${type} ${h.name}`,
      type,
      quantity: trade ? quantity : null,
      price: trade ? price : null,
      amount: (sign * Math.round(Math.abs(trade ? quantity * price : price) * 100)) / 100,
      currency: h.currency,
      seen: '2026-11-21T10:45:12Z',
    });
  }
  return {
    id: 'activity',
    blocks: [
      table({
        id: 'transactions',
        title: 'Activity',
        subtitle: '12 of 14 contracts; 2 not asked yet',
        shownIn: ['page', 'workbook'],
        sheet: 'Transactions',
        columns: [
          { key: 'date', title: 'Date', kind: 'date' },
          { key: 'symbol', title: 'Symbol', kind: 'text' },
          { key: 'description', title: 'Description', kind: 'text', weight: 'side' },
          { key: 'type', title: 'Type', kind: 'text' },
          { key: 'quantity', title: 'Quantity', kind: 'quantity' },
          { key: 'price', title: 'Price local', kind: 'price' },
          { key: 'amount', title: 'Amount local', kind: 'change', weight: 'lead' },
          { key: 'currency', title: 'Currency', kind: 'text' },
          { key: 'seen', title: 'Seen', kind: 'instant', weight: 'side', shownIn: ['workbook'] },
        ],
        rows,
        limit: 30,
        emptyText: 'No activity in this time.',
        note: 'Commissions, deposits and contracts sold to zero are not told by this source.',
      }),
    ],
  };
}

function notes(): ReportSection {
  return {
    id: 'notes',
    blocks: [
      {
        kind: 'notice',
        id: 'missing',
        title: 'What is missing',
        shownIn: ['mail', 'page', 'workbook'],
        tone: 'warning',
        items: [
          {
            term: 'Transactions',
            text: '2 of 14 contracts are not asked yet: the broker allows one call in 15 minutes.',
          },
          { term: 'Unknown field', text: 'positions: "esgScore" came 12 times; kept as sent.' },
        ],
      },
      {
        kind: 'notice',
        id: 'method',
        title: 'How it is computed',
        shownIn: ['page', 'workbook'],
        tone: 'plain',
        items: [
          { term: 'Return (TWR)', text: 'Growth of one unit of money, deposits and withdrawals left out.' },
          { term: '=HYPERLINK("http://example.invalid")', text: '+49 @foreign -text that looks like a formula' },
        ],
      },
    ],
  };
}
