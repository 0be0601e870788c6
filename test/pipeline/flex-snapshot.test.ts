import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuation } from '#analytics/valuation';
import type { Dataset } from '#domain/dataset';
import { datasetOf } from '#domain/snapshot';
import { cashTransaction, netAssetValue, trade } from '#test/support/statement';
import { ASKED, DAY, held, historyOf, lacking, RAW, snapshotOf, wholePiece } from './flex-day.ts';

function valueOf<T>(dataset: Dataset<T>): T {
  if (dataset.status === 'missing') throw new Error(`missing: ${dataset.gap.message}`);
  return dataset.value;
}
const { datasets } = snapshotOf();

describe('the Snapshot of a statement', () => {
  it('is of the close, names its source, the answer behind it and what a statement has not', () => {
    for (const name of ['positions', 'ledger', 'performance', 'transactions', 'statement'] as const) {
      const dataset = datasetOf(snapshotOf(), name);
      expect(dataset, name).toMatchObject({
        status: 'present',
        source: 'flex',
        asOf: '2026-11-20T21:00:00.000Z',
        fetchedAt: ASKED,
        raw: [RAW],
      });
    }
    expect(datasets.summary).toMatchObject({ status: 'missing', gap: { reason: 'not-available' } });
    expect(datasets.allocation).toMatchObject({ status: 'missing', gap: { reason: 'not-available' } });
  });

  it('is the same bytes whenever it is made', () => {
    expect(JSON.stringify(snapshotOf())).toBe(JSON.stringify(snapshotOf()));
  });

  it('takes the currency at par for the base when the statement names none', () => {
    const { baseCurrency: _, ...piece } = wholePiece({ close: { ratesToBase: { CHF: 1, USD: 0.9 } } });
    expect(snapshotOf(piece).account.baseCurrency).toBe('CHF');
  });

  it('counts rows that were not understood', () => {
    const row = { section: 'New', name: 'Thing', why: 'unknown', fields: { a: '1' } } as const;
    const { oddities } = snapshotOf(wholePiece({ unknown: [row, row] }));
    expect(oddities).toEqual([{ kind: 'field', where: 'Flex statement', name: 'New/Thing', count: 2 }]);
  });
});

describe('a statement of which rows could not be read', () => {
  it('says which lists are not whole, beside what they tell', () => {
    const unknown = [
      { section: 'OpenPositions', name: 'OpenPosition', why: 'other-account', field: 'accountId', fields: {} },
      { section: 'CashReport', name: 'CashReportCurrency', why: 'unreadable', field: 'endingCash', fields: {} },
    ] as const;
    const snapshot = snapshotOf(wholePiece({ unknown, partial: ['positions', 'cash'] }));
    expect(snapshot.datasets.positions).toMatchObject({ status: 'present', gaps: [{ reason: 'unreadable' }] });
    expect(snapshot.datasets.ledger).toMatchObject({
      gaps: [{ message: expect.stringMatching(/cash could not be read/) }],
    });
    expect(snapshot.oddities.map(({ name }) => name)).toEqual([
      'OpenPosition of another account',
      'CashReportCurrency with an unreadable endingCash',
    ]);
  });
});

describe('a statement whose query ticks sums alone', () => {
  it('says at which level its rows stand, and lacks no section', () => {
    const piece = lacking(wholePiece({ otherLevels: { trades: ['ORDER'] } }), 'trades', 'cashTransactions');
    const message = expect.stringMatching(/no section Cash Transactions\.$/);
    expect(snapshotOf(piece).datasets.transactions).toMatchObject({ status: 'missing', gap: { message } });
    const cash = lacking(wholePiece({ otherLevels: { trades: ['ORDER'] } }), 'trades');
    expect(snapshotOf(cash).datasets.transactions).toMatchObject({
      gap: {
        message: expect.stringMatching(/lists Trades at level ORDER alone/),
        nextStep: expect.stringContaining('Executions'),
      },
    });
  });
});

describe('holdings of a statement', () => {
  it('carry quantity, price, value and the cost of one', () => {
    expect(valueOf(datasets.positions)).toEqual([
      expect.objectContaining({
        conid: 1,
        symbol: 'AAA',
        quantity: 10,
        marketValue: 1000,
        averageCost: 90,
        multiplier: 1,
      }),
    ]);
  });

  it('are counted once where lots stand beside the whole, and added up where lots stand alone', () => {
    const lots = [held({ level: 'lot', quantity: 4 }), held({ level: 'lot', quantity: 6 })];
    for (const positions of [[held(), ...lots], lots]) {
      const found = valueOf(snapshotOf(wholePiece({ close: { positions } })).datasets.positions);
      expect(found).toMatchObject([{ quantity: 10, marketValue: 1000, averageCost: 90, unrealizedProfit: 100 }]);
    }
  });

  it('have no cost where the broker says 0 or one lot lacks it', () => {
    const { cost: _, ...without } = held({ level: 'lot' });
    for (const positions of [[held({ cost: 0 })], [held({ level: 'lot' }), without]]) {
      const [found] = valueOf(snapshotOf(wholePiece({ close: { positions } })).datasets.positions);
      expect(found).not.toHaveProperty('averageCost');
    }
  });

  it('tell a listed option by its symbol', () => {
    const contract = {
      symbol: 'AAA   261218C00200500',
      description: '',
      assetClass: 'option',
      brokerClass: 'OPT',
    } as const;
    const [option] = valueOf(
      snapshotOf(wholePiece({ close: { positions: [held({ contract: { ...contract, conid: 7, multiplier: 100 } })] } }))
        .datasets.positions,
    );
    expect(option).toMatchObject({
      multiplier: 100,
      terms: { underlying: 'AAA', expiry: '2026-12-18', strike: 200.5, right: 'call' },
    });
  });

  it('of another day are none of this day', () => {
    const before = held({ date: '2026-11-19' as typeof DAY, contract: { ...held().contract, conid: 2 } });
    const found = valueOf(snapshotOf(wholePiece({ close: { positions: [before, held()] } })).datasets.positions);
    expect(found.map(({ conid }) => conid)).toEqual([1]);
  });

  it('without a contract id are left out and named', () => {
    const { conid: _, ...contract } = held().contract;
    const nameless = { ...held(), contract };
    const { positions } = snapshotOf(wholePiece({ close: { positions: [nameless] } })).datasets;
    expect(positions).toMatchObject({
      status: 'present',
      value: [],
      gaps: [{ message: expect.stringContaining('AAA') }],
    });
  });

  it('are missing, and no empty account, when the list is empty while the day’s value counts securities', () => {
    const value = { ...netAssetValue(DAY, 1500), parts: { cash: 500, stock: 1000 } };
    const piece = wholePiece({ close: { positions: [] }, bookings: { netAssetValues: [value] } });
    expect(snapshotOf(piece).datasets.positions).toMatchObject({ gap: { message: expect.stringContaining('stock') } });
    const empty = { ...netAssetValue(DAY, 500), parts: { cash: 500, stock: 0 } };
    const sold = wholePiece({ close: { positions: [] }, bookings: { netAssetValues: [empty] } });
    expect(valueOf(snapshotOf(sold).datasets.positions)).toEqual([]);
  });
});

describe('a section that the query does not tick', () => {
  it.each([
    ['positions', ['positions', 'ledger'], 'Open Positions'],
    ['trades', ['transactions'], 'Trades'],
    ['netAssetValues', ['performance'], 'Net Asset Value'],
  ] as const)('of %s leaves %j missing with its name, and not zero', (part, names, section) => {
    const piece = lacking(wholePiece(), part);
    const snapshot = snapshotOf(piece);
    for (const name of names) {
      expect(datasetOf(snapshot, name), name).toMatchObject({
        status: 'missing',
        gap: { reason: 'not-available', message: expect.stringContaining(section) },
      });
    }
    expect(valueOf(datasetOf(snapshot, 'statement')).lacks).toEqual([part]);
  });

  it.each([
    ['cash', 'Cash Report'],
    ['interestAccruals', 'Interest Accruals'],
    ['dividendAccruals', 'Open Dividend Accruals'],
  ])('of %s leaves no ledger where the day’s value does not name the sum either', (part, section) => {
    const value = { ...netAssetValue(DAY, 1500), parts: {} };
    const piece = lacking(wholePiece({ bookings: { netAssetValues: [value] } }), part);
    expect(snapshotOf(piece).datasets.ledger).toMatchObject({ gap: { message: expect.stringContaining(section) } });
  });

  it('is made up for by the sums of the day’s value, whole in base currency, and says so', () => {
    const parts = { cash: 500, stock: 1000, interestAccruals: 2, dividendAccruals: 0 };
    const value = { ...netAssetValue(DAY, 1502), parts };
    const piece = lacking(
      wholePiece({ bookings: { netAssetValues: [value] } }),
      'cash',
      'interestAccruals',
      'dividendAccruals',
    );
    const { ledger, positions } = snapshotOf(piece).datasets;
    expect(ledger).toMatchObject({ gaps: [{ message: expect.stringContaining('cash and accrued interest') }] });
    expect(valuation(valueOf(positions), valueOf(ledger)).total).toEqual({ amount: 1502, without: [] });
  });

  it('of the day leaves bookings of earlier statements, and says that the day’s are missing', () => {
    const before = historyOf({ trades: [trade({ date: '2026-11-18' })] }, { trades: [{ from: DAY, to: DAY }] });
    const { transactions } = snapshotOf(lacking(wholePiece(), 'trades'), before).datasets;
    expect(transactions).toMatchObject({ gaps: [{ message: expect.stringContaining('Trades') }] });
    expect(valueOf(transactions).rows).toHaveLength(1);
  });
});

describe('the ledger of a statement', () => {
  it('holds cash, settled cash, rates and accruals by currency, and the total of the day’s value', () => {
    const accrued = { contract: held().contract, currency: 'CHF', net: 3, remainder: {} };
    const piece = wholePiece({
      close: {
        cash: [
          { currency: 'base', starting: 0, ending: 610 },
          { currency: 'USD', starting: 0, ending: 500, endingSettled: 480 },
          { currency: 'CHF', starting: 0, ending: 100 },
        ],
        dividendAccruals: [
          { ...accrued, state: 'open' },
          { ...accrued, state: 'change' },
        ],
        interestAccruals: [{ currency: 'USD', ending: -1, remainder: {} }],
        ratesToBase: { USD: 1, CHF: 1.1 },
      },
    });
    const ledger = valueOf(snapshotOf(piece).datasets.ledger);
    expect(ledger).toMatchObject({ baseCurrency: 'USD', netLiquidationBase: 1500, hasBaseRow: true });
    expect(ledger.balances).toMatchObject([
      { currency: 'CHF', cash: 100, rateToBase: 1.1, accruedDividends: 3, accruedInterest: 0, netLiquidation: 103 },
      { currency: 'USD', cash: 500, settledCash: 480, rateToBase: 1, accruedInterest: -1, netLiquidation: 1499 },
    ]);
    expect(ledger.balances[1]?.securities).toEqual({ stock: 1000 });
  });

  it('has no rate for a currency of which the statement names none', () => {
    const piece = wholePiece({ close: { positions: [held({ currency: 'JPY' })], ratesToBase: { USD: 1 } } });
    const [yen] = valueOf(snapshotOf(piece).datasets.ledger).balances;
    expect(yen).toMatchObject({ currency: 'JPY', cash: 0 });
    expect(yen).not.toHaveProperty('rateToBase');
  });

  it('leaves the notional of futures out of values', () => {
    const contract = { ...held().contract, conid: 9, assetClass: 'future', brokerClass: 'FUT' } as const;
    const future = held({ contract, marketValue: 300_000, unrealizedProfit: 250 });
    const piece = wholePiece({ close: { positions: [held(), future] } });
    const { ledger, positions } = snapshotOf(piece).datasets;
    expect(valueOf(ledger).balances).toMatchObject([{ netLiquidation: 1500, futuresOpenProfit: 250 }]);
    expect(valuation(valueOf(positions), valueOf(ledger)).total.amount).toBe(1500);
  });

  it('counts what bonds have accrued once: beside the interest of cash, inside the sum of the day’s value', () => {
    const contract = { ...held().contract, conid: 3, assetClass: 'bond', brokerClass: 'BOND' } as const;
    const bond = held({ contract, accruedInterest: 12.5 });
    const interestAccruals = [{ currency: 'USD', starting: 0, ending: 3, remainder: {} }];
    const before = held({ contract, accruedInterest: 99, date: '2026-11-19' as typeof DAY });
    const both = wholePiece({ close: { positions: [before, bond], interestAccruals } });
    expect(valueOf(snapshotOf(both).datasets.ledger).balances).toMatchObject([{ accruedInterest: 15.5 }]);
    const value = { ...netAssetValue(DAY, 1515.5), parts: { cash: 500, bonds: 1000, interestAccruals: 15.5 } };
    const summed = wholePiece({ close: { positions: [bond] }, bookings: { netAssetValues: [value] } });
    const { ledger } = snapshotOf(lacking(summed, 'interestAccruals')).datasets;
    expect(valueOf(ledger).balances).toMatchObject([{ accruedInterest: 15.5 }]);
  });

  const cents = fc.integer({ min: -1e9, max: 1e9 }).map((amount) => amount / 100);
  const perCurrency = fc.record({
    cash: cents,
    interest: cents,
    dividend: cents,
    stock: cents,
    rate: fc.integer({ min: 1, max: 999 }),
  });
  it('makes the same value as holdings, cash and accruals do, in any currencies', () => {
    fc.assert(
      fc.property(perCurrency, perCurrency, perCurrency, (usd, chf, eur) => {
        const all = { USD: { ...usd, rate: 100 }, CHF: chf, EUR: eur };
        const each = Object.entries(all);
        const total = each.reduce(
          (sum, [, { cash, interest, dividend, stock, rate }]) =>
            sum + ((cash + interest + dividend + stock) * rate) / 100,
          0,
        );
        const piece = wholePiece({
          bookings: { netAssetValues: [netAssetValue(DAY, total)] },
          close: {
            positions: each.map(([currency, { stock }], i) =>
              held({ currency, marketValue: stock, contract: { ...held().contract, conid: i + 1 } }),
            ),
            cash: each.map(([currency, { cash }]) => ({ currency, starting: 0, ending: cash })),
            interestAccruals: each.map(([currency, { interest }]) => ({ currency, ending: interest, remainder: {} })),
            dividendAccruals: each.map(([currency, { dividend }]) => ({
              contract: held().contract,
              state: 'open',
              currency,
              net: dividend,
              remainder: {},
            })),
            ratesToBase: Object.fromEntries(each.map(([currency, { rate }]) => [currency, rate / 100])),
          },
        });
        const { ledger, positions } = snapshotOf(piece).datasets;
        const made = valuation(valueOf(positions), valueOf(ledger));
        expect(made.total.without).toEqual([]);
        expect(made.total.amount).toBeCloseTo(total, 3);
        const rows = valueOf(ledger).balances.reduce((sum, row) => sum + row.netLiquidation * (row.rateToBase ?? 0), 0);
        expect(rows).toBeCloseTo(total, 3);
      }),
      { numRuns: 60 },
    );
  });
});

describe('transactions of statements', () => {
  const contract = held().contract;
  const bookings = {
    trades: [
      trade({ date: '2026-11-18', contract, quantity: -5, price: 100, proceeds: 500, commission: -1 }),
      trade({ date: DAY, contract: { ...contract, conid: 2, assetClass: 'cash', brokerClass: 'CASH' } }),
    ],
    cashTransactions: [
      cashTransaction({ date: '2026-11-19', contract, amount: 12 }),
      cashTransaction({
        date: '2026-11-19',
        contract,
        amount: -2,
        kind: 'withholding-tax',
        brokerType: 'Withholding Tax',
      }),
      cashTransaction({ date: '2026-11-19', amount: 1000, kind: 'deposit', brokerType: 'Deposits/Withdrawals' }),
    ],
    transfers: [],
    corporateActions: [
      {
        contract,
        date: DAY,
        brokerType: 'FS',
        description: 'SPLIT',
        currency: 'USD',
        quantity: 5,
        proceeds: 0,
        remainder: {},
      },
    ],
  };
  const found = valueOf(snapshotOf(wholePiece(), historyOf(bookings)).datasets.transactions);

  it('are those of contracts, signed and gross, each by name of its source', () => {
    expect(
      found.rows.map(({ date, kind, quantity, amount, source }) => [date, kind, quantity, amount, source]),
    ).toEqual([
      ['2026-11-18', 'sell', -5, 500, 'flex'],
      ['2026-11-19', 'dividend', undefined, 12, 'flex'],
      ['2026-11-19', 'tax', undefined, -2, 'flex'],
      [DAY, 'other', 5, 0, 'flex'],
    ]);
  });

  it('take the value of a holding that moved, and not the zero of cash beside it', () => {
    const moved = {
      contract,
      date: DAY,
      brokerType: 'ACATS',
      direction: 'in',
      currency: 'USD',
      quantity: 5,
      remainder: {},
    } as const;
    const transfers = [{ ...moved, cashAmount: 0, positionAmount: 550 }];
    const told = valueOf(snapshotOf(wholePiece(), historyOf({ ...bookings, transfers })).datasets.transactions);
    expect(told.rows.filter(({ kind }) => kind === 'transfer').map(({ amount }) => amount)).toEqual([550]);
  });

  it('cover every contract held or booked, over the days that were told without a break', () => {
    expect(found.covered).toEqual([{ conid: 1, from: '2025-11-20', to: DAY, rows: 4, askedAt: ASKED }]);
    const late = historyOf(bookings, { trades: [{ from: DAY, to: DAY }] });
    expect(valueOf(snapshotOf(wholePiece(), late).datasets.transactions).covered).toMatchObject([
      { from: DAY, rows: 1 },
    ]);
    const broken = historyOf(bookings, { trades: [{ from: WINDOW_START, to: '2026-11-18' as typeof DAY }] });
    expect(valueOf(snapshotOf(wholePiece(), broken).datasets.transactions).covered).toEqual([]);
  });

  it('leave out what is of a later day', () => {
    const later = historyOf({ trades: [trade({ date: '2026-11-23', contract })], cashTransactions: [] });
    expect(valueOf(snapshotOf(wholePiece(), later).datasets.transactions).rows).toEqual([]);
  });

  it('name those that a newer statement of their day no longer holds', () => {
    const seen = { lastSeen: '2026-11-19T10:50:00Z', notSeen: ASKED };
    const row = trade({ date: '2026-11-18', contract, quantity: -5, proceeds: 500 });
    const history = {
      ...historyOf(bookings),
      superseded: [
        { list: 'trades', row, ...seen },
        { list: 'netAssetValues', row: netAssetValue(DAY, 1), ...seen },
      ] as const,
    };
    expect(valueOf(snapshotOf(wholePiece(), history).datasets.transactions).superseded).toEqual([
      { row: expect.objectContaining({ kind: 'sell', amount: 500, source: 'flex' }), ...seen },
    ]);
  });

  it('are gross also where the statement names net cash alone, and left out where it names no amount', () => {
    const { proceeds: _, ...net } = trade({ date: DAY, contract, netCash: -2001, commission: -1 });
    const { proceeds: __, ...none } = trade({ date: DAY, contract });
    const rows = (one: typeof net) =>
      valueOf(snapshotOf(wholePiece(), historyOf({ trades: [one], cashTransactions: [] })).datasets.transactions).rows;
    expect(rows(net)).toMatchObject([{ amount: -2000 }]);
    expect(rows(none)).toEqual([]);
  });
});

const WINDOW_START = DAY.replace('2026', '2025') as typeof DAY;
