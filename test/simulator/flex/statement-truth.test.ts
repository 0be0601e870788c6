import { describe, expect, it } from 'vitest';
import type { CashTransaction } from '#domain/cash-transaction';
import type { StatementPiece } from '#domain/statement';
import { advisorScenario } from '#simulator/advisor-scenario';
import { demoScenario } from '#simulator/demo-scenario';
import type { LifeTruth, TrueDay } from '#simulator/life/truth';
import { toCents } from '#test/simulator/answered';
import { run } from '#test/simulator/running';
import { daysFrom, statementsOf } from './statements-of.ts';

/** Seeds with the morning on which a year of their life is asked for. */
const LIVES = [
  [1, '2026-11-20'],
  [2, '2026-06-15'],
  [3, '2025-03-31'],
  [77, '2031-01-02'],
] as const;

/** Half past five in New York's summer, half past four in its winter. */
const morningAfter = (day: string): string => new Date(Date.parse(`${day}T09:30:00Z`) + 86_400_000).toISOString();
const yearBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 364 * 86_400_000).toISOString().slice(0, 10);

async function yearOf(
  seed: number,
  to: string,
  query: string,
): Promise<{ pieces: readonly StatementPiece[]; truth: LifeTruth; days: TrueDay[] }> {
  const now = morningAfter(to);
  const scenario = demoScenario({ seed, today: new Date(now) });
  const running = await run(scenario, now);
  const from = yearBefore(to);
  const { pieces } = await statementsOf(running, { query, ...daysFrom(from, to) });
  const truth = scenario.truth(new Date(now));
  const days = truth.days.filter((day) => day >= from && day <= to).map((day) => truth.day(day));
  return { pieces, truth, days };
}

type Sums = Record<string, number>;

function sum(into: Sums, currency: string, amount: number): void {
  const cents = (into[currency] ?? 0) + toCents(amount);
  if (cents === 0) delete into[currency];
  else into[currency] = cents;
}

function cashOf(rows: readonly CashTransaction[], ...kinds: readonly CashTransaction['kind'][]): Sums {
  const sums: Sums = {};
  for (const row of rows) if (kinds.includes(row.kind)) sum(sums, row.currency, row.amount);
  return sums;
}

function truthOf(
  days: readonly TrueDay[],
  ...names: readonly ('dividends' | 'withholdingTax' | 'interest' | 'fees' | 'deposits' | 'withdrawals' | 'salesTax')[]
): Sums {
  const sums: Sums = {};
  for (const day of days) {
    for (const name of names) for (const [currency, amount] of Object.entries(day[name])) sum(sums, currency, amount);
  }
  return sums;
}

describe.each(['1100001', '1100004'])('a year of the demo’s investor in a statement of the query %s', (query) => {
  it.each(LIVES)('is the life behind the gateway, to the cent: seed %i up to %s', async (seed, to) => {
    const { pieces, truth, days } = await yearOf(seed, to, query);
    expect(pieces).toHaveLength(1);
    const { bookings, close, baseCurrency, unknown } = pieces[0] as StatementPiece;
    expect(baseCurrency).toBe('USD');
    expect(unknown).toEqual([]);

    const cash = bookings.cashTransactions ?? [];
    expect(cashOf(cash, 'dividend')).toEqual(truthOf(days, 'dividends'));
    expect(cashOf(cash, 'withholding-tax')).toEqual(truthOf(days, 'withholdingTax'));
    expect(cashOf(cash, 'interest', 'bond-interest')).toEqual(truthOf(days, 'interest'));
    expect(cashOf(cash, 'fee')).toEqual(truthOf(days, 'fees'));
    expect(cashOf(cash, 'deposit')).toEqual(truthOf(days, 'deposits'));
    expect(cashOf(cash, 'withdrawal')).toEqual(truthOf(days, 'withdrawals'));
    expect(Object.values(truthOf(days, 'fees')).length).toBeGreaterThan(0);
    const taxes: Sums = {};
    for (const tax of bookings.salesTaxes ?? []) sum(taxes, tax.currency, tax.amount);
    expect(taxes).toEqual(truthOf(days, 'salesTax'));
    expect(taxes.USD).toBeLessThan(0);

    const trades = (bookings.trades ?? []).filter(({ contract }) => contract.brokerClass !== 'CASH');
    expect(
      trades.map((trade) => [
        trade.date,
        trade.contract.conid,
        trade.quantity,
        trade.price,
        toCents(trade.proceeds ?? 0),
        toCents(trade.commission ?? 0),
        toCents(trade.realizedProfit ?? 0),
      ]),
    ).toEqual(
      days.flatMap(({ date, bookings: all }) =>
        all
          .filter(({ kind }) => kind === 'trade')
          .map((one) => [
            date,
            one.conid,
            one.quantity,
            one.price,
            toCents(one.amount),
            toCents(-(one.commission ?? 0)),
            toCents(one.realized ?? 0),
          ]),
      ),
    );
    const conversions = (bookings.trades ?? []).filter(({ contract }) => contract.brokerClass === 'CASH');
    expect(conversions.map((one) => [one.date, one.quantity, one.proceeds, one.commission])).toEqual(
      days.flatMap((day) =>
        day.conversions.map((one) => [day.date, one.bought.amount, one.paid.amount, -one.commission]),
      ),
    );

    const last = days.at(-1) as TrueDay;
    expect((close.positions ?? []).map((row) => [row.contract.conid, row.quantity, row.marketValue, row.cost])).toEqual(
      last.positions.map((row) => [row.conid, row.quantity, row.value, row.cost]),
    );
    const endings = (close.cash ?? []).filter(({ currency }) => currency !== 'base');
    expect(Object.fromEntries(endings.map(({ currency, ending }) => [currency, ending]))).toEqual(last.cash);
    const due: Sums = {};
    for (const { currency, net, state } of close.dividendAccruals ?? []) if (state === 'open') sum(due, currency, net);
    const owed: Sums = {};
    for (const [currency, amount] of Object.entries(last.accruedDividends)) sum(owed, currency, amount);
    expect(due).toEqual(owed);
    const interest = (close.interestAccruals ?? []).filter(({ currency }) => currency !== 'base');
    for (const { currency, ending } of interest) expect(ending).toBe(last.accruedInterest[currency] ?? 0);
    expect(interest.length).toBeGreaterThan(0);
    for (const [currency, rate] of Object.entries(close.ratesToBase ?? {})) expect(rate).toBe(last.rates[currency]);

    const values = bookings.netAssetValues ?? [];
    expect(values.slice(-days.length).map(({ date, total }) => [date, toCents(total)])).toEqual(
      days.map((day) => [day.date, toCents(day.netAssetValueBase)]),
    );
    for (const { total, parts } of values) {
      expect(Object.values(parts).reduce((all, part) => all + part, 0)).toBeCloseTo(total, 6);
    }
    const [change] = bookings.changes ?? [];
    const before = truth.days.findLast((day) => day < (days[0]?.date ?? ''));
    expect(toCents(change?.ending ?? 0)).toBe(toCents(last.netAssetValueBase));
    expect(change?.timeWeightedReturn).toBeCloseTo(truth.returnBetween(before ?? last.date, last.date), 9);
    const told = Object.values(change?.items ?? {}).reduce((all, item) => all + item, change?.starting ?? 0);
    expect(told).toBeCloseTo(change?.ending ?? Number.NaN, 6);
  });
});

describe('the bridge of a single day', () => {
  it('gives prices what prices moved, and currencies what currencies moved', async () => {
    const now = morningAfter('2026-11-20');
    const scenario = demoScenario({ seed: 5, today: new Date(now) });
    const running = await run(scenario, now);
    const { pieces } = await statementsOf(running, { query: '1100002', ...daysFrom('2026-10-01', '2026-11-20') });
    const truth = scenario.truth(new Date(now));
    expect(pieces.map(({ to }) => to)).toEqual(truth.days.filter((day) => day >= '2026-10-01'));
    for (const { to, bookings } of pieces) {
      const day = truth.day(to);
      const before = truth.day(truth.days[truth.days.indexOf(to) - 1] ?? '');
      const prices = new Map(day.positions.map(({ conid, price }) => [conid, price]));
      let moved = 0;
      for (const held of before.positions) {
        const rate = day.rates[held.currency] ?? Number.NaN;
        moved += held.quantity * ((prices.get(held.conid) ?? Number.NaN) - held.price) * held.multiplier * rate;
      }
      const traded = day.bookings.some(({ kind }) => kind === 'trade');
      const items = bookings.changes?.[0]?.items ?? {};
      if (!traded) expect(items.mtm).toBeCloseTo(moved, 4);
      expect(toCents(items.depositsWithdrawals ?? 0)).toBe(toCents(day.externalFlowBase));
    }
  });
});

describe('what a statement says of the past', () => {
  it('holds tax corrected months later, with the day it was withheld and the day it was reported', async () => {
    const { pieces, days } = await yearOf(1, '2026-11-20', '1100001');
    const rows = pieces[0]?.bookings.cashTransactions ?? [];
    const corrected = rows.filter(({ kind, date, reported }) => kind === 'withholding-tax' && date !== reported);
    expect(corrected.length).toBeGreaterThanOrEqual(4);
    for (const { date, reported } of corrected) {
      expect(Date.parse(reported ?? '') - Date.parse(date)).toBeGreaterThan(100 * 86_400_000);
    }
    expect(corrected.map(({ date, reported, amount }) => [reported, date, amount])).toEqual(
      days.flatMap((day) =>
        day.cashBookings.filter(({ corrects }) => corrects).map((one) => [day.date, one.corrects, one.amount]),
      ),
    );
  });

  it('gives a booking the same number in every statement, and no two the same', async () => {
    const now = morningAfter('2026-11-20');
    const running = await run(demoScenario({ seed: 4, today: new Date(now) }), now);
    const whole = await statementsOf(running, daysFrom('2026-01-01', '2026-11-20'));
    const month = await statementsOf(running, daysFrom('2026-06-01', '2026-06-30'));
    const numbers = ({ pieces }: typeof whole) => [
      ...(pieces[0]?.bookings.trades ?? []).map(({ transactionId }) => transactionId),
      ...(pieces[0]?.bookings.cashTransactions ?? []).map(({ transactionId }) => transactionId),
      ...(pieces[0]?.bookings.salesTaxes ?? []).map(({ transactionId }) => transactionId),
    ];
    expect(new Set(numbers(whole)).size).toBe(numbers(whole).length);
    expect(numbers(month).length).toBeGreaterThan(3);
    expect(numbers(whole)).toEqual(expect.arrayContaining(numbers(month)));
  });

  it('says no more of a day after other sessions have followed it', async () => {
    const now = morningAfter('2026-06-12');
    const running = await run(demoScenario({ seed: 9, today: new Date('2026-11-21T12:00:00Z') }), now);
    const first = await statementsOf(running, daysFrom('2026-06-12', '2026-06-12'));
    await running.clock.advanceTo(new Date('2026-11-20T12:00:00Z'));
    const later = await statementsOf(running, daysFrom('2026-06-12', '2026-06-12'));
    expect(later.text.replaceAll(/whenGenerated="[^"]*"/g, '')).toBe(
      first.text.replaceAll(/whenGenerated="[^"]*"/g, ''),
    );
  });
});

describe('an advisor’s statement', () => {
  it('holds every account of the login, each with its own life', async () => {
    const now = morningAfter('2026-11-20');
    const scenario = advisorScenario({ seed: 1, today: new Date(now), clients: 120 });
    const running = await run(scenario, now);
    const { pieces, count } = await statementsOf(running, daysFrom('2026-11-20', '2026-11-20'));
    expect(count).toBe(121);
    expect(pieces.map(({ accountId }) => accountId)).toEqual(scenario.accountIds);
    for (const { accountId, bookings, close } of pieces.slice(1, 60)) {
      const truth = scenario.truthOf(accountId, new Date(now)).day('2026-11-20');
      expect(toCents(bookings.netAssetValues?.at(-1)?.total ?? 0)).toBe(toCents(truth.netAssetValueBase));
      expect(close.positions).toHaveLength(truth.positions.length);
    }
    expect(pieces[0]?.bookings.netAssetValues?.at(-1)?.total).toBe(0);
  });
});
