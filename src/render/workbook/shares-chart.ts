import type { SharesBlock } from '#report/block';
import { barChartXml } from './bar-chart.ts';
import type { Chart } from './drawing.ts';
import { columnLetters, columnRange, quotedSheet } from './names.ts';
import { HEADER_ROW } from './sheet.ts';

export interface SharesChartSpec {
  readonly block: SharesBlock;
  /** The sheet with the shares, the columns of their names and fractions, and the row of the first. */
  readonly sheet: string;
  readonly names: number;
  readonly fractions: number;
  readonly firstRow: number;
  /** Text of the header cell above the fractions. */
  readonly header: string;
  readonly from: Chart['from'];
  readonly to: Chart['to'];
}

/** The native bars of shares; undefined when a share has no fraction, as it would be drawn as zero. */
export function sharesChart(spec: SharesChartSpec): Chart | undefined {
  const { block, sheet, firstRow } = spec;
  const fractions = block.shares.map(({ fraction }) => (typeof fraction === 'number' ? fraction : null));
  if (fractions.length === 0 || fractions.includes(null)) return undefined;
  const lastRow = firstRow + fractions.length - 1;
  const rest = '% of net asset value';
  return {
    xml: barChartXml({
      rows: spec.to.row - spec.from.row,
      subject: block.title,
      rest,
      categories: {
        cells: columnRange(sheet, spec.names, firstRow, lastRow),
        values: block.shares.map(({ name }) => name),
      },
      bars: [
        {
          name: {
            cells: `${quotedSheet(sheet)}!$${columnLetters(spec.fractions)}$${HEADER_ROW}`,
            values: [spec.header],
          },
          values: {
            cells: columnRange(sheet, spec.fractions, firstRow, lastRow),
            format: '0.0%',
            values: fractions,
          },
        },
      ],
    }),
    alt: `${block.title}, ${rest}: lying bars, ${fractions.length} shares.`,
    from: spec.from,
    to: spec.to,
  };
}
