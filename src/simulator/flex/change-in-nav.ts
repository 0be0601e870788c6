import type { Booking } from '#simulator/life/day-record';
import { type Exact, toExact } from './exact.ts';
import { bookingsOf, type StatementSpan } from './statement-span.ts';

/** Parts of the way from one net asset value to another, base currency, by the broker's names. */
export interface NavItems {
  mtm: Exact;
  depositsWithdrawals: Exact;
  dividends: Exact;
  withholdingTax: Exact;
  changeInDividendAccruals: Exact;
  interest: Exact;
  changeInInterestAccruals: Exact;
  otherFees: Exact;
  commissions: Exact;
  salesTax: Exact;
  netFxTrading: Exact;
  fxTranslation: Exact;
}

export interface NavBridge {
  readonly starting: Exact;
  readonly ending: Exact;
  readonly items: Readonly<NavItems>;
  /** Time-weighted, a fraction. */
  readonly twr: number;
}

const ITEM_OF: Readonly<Record<Exclude<Booking['kind'], 'trade'>, keyof NavItems>> = {
  deposit: 'depositsWithdrawals',
  withdrawal: 'depositsWithdrawals',
  conversion: 'netFxTrading',
  dividend: 'dividends',
  tax: 'withholdingTax',
  interest: 'interest',
  fee: 'otherFees',
  'sales-tax': 'salesTax',
};

/**
 * The bridge of a span. What is booked counts at the rate of its day, a change of accruals at the rates of both ends,
 * what currencies moved cash and holdings as translation; the rest is what prices moved.
 */
export function navBridge(span: StatementSpan): NavBridge {
  const { life, first, last } = span;
  const starting = first > 0 ? life.nav(first - 1) : 0;
  const ending = last >= 0 ? life.nav(last) : 0;
  const items: NavItems = {
    mtm: 0,
    depositsWithdrawals: 0,
    dividends: 0,
    withholdingTax: 0,
    changeInDividendAccruals: accrued(span, last, 'accruedDividends') - accrued(span, first - 1, 'accruedDividends'),
    interest: 0,
    changeInInterestAccruals: accrued(span, last, 'accruedInterest') - accrued(span, first - 1, 'accruedInterest'),
    otherFees: 0,
    commissions: 0,
    salesTax: 0,
    netFxTrading: 0,
    fxTranslation: 0,
  };
  for (const { booking, index } of bookingsOf(span)) {
    const rate = life.rate(booking.currency, index);
    items.commissions -= toExact(booking.commission ?? 0, rate);
    if (booking.kind !== 'trade') items[ITEM_OF[booking.kind]] += toExact(booking.amount, rate);
  }
  for (let index = Math.max(first, 1); index <= last; index += 1) items.fxTranslation += translation(span, index);
  const told = Object.values(items).reduce((sum, amount) => sum + amount, 0);
  items.mtm = ending - starting - told;
  return { starting, ending, items, twr: growthAt(span, last) / growthAt(span, first - 1) - 1 };
}

const growthAt = ({ life }: StatementSpan, index: number): number => (index < 0 ? 1 : life.close(index).growth);

function accrued({ life }: StatementSpan, index: number, of: 'accruedDividends' | 'accruedInterest'): Exact {
  if (index < 0) return 0;
  const amounts = Object.entries(life.close(index)[of]);
  return amounts.reduce((sum, [currency, cents]) => sum + toExact(cents, life.rate(currency, index)), 0);
}

/** What the rates of a day did to cash and holdings of the evening before. */
function translation({ life }: StatementSpan, index: number): Exact {
  const before = life.close(index - 1);
  const moved = (currency: string, cents: number): Exact =>
    toExact(cents, life.rate(currency, index)) - toExact(cents, life.rate(currency, index - 1));
  let sum = 0;
  for (const [currency, cents] of Object.entries(before.cash)) sum += moved(currency, cents);
  for (const { conid, quantity } of before.holdings) {
    const { currency, multiplier } = life.instrument(conid);
    if (life.rate(currency, index) === life.rate(currency, index - 1)) continue;
    sum += moved(currency, Math.round(quantity * life.price(conid, index - 1) * multiplier * 100));
  }
  return sum;
}
