import type { DaySpan } from '#domain/statement';
import type { MoneyPeriods } from '#report/money-periods';
import type { Cell } from '#report/value';
import { longDayText } from '#report/wording';

/**
 * The sum of the longest period told, as a heading: `12.00 USD … in 2026`, `… since 12 Nov 2026`.
 * @param some makes the heading from the amount and its time
 * @param none makes it where the sum is zero
 * @param plain stands where there is no sum
 */
export function headingSum(
  { columns, of }: MoneyPeriods,
  sum: (span: DaySpan) => Cell,
  some: (amount: number, when: string) => string,
  none: (when: string) => string,
  plain: string,
): string {
  const longest = columns.toSorted((a, b) => (a.span.from < b.span.from ? -1 : 1))[0];
  if (longest === undefined) return plain;
  const { from, to } = longest.span;
  const when =
    longest.key === 'day'
      ? `on ${longDayText(to)}`
      : 'missing' in of.Year
        ? `since ${longDayText(from)}`
        : `in ${to.slice(0, 4)}`;
  const amount = sum(longest.span);
  if (typeof amount !== 'number') return plain;
  return Math.abs(amount) < HALF_A_CENT ? none(when) : some(amount, when);
}

const HALF_A_CENT = 0.005;
