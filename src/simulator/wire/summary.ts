import type { AccountProfile, AccountState } from '#simulator/account';
import { addDays, compact, newYorkDay } from '#simulator/market/day';
import { isTradingDay, sessionOf } from '#simulator/market/trading-days';
import { double, type Json } from './json.ts';
import { SUMMARY_MONEY, SUMMARY_TEXT, type SummaryMoney } from './summary-keys.ts';
import { currencyTotals, inBase } from './totals.ts';

/** Part of the positions' absolute value that the broker asks as margin, and of a borrowed or short one again. */
const MARGIN = 0.25;
const REG_T = 0.5;

/** `GET /portfolio/{id}/summary`: an entry by name, money as single precision widened, all else as text. */
export function summaryBody(profile: AccountProfile, state: AccountState, now: number): Json {
  const rows = currencyTotals(state);
  const nav = inBase(rows, (row) => row.total) / 100;
  const cash = inBase(rows, (row) => row.cash) / 100;
  const interest = inBase(rows, (row) => row.accruedInterest) / 100;
  const dividends = inBase(rows, (row) => row.accruedDividends) / 100;
  const rates = new Map(rows.map(({ currency, rate }) => [currency, rate]));
  const gross =
    state.positions.reduce((sum, row) => sum + Math.abs(row.value) * (rates.get(row.instrument.currency) ?? 0), 0) /
    100;
  const margin = gross * MARGIN;
  const equity = nav - interest - dividends;
  const excess = equity - margin;
  const money: Readonly<Record<SummaryMoney, number>> = {
    accruedcash: interest,
    accrueddividend: dividends,
    availablefunds: excess,
    buyingpower: Math.max(0, excess * 4),
    equitywithloanvalue: equity,
    excessliquidity: excess,
    grosspositionvalue: gross,
    margin,
    netliquidation: nav,
    previousdayequity: state.previousNav / 100,
    regtmargin: gross * REG_T,
    sma: nav - gross * REG_T,
    totalcashvalue: cash,
    zero: 0,
  };
  const today = newYorkDay(now);
  const text: Readonly<Record<string, string>> = {
    accountcode: profile.id,
    accounttype: 'INDIVIDUAL',
    cushion: nav === 0 ? '0' : String(Math.round((excess / nav) * 1e6) / 1e6),
    'daytradingstatus-s': `::false:${equity.toFixed(2)}::false`,
    'leverage-s': nav === 0 ? '0' : String(Math.round((gross / nav) * 100) / 100),
    lookaheadnextchange: String(nextOpen(now) / 1000),
    settledcashbydate: `${compact(today)}:${cash.toFixed(2)}`,
    'settledcashbydate-c': `${compact(today)}:0`,
    'settledcashbydate-p': `${compact(today)}:0`,
    'settledcashbydate-s': `${compact(today)}:${cash.toFixed(2)}`,
    'tradingtype-s': profile.tradingType,
  };
  const entries: [string, Json][] = [];
  for (const [name, source, segments] of SUMMARY_MONEY) {
    entries.push([name, moneyEntry(money[source], profile.currency, now)]);
    for (const segment of segments) {
      entries.push([`${name}-${segment}`, moneyEntry(segment === 's' ? money[source] : 0, profile.currency, now)]);
    }
  }
  for (const [name, fixed] of SUMMARY_TEXT) entries.push([name, textEntry(fixed ?? text[name] ?? 'null', now)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const moneyEntry = (amount: number, currency: string, now: number): Json => ({
  amount: double(Math.fround(amount)),
  currency,
  isNull: false,
  timestamp: toSecond(now),
  value: null,
  severity: 0,
});

const textEntry = (value: string, now: number): Json => ({
  amount: double(0),
  currency: null,
  isNull: false,
  timestamp: toSecond(now),
  value,
  severity: 0,
});

/** Milliseconds on a whole second, as recorded. */
const toSecond = (now: number): number => Math.floor(now / 1000) * 1000;

/** The instant the next session begins, when overnight margins end. */
function nextOpen(now: number): number {
  let day = newYorkDay(now);
  while (!isTradingDay(day) || sessionOf(day).open <= now) day = addDays(day, 1);
  return sessionOf(day).open;
}
