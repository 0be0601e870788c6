import type { SeriesBlock, StatisticRow, StatisticsBlock } from '#report/block';
import { isMissing } from '#report/value';
import type { Book } from './book.ts';
import { cellWriter } from './cell-writer.ts';
import type { Look } from './look.ts';
import { quotedSheet } from './names.ts';
import { note } from './note.ts';
import { formatOfAny, mixedFormat, unsignedZero } from './number-format.ts';
import type { Plan, PlannedSheet } from './plan.ts';
import { FIRST_ROW, HEADER_ROW, type HeaderCell, Sheet, type StyledCell } from './sheet.ts';
import {
  BENCHMARK_COLUMNS,
  CONSTANTS,
  type FormulaPlaces,
  type Measure,
  NEEDED_COLUMNS,
  OF_BENCHMARK,
  statisticFormula,
} from './statistic-formulas.ts';

const HEADER: readonly HeaderCell[] = [
  { name: 'Statistic', width: 30, align: 'left' },
  { name: 'Report', width: 19, align: 'right' },
  { name: 'Workbook', width: 15, align: 'right' },
  { name: 'Difference', width: 13, align: 'right' },
  { name: 'Unit', width: 8, align: 'left', indent: 1 },
  { name: 'Days', width: 8, align: 'right' },
  { name: 'Reckoned as', width: 42, align: 'left', indent: 1 },
  { name: 'Of', width: 46, align: 'left' },
];
const FORMULA_COLUMN = 'C';
const RATIO = unsignedZero('0.0000;-0.0000;0.0000');
/** Rows of constants above the statistics. */
const CONSTANT_ROWS = 2;

/**
 * Statistics with a live formula beside each: the workbook reckons them again from the sheet of the days, and shows how
 * far it is from the report. The constants are cells with names, so that a reader can try others.
 */
export async function writeStatisticsSheet(
  book: Book,
  { name, block }: PlannedSheet<StatisticsBlock>,
  plan: Plan,
): Promise<void> {
  const sheet = new Sheet(book, {
    name,
    title: name,
    note: note(book.report, block.subtitle, block.note),
    header: HEADER,
    frozenColumns: 0,
    rowHeight: 16,
    print: 'one page',
  });
  const constants = [
    { label: 'Risk-free rate, a year', value: block.riskFree.rate, format: '0.00%', defined: CONSTANTS.riskFree },
    { label: 'Observations a year', value: block.daysAYear, format: '0', defined: CONSTANTS.daysAYear },
  ];
  for (const [index, { label, value, format, defined }] of constants.entries()) {
    const source = index === 0 ? block.riskFree.source : 'trading days';
    await sheet.addRow([
      text(book, label),
      { value, style: book.look({ align: 'right', below: 'row', format }) },
      ...[3, 4, 5, 6].map(() => text(book, null)),
      text(book, source, { indent: 1, size: 9, color: 'quiet' }),
      text(book, null),
    ]);
    book.writer.definedNames.add(`${quotedSheet(name)}!$B$${FIRST_ROW + index}`, defined);
  }
  const places = placesOf(book, block, plan);
  for (const row of block.statistics) {
    await sheet.addRow(cellsOf(book, name, row, sheet.lastRow + 1, places));
  }
  await sheet.close({
    table: {
      name: book.tableName(name),
      headerRow: HEADER_ROW,
      rows: CONSTANT_ROWS + block.statistics.length,
      columns: HEADER.map((column) => ({ name: column.name, filter: false })),
    },
  });
}

interface Places extends FormulaPlaces {
  readonly withBenchmark: boolean;
}

/** Undefined when the book has no sheet of days with the columns that formulas read. */
function placesOf(book: Book, block: StatisticsBlock, plan: Plan): Places | undefined {
  const days = plan.sheets.find(
    (sheet): sheet is PlannedSheet<SeriesBlock> => sheet.block.kind === 'series' && sheet.block.id === block.series,
  );
  const titles = ['Date', ...(days?.block.extra ?? []).map(({ title }) => title)];
  if (!days || days.block.dates.length === 0 || NEEDED_COLUMNS.some((title) => !titles.includes(title)))
    return undefined;
  const withBenchmark = BENCHMARK_COLUMNS.every((title) => titles.includes(title));
  const rows = new Map<Measure, number>(
    block.statistics.flatMap(({ measure, value }, index) =>
      typeof value === 'number' ? [[measure, FIRST_ROW + CONSTANT_ROWS + index] as const] : [],
    ),
  );
  return {
    table: book.tableName(days.name),
    withBenchmark,
    cell: (measure) => {
      const row = rows.get(measure);
      return row === undefined ? undefined : `${FORMULA_COLUMN}${row}`;
    },
  };
}

function cellsOf(
  book: Book,
  sheet: string,
  statistic: StatisticRow,
  row: number,
  places: Places | undefined,
): readonly StyledCell[] {
  const { kind, value, label, unit, observations, formula, detail } = statistic;
  const figure: Look = { align: 'right', below: 'row' };
  // A ratio is read to four decimals here, beside the formula that reckons it.
  const shown =
    typeof value === 'number'
      ? kind === 'ratio'
        ? RATIO(value)
        : mixedFormat(kind, value * scaleOf(statistic))
      : undefined;
  const written = cellWriter(book, { sheet, column: 'Report', kind, look: figure, format: () => shown })(value, row);
  const excel = typeof value === 'number' && places ? formulaOf(statistic, places) : undefined;
  const any = kind === 'ratio' ? RATIO(1) : mixedFormat(kind, 1);
  const style = book.look({ ...figure, ...(any ? { format: formatOfAny(any) } : {}) });
  const live =
    excel === undefined || typeof value !== 'number'
      ? [text(book, null), text(book, null)]
      : [
          { value: { formula: excel, result: value * scaleOf(statistic), date1904: false }, style },
          {
            value: { formula: `${FORMULA_COLUMN}${row}-B${row}`, result: 0, date1904: false },
            style: book.look({ ...figure, size: 9, color: 'quiet', format: '0.0E+00;-0.0E+00;0' }),
          },
        ];
  return [
    text(book, label, isMissing(value) ? { color: 'quiet' } : {}),
    written,
    ...live,
    text(book, unit ?? null, { indent: 1, size: 9, color: 'quiet' }),
    { value: observations, style: book.look({ ...figure, size: 9, color: 'quiet', format: '#,##0' }) },
    text(book, formula, { indent: 1, size: 9, color: 'quiet' }),
    text(book, detail ?? null, { size: 9, color: 'quiet' }),
  ];
}

/** Differences of percentages stand in the sheet as points, a hundredth each. */
const scaleOf = ({ kind }: StatisticRow): number => (kind === 'points' ? 100 : 1);

function formulaOf(statistic: StatisticRow, places: Places): string | undefined {
  const { measure } = statistic;
  if (OF_BENCHMARK.has(measure) && !places.withBenchmark) return undefined;
  const formula = statisticFormula(measure, places);
  return formula === undefined || scaleOf(statistic) === 1 ? formula : `(${formula})*${scaleOf(statistic)}`;
}

function text(book: Book, value: string | null, look: Look = {}): StyledCell {
  return { value, style: book.look({ align: 'left', below: 'row', ...look }) };
}
