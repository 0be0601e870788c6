import type { Chart } from './drawing.ts';
import type { Plan } from './plan.ts';
import { newestFirst, seriesChart } from './series-chart.ts';
import { sharesChart } from './shares-chart.ts';
import { SHARE_COLUMNS } from './shares-sheet.ts';
import { FIRST_ROW } from './sheet.ts';

/** Where shares without a sheet of their own stand on the summary. */
export interface FoldedAt {
  readonly sheet: string;
  readonly names: number;
  readonly fractions: number;
  readonly firstRow: number;
}

/** Right of the summary's six columns and one empty one. */
const LEFT = 8;
const RIGHT = 17;

/** The account's value over time, and below it the shares: of the first such blocks of the book. */
export function summaryCharts(plan: Plan, foldedAt: FoldedAt): readonly Chart[] {
  const { series } = plan;
  const value = series
    ? seriesChart({
        block: series.block,
        sheet: series.name,
        order: newestFirst(series.block),
        lines: 'value',
        from: { column: LEFT, row: FIRST_ROW },
        to: { column: RIGHT, row: 15 },
      })
    : undefined;
  const top = value ? 16 : FIRST_ROW;
  const place = { from: { column: LEFT, row: top }, to: { column: RIGHT, row: top + 14 } };
  const folded = plan.folded[0];
  const shares = folded
    ? sharesChart({ block: folded, ...foldedAt, header: 'Value', ...place })
    : plan.shares
      ? sharesChart({
          block: plan.shares.block,
          sheet: plan.shares.name,
          ...SHARE_COLUMNS,
          firstRow: FIRST_ROW,
          ...place,
        })
      : undefined;
  return [value, shares].filter((chart) => chart !== undefined);
}
