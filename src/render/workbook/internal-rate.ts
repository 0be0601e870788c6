import { type CalendarDate, dayNumber } from '#domain/calendar-date';
import type { Live, Row, TableBlock } from '#report/block';
import { columnRange } from './names.ts';
import { FIRST_ROW } from './sheet.ts';

/** Money that went out of the owner's purse is negative. */
interface DatedAmount {
  readonly day: number;
  readonly amount: number;
}

/** A formula, and whether a figure is what it gives. */
export interface InternalRate {
  readonly formula: string;
  readonly gives: (rate: number) => boolean;
}

/**
 * XIRR over a period's rows of a table of flows, brought from a year to the period's days; undefined where the rows don't
 * stand together, and where they are none that XIRR takes: it asks for money in first, and for some that comes back.
 *
 * @param row of the table of periods
 * @param letters address of a column of that table's sheet
 */
export function internalRate(
  live: Extract<Live, { kind: 'internal-rate' }>,
  flows: { readonly sheet: string; readonly block: TableBlock },
  row: Row,
  at: number,
  letters: (key: string) => string,
): InternalRate | undefined {
  const shown = flows.block.columns.filter(({ shownIn }) => shownIn?.includes('workbook') ?? true);
  const column = (key: string): number => shown.findIndex((one) => one.key === key) + 1;
  const [dates, amounts] = [column('date'), column('amount')];
  const { rows } = flows.block;
  const period = row[live.period];
  const first = rows.findIndex((one) => one.period === period);
  const last = rows.findLastIndex((one) => one.period === period);
  const entries = rows.slice(first, last + 1).map((one) => entryOf(one, period));
  const [base, end] = [entries[0], entries.at(-1)];
  if (first < 0 || dates === 0 || amounts === 0 || !base || !end || !(base.amount < 0 && end.amount > 0)) {
    return undefined;
  }
  const known = entries.filter((entry) => entry !== undefined);
  if (known.length < entries.length || typeof row[live.guess] !== 'number' || end.day <= base.day) return undefined;
  const range = (which: number): string => columnRange(flows.sheet, which, FIRST_ROW + first, FIRST_ROW + last);
  const days = `(${letters(live.to)}${at}-${letters(live.from)}${at})`;
  const guess = `(1+${letters(live.guess)}${at})^(365/${days})-1`;
  return {
    formula: `(1+XIRR(${range(amounts)},${range(dates)},${guess}))^(${days}/365)-1`,
    gives: (rate) => isWorthNothing(known, rate, base.day, end.day),
  };
}

function entryOf(row: Row, period: unknown): DatedAmount | undefined {
  const { date, amount } = row;
  if (row.period !== period || typeof date !== 'string' || typeof amount !== 'number') return undefined;
  return { day: dayNumber(date as CalendarDate), amount };
}

/** Whether all amounts, each at the rate for its part of the span, make nothing but what rounding leaves. */
function isWorthNothing(entries: readonly DatedAmount[], rate: number, from: number, to: number): boolean {
  let [sum, size] = [0, 0];
  for (const { day, amount } of entries) {
    const worth = amount / (1 + rate) ** ((day - from) / (to - from));
    sum += worth;
    size += Math.abs(worth);
  }
  return rate > -1 && Math.abs(sum) <= size * 1e-11;
}
