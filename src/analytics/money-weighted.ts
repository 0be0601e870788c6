import { dayNumber } from '#domain/calendar-date';
import { isYearLong } from './annualise.ts';
import type { ExternalFlow, ValueDay } from './flow-returns.ts';
import { fewerThan, none, type Statistic } from './statistic.ts';
import { isWorth } from './worth.ts';

/** Return of the owner's money over a span: what was paid in, and when, counts. Fractions. */
export interface MoneyWeightedReturn {
  /** What PortfolioAnalyst calls money-weighted: gain over the money that was there on average. */
  readonly modifiedDietz: Statistic;
  /** Internal rate of return, a year; from the first anniversary on. */
  readonly yearly: Statistic;
  /** The same rate for the whole span, not a yearly one. */
  readonly period: Statistic;
}

/**
 * @param flows those after the base and up to the end count; others are left out
 * @param end on a later day than the base
 */
export function moneyWeightedReturn(
  base: ValueDay,
  end: ValueDay,
  flows: readonly ExternalFlow[],
): MoneyWeightedReturn {
  const whole = dayNumber(end.date) - dayNumber(base.date);
  if (whole <= 0) {
    const missing = fewerThan(1, 0);
    return { modifiedDietz: missing, yearly: missing, period: missing };
  }
  const within = flows
    .filter(({ date }) => date > base.date && date <= end.date)
    .map(({ date, amount }) => ({ amount, share: (dayNumber(date) - dayNumber(base.date)) / whole }));
  const gain = end.netAssetValue - base.netAssetValue - within.reduce((sum, { amount }) => sum + amount, 0);
  const employed = base.netAssetValue + within.reduce((sum, { amount, share }) => sum + amount * (1 - share), 0);
  const modifiedDietz = isWorth(employed) ? gain / employed : none('money in it was not above zero on average');
  const growth = growthBetween(base.netAssetValue, end.netAssetValue, within);
  if (typeof growth !== 'number') return { modifiedDietz, yearly: growth, period: growth };
  const yearly = isYearLong(base.date, end.date) ? Math.expm1((growth * 365) / whole) : none('less than a year');
  return { modifiedDietz, yearly, period: Math.expm1(growth) };
}

interface SharedFlow {
  readonly amount: number;
  /** Part of the span that had passed, 0 to 1. */
  readonly share: number;
}

/**
 * Growth between two values that an owner can have: from a debt to a larger one, the sum that balances would call the loss
 * a gain. Where nothing is left of what was put in and nothing was taken out, all of it is lost.
 */
function growthBetween(opening: number, closing: number, flows: readonly SharedFlow[]): Statistic {
  if (opening < 0 || closing < 0) return none('value was below zero');
  const putIn = opening + flows.reduce((sum, { amount }) => sum + amount, 0);
  if (closing === 0 && isWorth(putIn) && flows.every(({ amount }) => amount >= 0)) return Number.NEGATIVE_INFINITY;
  return growthOf(opening, closing, flows);
}

/** From the loss of all but a thousandth to a thousandfold gain over the span, as logarithms. */
const WIDEST = Math.log(1000);
const STEPS = 400;

/**
 * Logarithm of the growth over the span at which the money that came in is worth what is there: the root of
 * `−NAV₀ − Σ Fᵢ e^(−g·shareᵢ) + NAV₁ e^(−g)`. Found by halving between two signs; where there are several, as flows to
 * and fro can make it, the one nearest to no growth.
 */
function growthOf(opening: number, closing: number, flows: readonly SharedFlow[]): Statistic {
  const worth = (growth: number): number =>
    closing * Math.exp(-growth) -
    opening -
    flows.reduce((sum, { amount, share }) => sum + amount * Math.exp(-growth * share), 0);
  const roots: number[] = [];
  const step = (2 * WIDEST) / STEPS;
  for (let index = 0; index < STEPS; index += 1) {
    const low = -WIDEST + index * step;
    if (worth(low) === 0) roots.push(low);
    else if (worth(low) * worth(low + step) < 0) roots.push(rootBetween(worth, low, low + step));
  }
  const nearest = roots.sort((a, b) => Math.abs(a) - Math.abs(b))[0];
  return nearest ?? none('no single rate fits the flows');
}

function rootBetween(worth: (growth: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const rising = worth(low) < 0;
  // A hundred halvings are more than a double has digits.
  for (let turn = 0; turn < 100; turn += 1) {
    const middle = (low + high) / 2;
    if (worth(middle) < 0 === rising) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
