import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerRates } from '#analytics/conversion';
import { movesOfStatements } from '#analytics/holding-moves';
import { splitHolding, splitMovedHolding } from '#analytics/price-and-fx';
import { valuation } from '#analytics/valuation';
import { type AccountClose, added, attribution, type SpanBookings } from '#analytics/value-attribution';
import { addDays } from '#domain/calendar-date';
import type { Position } from '#domain/position';
import { balance, ledger, MARKET_DATE, position } from '#test/support/snapshot';
import {
  contract,
  corporateAction,
  DAY_BEFORE,
  dividendAccrual,
  trade,
  transfer,
} from '#test/support/statement-dataset';

const none: SpanBookings = { flows: [], income: [], costs: [], exchanges: [] };

function close(positions: readonly Position[], cash: Record<string, number>, rates: Record<string, number>) {
  const balances = Object.entries(cash).map(([currency, amount]) =>
    balance(currency, amount, { rateToBase: rates[currency] ?? 1 }),
  );
  const book = ledger(balances);
  return { positions, ledger: book, rates: ledgerRates(book) } satisfies AccountClose;
}

const total = ({ positions, ledger: book }: AccountClose): number => valuation(positions, book).total.amount;
const effect = (parts: ReturnType<typeof attribution>): number =>
  Number(
    added([
      ...parts.holdings.flatMap(({ price, fx, income }) => [price, fx, income]),
      parts.cashFx,
      ...[parts.otherIncome, parts.interest, parts.costs].map((part) => part ?? 0),
    ]),
  );

describe('a holding that was traded', () => {
  it('is split as an unchanged one where nothing was traded', () => {
    const unchanged = { quantity: 7, priceOpen: 100, priceClose: 104, fxOpen: 1.1, fxClose: 1.2 };
    const { price, fx } = splitHolding(unchanged);
    const moved = splitMovedHolding({ valueOpen: 700, valueClose: 728, fxOpen: 1.1, fxClose: 1.2, moves: [] });
    expect(moved.price).toBeCloseTo(price, 9);
    expect(moved.fx).toBeCloseTo(fx, 9);
  });

  it('counts what was bought from its purchase on, at the rate of the purchase', () => {
    const bought = { valueOpen: 0, valueClose: 1000, fxOpen: 1, fxClose: 1.2, moves: [{ amount: -1000, fx: 1.1 }] };
    expect(splitMovedHolding(bought).price).toBe(0);
    expect(splitMovedHolding(bought).fx).toBeCloseTo(100, 9);
  });
});

describe('the parts of a change of value', () => {
  const before = close([position({ quantity: 10, price: 100 })], { USD: 5000 }, {});

  it('tell a holding bought, one sold and one traded within the day', () => {
    const moves = movesOfStatements(
      {
        trades: [
          trade({ quantity: 5, price: 101 }),
          trade({ quantity: -10, price: 50, contract: contract({ conid: 2, symbol: 'BBB' }) }),
          trade({ quantity: 3, price: 10, contract: contract({ conid: 3, symbol: 'CCC' }) }),
          trade({ quantity: -3, price: 12, contract: contract({ conid: 3, symbol: 'CCC' }) }),
        ],
        transfers: [],
        corporateActions: [],
      },
      DAY_BEFORE,
      MARKET_DATE,
    );
    const sold = position({ conid: 2, symbol: 'BBB', quantity: 10, price: 48 });
    const made = attribution({
      base: 'USD',
      before: { ...before, positions: [...before.positions, sold] },
      after: close([position({ quantity: 15, price: 102 })], { USD: 5000 - 505 + 500 + 6 }, {}),
      moves,
      unexplained: new Map(),
      bookings: none,
    });
    const prices = Object.fromEntries(made.holdings.map(({ symbol, price }) => [symbol, price]));
    expect(prices).toEqual({ AAA: 25, BBB: 20, CCC: 6 });
    expect(effect(made)).toBeCloseTo(51, 9);
  });

  it('count what was reported late from the day of its report, as the holding and the cash do', () => {
    const late = { date: DAY_BEFORE, reported: MARKET_DATE };
    const lists = {
      trades: [trade({ ...late, quantity: 5, price: 100 })],
      transfers: [transfer({ ...late, quantity: 5, positionAmount: 500 })],
      corporateActions: [corporateAction({ ...late, quantity: 0, proceeds: 7 })],
    };
    expect(movesOfStatements(lists, addDays(DAY_BEFORE, -1), DAY_BEFORE)).toEqual([]);
    const moves = movesOfStatements(lists, DAY_BEFORE, MARKET_DATE);
    const after = close([position({ quantity: 20, price: 100 })], { USD: 5000 - 500 + 7 }, {});
    const made = attribution({ base: 'USD', before, after, moves, unexplained: new Map(), bookings: none });
    expect(made.holdings).toMatchObject([{ price: 7, fx: 0 }]);
  });

  it('count a holding that was moved in as no gain', () => {
    const moves = movesOfStatements(
      { trades: [], transfers: [transfer({ quantity: 5, positionAmount: 500 })], corporateActions: [] },
      DAY_BEFORE,
      MARKET_DATE,
    );
    const after = close([position({ quantity: 15, price: 101 })], { USD: 5000 }, {});
    const made = attribution({ base: 'USD', before, after, moves, unexplained: new Map(), bookings: none });
    expect(made.holdings).toMatchObject([{ price: 15, fx: 0 }]);
  });

  it('count a declared dividend on its ex-day for its holding, and its payment not again', () => {
    const accrual = dividendAccrual({ net: 4.25 });
    const withAccrual = (of: AccountClose, cash: number, accrued: number): AccountClose => {
      const book = ledger([balance('USD', cash, { accruedDividends: accrued })]);
      return { ...of, ledger: book, rates: ledgerRates(book), dividendAccruals: accrued === 0 ? [] : [accrual] };
    };
    const [open, exDay] = [withAccrual(before, 5000, 0), withAccrual(before, 5000, 4.25)];
    const declared = attribution({
      base: 'USD',
      before: open,
      after: exDay,
      moves: [],
      unexplained: new Map(),
      bookings: none,
    });
    expect(declared.holdings).toMatchObject([{ conid: 1, income: 4.25 }]);
    expect(declared.otherIncome).toBe(0);
    const income = [
      { kind: 'dividend' as const, amount: 5 },
      { kind: 'withholding-tax' as const, amount: -0.75 },
    ].map((row) => ({
      ...row,
      day: MARKET_DATE,
      of: MARKET_DATE,
      currency: 'USD',
      brokerType: '',
      description: '',
      symbol: 'AAA',
      conid: 1,
      correction: false,
    }));
    const paid = attribution({
      base: 'USD',
      before: exDay,
      after: withAccrual(before, 5004.25, 0),
      moves: [],
      unexplained: new Map(),
      bookings: { ...none, income },
    });
    expect(paid.holdings[0]?.income).toBeCloseTo(0, 9);
  });

  it('count a future by its gain alone, and leave out what nothing explains', () => {
    const future = (price: number) =>
      position({ conid: 9, symbol: 'ES', assetClass: 'future', quantity: 2, price, multiplier: 50 });
    const made = attribution({
      base: 'USD',
      before: close([future(6000), position({})], { USD: 1000 }, {}),
      after: close([future(6010), position({ quantity: 40, price: 25 })], { USD: 2000 }, {}),
      moves: [],
      unexplained: new Map([[1, 'quantity changed without a trade']]),
      bookings: none,
    });
    const [es, aaa] = made.holdings;
    expect(es).toMatchObject({ symbol: 'ES', price: 1000, fx: 0 });
    expect(aaa).toMatchObject({ symbol: 'AAA', price: { missing: 'quantity changed without a trade' } });
  });

  it('make the whole change, whatever was held, traded, exchanged, earned and paid in whatever currency', () => {
    const amount = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => cents / 100);
    const rate = fc.double({ min: 0.2, max: 5, noNaN: true });
    const holding = fc.record({
      currency: fc.constantFrom('USD', 'EUR', 'JPY'),
      open: amount,
      traded: amount,
      own: rate,
      close: amount,
    });
    const leg = fc.record({ currency: fc.constantFrom('USD', 'EUR', 'JPY'), amount, own: rate });
    fc.assert(
      fc.property(
        fc.array(holding, { maxLength: 6 }),
        fc.record({ USD: amount, EUR: amount, JPY: amount }),
        fc.tuple(rate, rate, rate, rate),
        fc.array(leg, { maxLength: 5 }),
        fc.array(leg, { maxLength: 4 }),
        (holdings, cash, [eur0, eur1, jpy0, jpy1], flows, exchanged) => {
          const rates = [
            { USD: 1, EUR: eur0, JPY: jpy0 },
            { USD: 1, EUR: eur1, JPY: jpy1 },
          ] as const;
          const at = (of: 'open' | 'close') =>
            holdings.map((one, conid) =>
              position({ conid, symbol: `S${conid}`, currency: one.currency, marketValue: one[of] }),
            );
          const rateToBase = (currency: string, own: number): number => (currency === 'USD' ? 1 : own);
          const moves = holdings.map(({ currency, traded, own }, conid) => ({
            ...{ conid, symbol: `S${conid}`, currency, quantity: 1, amount: traded, inCash: true },
            rateToBase: rateToBase(currency, own),
          }));
          const after = { ...cash };
          for (const { currency, traded } of holdings) after[currency] += traded;
          for (const { currency, amount: paid } of [...flows, ...exchanged]) after[currency] += paid;
          const [first, last] = [close(at('open'), cash, rates[0]), close(at('close'), after, rates[1])];
          const booked = flows.map(({ currency, amount: paid, own }) => ({
            ...{ day: MARKET_DATE, amount: paid, currency, rateToBase: rateToBase(currency, own) },
          }));
          const made = attribution({
            base: 'USD',
            before: first,
            after: last,
            moves,
            unexplained: new Map(),
            bookings: { ...none, flows: booked, exchanges: exchanged },
          });
          const paidIn = booked.reduce((sum, row) => sum + row.amount * row.rateToBase, 0);
          expect(effect(made)).toBeCloseTo(total(last) - total(first) - paidIn, 4);
        },
      ),
      { numRuns: 200 },
    );
  });
});
