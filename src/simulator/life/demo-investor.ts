import { addDays, dayOf, daysBetween, nthWeekdayOf } from '#simulator/market/day';
import { addPut, addTreasuryNote, type Market } from '#simulator/market/market';
import { isTradingDay } from '#simulator/market/trading-days';
import { type Random, seededRandom } from '#simulator/random';
import type { Desk, Investor } from './life.ts';
import { convert, trade, tradeFor } from './trader.ts';

type Step = (desk: Desk) => void;

const DOLLAR = 100;
/** The put is rolled when it has this many days left. */
const ROLL_DAYS = 16;
const FRIDAY = 5;

/**
 * The investor of the demo: builds a portfolio of about fifteen positions in the first months (shares and funds in
 * three currencies, a treasury note, a put sold, a share sold short, euros borrowed), later trims one, sells one to
 * zero, withdraws once, and from then on saves, reinvests and rolls. Seeded: dates and amounts differ a little.
 */
export function demoInvestor(market: Market, seed: number, startYear: number): Investor {
  const random = seededRandom(seed, 'investor');
  const note = addTreasuryNote(market, startYear);
  const steps = plan(market, random, note);
  let put: { readonly conid: number; readonly expiry: string } | undefined;

  const rollPut = (desk: Desk): void => {
    if (put && daysBetween(desk.day, put.expiry) > ROLL_DAYS) return;
    if (put) trade(desk, random, market.instrument(put.conid), -desk.book.quantity(put.conid));
    const spy = market.listing('SPY').instrument;
    const strike = Math.round((market.close(spy.conid, desk.index) * 0.93) / 5) * 5;
    const expiry = expiryAfter(desk.day);
    const sold = addPut(market, spy, expiry, strike);
    trade(desk, random, sold, -1);
    put = { conid: sold.conid, expiry };
  };
  return {
    note,
    act: (desk) => {
      for (const step of steps.get(desk.age) ?? []) step(desk);
      if (desk.age >= FIRST_PUT) rollPut(desk);
      if (desk.age > BUILT) keepUp(desk, random);
    },
  };
}

/** Trading day of life on which the first put is sold, and the one by which everything planned has begun. */
const FIRST_PUT = 64;
const BUILT = 90;

function plan(market: Market, random: Random, note: ReturnType<typeof addTreasuryNote>): Map<number, Step[]> {
  const steps = new Map<number, Step[]>();
  const on = (age: number, step: Step): void => {
    steps.set(age, [...(steps.get(age) ?? []), step]);
  };
  const near = (age: number): number => age + random.whole(-1, 1);
  const buy = (age: number, symbol: string, amount: number): void => {
    const { instrument } = market.listing(symbol);
    const about = amount * random.between(0.9, 1.1);
    on(near(age), (desk) => tradeFor(desk, random, instrument, about));
  };
  const sellPart = (age: number, symbol: string, part: number): void => {
    const { conid } = market.listing(symbol).instrument;
    on(near(age), (desk) =>
      trade(desk, random, market.instrument(conid), -Math.round(desk.book.quantity(conid) * part)),
    );
  };
  const transfer = (age: number, dollars: number): void =>
    on(age, (desk) => desk.book.transfer(desk.day, 'USD', dollars * DOLLAR));

  transfer(0, 90_000);
  buy(2, 'SPY', 26_000);
  buy(4, 'AAPL', 11_000);
  buy(5, 'MSFT', 12_000);
  buy(7, 'QQQ', 14_000);
  buy(9, 'JNJ', 8_000);
  on(12, (desk) => convert(desk, 'CHF', 11_000 * DOLLAR));
  buy(14, 'NESN', 10_000);
  transfer(20, 80_000);
  buy(22, 'KO', 7_000);
  buy(25, 'NVDA', 9_000);
  buy(28, 'JPM', 9_000);
  buy(31, 'ASML', 9_000);
  buy(34, 'SAP', 8_000);
  buy(38, 'GLD', 12_000);
  buy(41, 'AMZN', 8_000);
  on(near(48), (desk) => trade(desk, random, note, 20));
  transfer(52, 80_000);
  buy(55, 'IVV', 28_000);
  buy(57, 'SPY', 22_000);
  on(near(60), (desk) => trade(desk, random, market.listing('TSLA').instrument, -random.whole(24, 34)));
  buy(70, 'MSFT', 8_000);
  buy(75, 'QQQ', 9_000);
  sellPart(180, 'NVDA', 0.35);
  sellPart(290, 'AMZN', 1);
  transfer(330, -15_000);
  return steps;
}

/** Net asset value, in dollars, that is topped up, and the one from which money is taken out. */
const LOW_VALUE = 255_000;
const HIGH_VALUE = 425_000;

/** What goes on every month and quarter: saving, reinvesting, and keeping cash of each currency in its bounds. */
function keepUp(desk: Desk, random: Random): void {
  const { market, book, day } = desk;
  const month = +day.slice(5, 7);
  const cash = (currency: string): number => (book.cash.get(currency) ?? 0) / DOLLAR;
  const buy = (symbol: string, amount: number): void =>
    tradeFor(desk, random, market.listing(symbol).instrument, amount);
  if (desk.dayOfMonth === 5 && month % 3 === 2) {
    book.transfer(day, 'USD', random.whole(8, 14) * 500 * DOLLAR);
  }
  if (desk.dayOfMonth === 8) {
    if (desk.nav < LOW_VALUE * DOLLAR) book.transfer(day, 'USD', 15_000 * DOLLAR);
    if (desk.nav > HIGH_VALUE * DOLLAR) {
      sellFund(desk, random, 40_000);
      const spare = Math.floor((cash('USD') - 5_000) / 1_000) * 1_000;
      if (spare > 0) book.transfer(day, 'USD', -spare * DOLLAR);
    }
  }
  if (desk.dayOfMonth === 11) {
    if (cash('USD') < 4_000) sellFund(desk, random, 9_000);
    else if (cash('USD') > 16_000) buy(month % 2 === 0 ? 'SPY' : 'IVV', cash('USD') - 9_000);
    else buy('SPY', 1_500);
    if (cash('CHF') < 200) convert(desk, 'CHF', 1_000 * DOLLAR);
    else if (cash('CHF') > 2_500) buy('NESN', cash('CHF') - 1_200);
    if (cash('EUR') > -6_000) buy('SAP', 5_000);
  }
}

/** Sells for about an amount of the fund that is worth more, and never more than half of it. */
function sellFund(desk: Desk, random: Random, dollars: number): void {
  const funds = ['SPY', 'IVV'].map((symbol) => {
    const { instrument } = desk.market.listing(symbol);
    const price = desk.market.close(instrument.conid, desk.index);
    return { instrument, price, held: desk.book.quantity(instrument.conid) };
  });
  const [larger] = funds.sort((a, b) => b.held * b.price - a.held * a.price);
  if (!larger) return;
  const wanted = Math.floor(dollars / larger.price);
  trade(desk, random, larger.instrument, -Math.min(wanted, Math.floor(larger.held / 2)));
}

/** The monthly expiry (third Friday, the day before when closed) that lies 45 to 80 days ahead. */
function expiryAfter(day: string): string {
  const goal = addDays(day, 60);
  const year = +goal.slice(0, 4);
  const month = +goal.slice(5, 7);
  const friday = nthWeekdayOf(+dayOf(year, month, 1).slice(0, 4), month, FRIDAY, 3);
  return isTradingDay(friday) ? friday : addDays(friday, -1);
}
