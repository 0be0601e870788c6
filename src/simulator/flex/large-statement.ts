import type { SimulatedAccount, TransactionState } from '#simulator/account';
import type { Booking } from '#simulator/life/day-record';
import { type Day, newYorkDay } from '#simulator/market/day';
import { isTradingDay } from '#simulator/market/trading-days';
import { exactCents } from './exact.ts';
import type { StatementLife } from './statement-life.ts';

/** What a sale of the large account costs, cents; purchases are free. */
const COMMISSION = 100;

/**
 * The large account as statements tell it: holdings that stand still, a value by day, and trades in great number. Cash of
 * a past day is what the trades since then left of today's. One currency.
 */
export function largeStatement(account: SimulatedAccount, opened: Day, now: number): StatementLife | undefined {
  const today = newYorkDay(now);
  const past = account.past(now).filter(({ day }) => day < today && isTradingDay(day));
  const last = past.at(-1);
  if (!last) return undefined;
  const days = past.map(({ day }) => day);
  const { positions } = account.at(now);
  const currency = account.profile.currency;
  const booked = bookingsByDay(account, opened, now);
  const cashAt = new Map<Day, number>();
  let cash = account.at(now).currencies[0]?.cash ?? 0;
  for (const day of days.toReversed()) {
    cashAt.set(day, cash);
    for (const { amount, commission = 0 } of booked.get(day) ?? []) cash -= amount - commission;
  }
  const dayAt = (index: number): Day => days[index] ?? '';
  const navCents = (index: number): number => Math.round((past[index]?.nav ?? 0) * 100);
  const holdings = positions.map(({ instrument, quantity, cost }) => ({
    conid: instrument.conid,
    quantity,
    cost,
    lots: [{ quantity, cost, opened }],
  }));
  const prices = new Map(positions.map(({ instrument, price }) => [instrument.conid, price]));
  return {
    days,
    close: (index) => ({
      day: dayAt(index),
      cash: { [currency]: cashAt.get(dayAt(index)) ?? 0 },
      holdings,
      accruedInterest: {},
      accruedDividends: {},
      dividendsDue: [],
      nav: navCents(index),
      flow: 0,
      dayReturn: 0,
      growth: past[index]?.growth ?? 1,
    }),
    bookings: (index) => booked.get(dayAt(index)) ?? [],
    nav: (index) => exactCents(navCents(index)),
    worth: (index) => {
      const stock = navCents(index) - (cashAt.get(dayAt(index)) ?? 0);
      return [{ assetClass: 'STK', amount: exactCents(stock) }];
    },
    instrument: (conid) => {
      const found = account.instrument(conid);
      if (!found) throw new RangeError(`the simulated account has no contract ${conid}`);
      return found;
    },
    price: (conid) => prices.get(conid) ?? 0,
    rate: () => 1,
  };
}

function bookingsByDay(account: SimulatedAccount, from: Day, now: number): Map<Day, Booking[]> {
  const byDay = new Map<Day, Booking[]>();
  for (const { instrument } of account.at(now).positions) {
    for (const row of account.transactions(instrument.conid, from, now)) {
      const list = byDay.get(row.day) ?? [];
      if (list.length === 0) byDay.set(row.day, list);
      list.push(bookingOf(instrument.conid, row));
    }
  }
  return byDay;
}

function bookingOf(conid: number, row: TransactionState): Booking {
  const { day, currency, quantity = 0, price = 0, realized } = row;
  const amount = Math.round(row.amount * 100);
  const profit = realized === undefined ? {} : { realized: Math.round(realized * 100), commission: COMMISSION };
  return { day, kind: 'trade', currency, amount, conid, quantity, price, ...profit };
}
