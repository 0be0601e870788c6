import type { LevelPoint } from '#analytics/level-series';
import { type Comparison, compare } from '#analytics/reconcile';
import { addDays } from '#domain/calendar-date';
import type { NetAssetValueChange } from '#domain/net-asset-value';
import type { Check } from '#report/block';
import { amountText, countText, longDayText } from '#report/wording';
import type { StatementCheckInput } from './statement-checks.ts';

/**
 * Ten basis points: daily returns that are made of values and flows count a flow at the day's end, which the broker may
 * have counted at another hour; over a span these small differences add up.
 */
const SPAN_TOLERANCE = 1e-3;

interface Compared {
  readonly change: NetAssetValueChange;
  readonly of: Comparison;
}

/**
 * Whether the daily returns of the report link to the return that a statement of several days names for all of them; the
 * widest difference is shown. Undefined where no such statement ends on a day that the report has returns of.
 */
export function daysLinkToSpans({ statement, history, calendar }: StatementCheckInput): Check | undefined {
  if (!statement || !history?.timeWeighted) return undefined;
  const points = [history.series.base, ...history.series.points];
  const levelOn = (date: LevelPoint['date']): number | undefined =>
    points.findLast((point) => point.date === date)?.level;
  const compared = statement.history.changes.flatMap((change): Compared[] => {
    const { from, to, timeWeightedReturn: expected } = change;
    if (expected === undefined || calendar.tradingDays(from, to).length < 2) return [];
    const [opening, closing] = [calendar.previousTradingDay(from), calendar.previousTradingDay(addDays(to, 1))];
    const [base, end] = [levelOn(opening), levelOn(closing)];
    if (base === undefined || end === undefined || base <= 0) return [];
    return [{ change, of: compare(expected, end / base - 1, SPAN_TOLERANCE) }];
  });
  const worst = compared.toSorted((a, b) => Math.abs(b.of.difference) - Math.abs(a.of.difference))[0];
  if (!worst) return undefined;
  const { change, of } = worst;
  const finding =
    of.verdict === 'pass'
      ? countText(compared.length, 'statement')
      : `diff. ${amountText(of.difference * 1e4)} bp, ${longDayText(change.from)} to ${longDayText(change.to)}`;
  return { id: 'spans', name: 'Days link to the statements’ returns', finding, ...of, valueKind: 'return' };
}
