import type { BookedAmount } from '#analytics/booked-amount';
import type { DaySpan } from '#domain/statement';
import { type Column, type Row, type TableBlock, table } from './block.ts';
import type { MoneyPeriods } from './money-periods.ts';
import { sumCell } from './statement-money.ts';
import type { Cell, Missing } from './value.ts';

/** One line of a table of sums by period. */
export interface MoneyLine {
  readonly label: string;
  readonly rows: readonly BookedAmount[];
  /** Why the line can't be told, in every period. */
  readonly missing?: Missing;
  /** Why it can't be told for some days. */
  readonly lacks?: (span: DaySpan) => Missing | undefined;
}

export type MoneyKey = 'line' | 'day' | 'month' | 'year' | 'since';

interface MoneyTable extends Pick<TableBlock, 'id' | 'title' | 'subtitle' | 'note' | 'shownIn'> {
  readonly head: string;
  readonly lines: readonly MoneyLine[];
  readonly total: { readonly label: string; readonly sum: (span: DaySpan) => Cell };
  readonly periods: MoneyPeriods;
  readonly base: string;
}

/** Sums of each line by day, month and year in base currency. */
export function moneyTable({ head, lines, total, periods, base, ...block }: MoneyTable): TableBlock {
  return table<MoneyKey>({
    ...block,
    columns: [{ key: 'line', title: head, kind: 'text' }, ...moneyColumns(periods, base)],
    rows: lines.map((line) => moneyRow(line, periods, base)),
    totals: { line: total.label, ...byPeriod(periods, total.sum) },
  });
}

/** A column for each period; the shortest leads. */
export function moneyColumns(periods: MoneyPeriods, base: string): readonly Column<MoneyKey>[] {
  return periods.columns.map(({ key, title }, i) => ({
    key,
    title,
    kind: 'change',
    unit: base,
    ...(i === 0 ? { weight: 'lead' as const } : {}),
  }));
}

export function moneyRow(line: MoneyLine, periods: MoneyPeriods, base: string): Row<MoneyKey> {
  const { label, rows, missing, lacks } = line;
  return { line: label, ...byPeriod(periods, (span) => missing ?? lacks?.(span) ?? sumCell(rows, base, span)) };
}

export function byPeriod(periods: MoneyPeriods, sum: (span: DaySpan) => Cell): { readonly [K in MoneyKey]?: Cell } {
  return Object.fromEntries(periods.columns.map(({ key, span }) => [key, sum(span)]));
}
