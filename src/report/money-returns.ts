import { rateOf } from '#analytics/booked-amount';
import { moneyWeightedReturn } from '#analytics/money-weighted';
import { addDays } from '#domain/calendar-date';
import { NOT_COVERED } from './missing.ts';
import type { PerformancePeriod } from './performance-periods.ts';
import type { ReportContext } from './report-context.ts';
import { isToldOver, netPaidIn } from './statement-money.ts';
import { type Cell, isMissing } from './value.ts';
import { returnText } from './wording.ts';

/** Return of the owner's money over one period. Fractions of the period, not yearly. */
export interface MoneyReturn {
  /** The internal rate of return. */
  readonly mwr: Cell;
  /** Gain over the money that was there on average: what PortfolioAnalyst calls money-weighted. */
  readonly dietz: Cell;
  readonly paidIn: Cell;
}

/** Undefined without statements, which alone tell what was paid in. */
export function moneyReturnOf(
  { from, to, opening, closing }: PerformancePeriod,
  { statement, money, base }: Pick<ReportContext, 'statement' | 'money' | 'base'>,
): MoneyReturn | undefined {
  if (!statement || !money) return undefined;
  const span = { from: addDays(from, 1), to };
  const none = (cell: Cell): MoneyReturn => ({ mwr: cell, dietz: cell, paidIn: cell });
  if (!isToldOver(statement, 'flows', span)) return none(NOT_COVERED);
  const paidIn = netPaidIn(money, base, span);
  if (isMissing(paidIn)) return none(paidIn);
  if (typeof opening !== 'number') return { ...none(opening), paidIn };
  if (typeof closing !== 'number') return { ...none(closing), paidIn };
  const flows = money.flows.flows.map((flow) => ({ date: flow.day, amount: flow.amount * (rateOf(flow, base) ?? 0) }));
  const { period, modifiedDietz } = moneyWeightedReturn(
    { date: from, netAssetValue: opening },
    { date: to, netAssetValue: closing },
    flows,
  );
  return { mwr: period, dietz: modifiedDietz, paidIn };
}

/** One sentence on how far the two returns of the longest such period lie apart, and why; empty without both. */
export function gapSentence(
  periods: readonly (Pick<PerformancePeriod, 'name' | 'twr'> & Partial<MoneyReturn>)[],
): string {
  const chosen = periods.find(({ name, mwr }) => name === 'Year' && typeof mwr === 'number');
  if (!chosen || typeof chosen.twr !== 'number' || typeof chosen.mwr !== 'number') return '';
  const gap = chosen.mwr - chosen.twr;
  const size = returnText(Math.abs(gap)).replace('+', '').replace('%', ' pp');
  const both = `Year: return (TWR) ${returnText(chosen.twr)}, your money’s return (MWR) ${returnText(chosen.mwr)}`;
  if (Math.abs(gap) < 0.00005) return `${both}; they agree.`;
  return `${both}, ${size} ${gap > 0 ? 'higher' : 'lower'}, from the timing of deposits and withdrawals.`;
}
