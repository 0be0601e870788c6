import { mediumDay } from '#render/day-text';
import type { SeriesBlock } from '#report/block';
import type { Chart } from './drawing.ts';
import { lineChartXml } from './line-chart.ts';
import { columnLetters, columnRange, quotedSheet } from './names.ts';
import { FIRST_ROW, HEADER_ROW } from './sheet.ts';
import { dateSerial } from './zone-time.ts';

type SeriesLine = SeriesBlock['lines'][number];

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
    .map((line, index) => ({ line, column: index + 2, title: lineTitle(block, line.name) }))
    .filter(({ line }) => lines === 'all' || line.role === 'value');
  const { valueKind: kind, unit, dates } = block;
  return chartOf({ dates, lines: chosen, kind, unit, sheet, order, from, to });
}

/** The native charts of a series' further columns that ask for one, each at its place. */
export function extraCharts(
  block: SeriesBlock,
  { sheet, order }: Pick<SeriesChartSpec, 'sheet' | 'order'>,
  place: (index: number) => Pick<Chart, 'from' | 'to'>,
): readonly Chart[] {
  const asked = (block.extra ?? []).flatMap(({ chart, ...extra }, index) =>
    chart ? [{ ...extra, role: chart, column: block.lines.length + 2 + index }] : [],
  );
  return asked.flatMap(({ title, kind, role, values, column }, index) => {
    const line = { name: title, role, values: values.map((cell) => (typeof cell === 'number' ? cell : null)) };
    const lines = [{ line, column, title }];
    const unit = kind === 'return' ? '%' : '';
    const chart = chartOf({ dates: block.dates, lines, kind, unit, sheet, order, ...place(index) });
    return chart ? [chart] : [];
  });
}

interface ChartOf
  extends Pick<SeriesBlock, 'dates' | 'unit'>,
    Pick<SeriesChartSpec, 'sheet' | 'order' | 'from' | 'to'> {
  readonly kind: SeriesBlock['valueKind'];
  /** Each with its column on the sheet and the text of its header cell. */
  readonly lines: readonly { readonly line: SeriesLine; readonly column: number; readonly title: string }[];
}

function chartOf({ dates, lines, kind, unit, sheet, order, from, to }: ChartOf): Chart | undefined {
  const chosen = lines.filter(({ line }) => line.values.filter((value) => value !== null).length > 1);
  const first = dates[order.at(-1) ?? -1];
  const last = dates[order[0] ?? -1];
  if (chosen.length === 0 || first === undefined || last === undefined) return undefined;

  const lastRow = FIRST_ROW + order.length - 1;
  const range = `${mediumDay(first)} to ${mediumDay(last)}`;
  const subject = chosen.map(({ line }) => line.name).join(' and ');
  const area = chosen.every(({ line }) => line.role === 'drawdown');
  return {
    xml: lineChartXml({
      subject,
      kind,
      unit,
      range: `daily, ${range}`,
      dates: {
        cells: columnRange(sheet, 1, FIRST_ROW, lastRow),
        format: 'yyyy-mm-dd',
        values: order.map((index) => dateSerial(dates[index] ?? '') ?? null),
      },
      lines: chosen.map(({ line, column, title }) => ({
        role: line.role,
        name: {
          cells: `${quotedSheet(sheet)}!$${columnLetters(column)}$${HEADER_ROW}`,
          values: [title],
        },
        values: {
          cells: columnRange(sheet, column, FIRST_ROW, lastRow),
          format: kind === 'return' ? '0.00%' : '#,##0.00',
          values: order.map((index) => line.values[index] ?? null),
        },
      })),
    }),
    alt: `${subject}, ${unit}: ${area ? 'area' : 'line'}, ${range}, ${order.length} days.`,
    from,
    to,
  };
}
