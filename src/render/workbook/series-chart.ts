import { mediumDay } from '#render/day-text';
import type { SeriesBlock } from '#report/block';
import type { Chart } from './drawing.ts';
import { lineChartXml } from './line-chart.ts';
import { columnLetters, columnRange, quotedSheet } from './names.ts';
import { FIRST_ROW, HEADER_ROW } from './sheet.ts';
import { dateSerial } from './zone-time.ts';

export interface SeriesChartSpec {
  readonly block: SeriesBlock;
  /** Name of the sheet with the series. */
  readonly sheet: string;
  /** Indexes of the days in the order of the sheet's rows. */
  readonly order: readonly number[];
  /** All lines, or the account's own value alone. */
  readonly lines: 'all' | 'value';
  readonly from: Chart['from'];
  readonly to: Chart['to'];
}

/** Rows of a series' sheet: newest day first. */
export function newestFirst({ dates }: SeriesBlock): readonly number[] {
  return dates.map((_, index) => index).sort((a, b) => ((dates[a] ?? '') < (dates[b] ?? '') ? 1 : -1));
}

/** Header cell of a line: name and unit. */
export function lineTitle(block: SeriesBlock, name: string): string {
  return block.unit === '' || name.endsWith(` ${block.unit}`) ? name : `${name} ${block.unit}`;
}

/** The native line chart of a series; undefined when two days with a value are not there. */
export function seriesChart({ block, sheet, order, lines, from, to }: SeriesChartSpec): Chart | undefined {
  const chosen = block.lines
    .map((line, index) => ({ line, column: index + 2 }))
    .filter(({ line }) => lines === 'all' || line.role === 'value')
    .filter(({ line }) => line.values.filter((value) => value !== null).length > 1);
  const first = block.dates[order.at(-1) ?? -1];
  const last = block.dates[order[0] ?? -1];
  if (chosen.length === 0 || first === undefined || last === undefined) return undefined;

  const lastRow = FIRST_ROW + order.length - 1;
  const range = `${mediumDay(first)} to ${mediumDay(last)}`;
  const subject = chosen.map(({ line }) => line.name).join(' and ');
  return {
    xml: lineChartXml({
      subject,
      kind: block.valueKind,
      unit: block.unit,
      range: `daily, ${range}`,
      dates: {
        cells: columnRange(sheet, 1, FIRST_ROW, lastRow),
        format: 'yyyy-mm-dd',
        values: order.map((index) => dateSerial(block.dates[index] ?? '') ?? null),
      },
      lines: chosen.map(({ line, column }) => ({
        role: line.role,
        name: {
          cells: `${quotedSheet(sheet)}!$${columnLetters(column)}$${HEADER_ROW}`,
          values: [lineTitle(block, line.name)],
        },
        values: {
          cells: columnRange(sheet, column, FIRST_ROW, lastRow),
          format: '#,##0.00',
          values: order.map((index) => line.values[index] ?? null),
        },
      })),
    }),
    alt: `${subject}, ${block.unit}: line, ${range}, ${order.length} days.`,
    from,
    to,
  };
}
