import { numberText } from '#render/format';
import type { BridgeBlock } from '#report/block';
import type { Book } from './book.ts';
import type { Chart } from './drawing.ts';
import { columnLetters, columnRange, quotedSheet } from './names.ts';
import type { Sheet, StyledCell } from './sheet.ts';
import { waterfallChartXml } from './waterfall-chart.ts';

/** One column of the chart: an invisible base, and on it one of a level, a rise or a fall. */
export interface WaterfallRow {
  readonly label: string;
  /** Which row of the table it is, the opening value 0. */
  readonly line: number;
  readonly base?: number;
  readonly level?: number;
  readonly up?: number;
  readonly down?: number;
}

/** What sums of doubles leave between the last line and the closing value. */
const SLACK = 0.005;

/**
 * The steps of the last period. Undefined where they don't lead to the closing value, as a line can't be told, and where
 * a level on the way is not above zero: stacked columns can't show that.
 */
export function waterfallRows({ periods, lines }: BridgeBlock): readonly WaterfallRow[] | undefined {
  const index = periods.length - 1;
  const period = periods[index];
  if (!period) return undefined;
  const changes = [
    ...lines.map(({ label, values }) => ({ label, value: values[index] ?? null })),
    { label: 'Unexplained', value: period.unexplained },
  ];
  let level = period.opening;
  const rows: WaterfallRow[] = [{ label: labelOf('Opening', level, false), line: 0, level }];
  for (const [line, { label, value: change }] of changes.entries()) {
    // A figure that can't be told stands in the table as words: it is no step of zero.
    if (typeof change !== 'number') continue;
    const base = Math.min(level, level + change);
    level += change;
    if (base <= 0) return undefined;
    const bar = change < 0 ? { down: -change } : { up: change };
    rows.push({ label: labelOf(label, change, true), line: line + 1, base, ...bar });
  }
  if (Math.abs(level - period.closing) > SLACK || period.opening <= 0) return undefined;
  return [
    ...rows,
    { label: labelOf('Closing', period.closing, false), line: changes.length + 1, level: period.closing },
  ];
}

const NO_BREAK = '\u00a0';
/** Characters that fit below a column. */
const ONE_LINE = 11;
/** Words that fit below a column; a name of the broker's own stays. */
const SHORT: Readonly<Record<string, string>> = {
  Withdrawals: 'Paid out',
  Deposits: 'Paid in',
  Unexplained: 'Rest',
  'Currency (FX)': 'FX',
  'Price and currency': 'Price, FX',
  'Tax withheld': 'Tax',
  'Fees and commissions': 'Fees',
  'Change of accruals': 'Accrued',
};

/**
 * A short name breaks nowhere but before its amount, whose minus is a sign and no hyphen, that would end a line.
 */
function labelOf(name: string, value: number, signed: boolean): string {
  const short = SHORT[name] ?? name;
  const whole = short.length <= ONE_LINE ? short.replaceAll(' ', NO_BREAK) : short;
  return `${whole} ${numberText(value, { decimals: 0, signed })}`;
}

export interface WaterfallSpec {
  readonly block: BridgeBlock;
  readonly steps: readonly WaterfallRow[];
  /** Row of the opening value, and the column of the last period. */
  readonly firstRow: number;
  readonly column: number;
  readonly format: string;
  readonly place: Pick<Chart, 'from' | 'to'>;
}

const PARTS = ['base', 'level', 'up', 'down'] as const;
const TITLES = { base: 'Base', level: 'Level', up: 'Up', down: 'Down' } as const;

/** Writes the chart's data below the table, as formulas on it, and gives the chart. */
export async function writeWaterfall(book: Book, sheet: Sheet, spec: WaterfallSpec): Promise<Chart> {
  const { block, steps, firstRow, column, format, place } = spec;
  const { look } = book;
  const name = block.periods.at(-1)?.name.toLowerCase() ?? '';
  await sheet.addRow([{ value: `Chart data, ${name}`, style: look({ size: 9, bold: true, color: 'quiet' }) }], 22);
  const heads = ['Chart label', ...PARTS.map((part) => `${TITLES[part]} ${block.unit}`)];
  await sheet.addRow(
    heads.map((head, i) => ({
      value: head,
      style: look({ size: 9, color: 'quiet', align: i === 0 ? 'left' : 'right', below: 'header' }),
    })),
  );
  const header = sheet.lastRow;
  const letters = columnLetters(column);
  for (const step of steps) {
    const row = firstRow + step.line;
    const own = `${letters}${row}`;
    const sum = (last: number): string => `SUM(${letters}$${firstRow}:${letters}${last})`;
    const formulas = {
      base: `MIN(${sum(row - 1)},${sum(row)})`,
      level: own,
      up: own,
      down: `-${own}`,
    };
    await sheet.addRow([
      { value: step.label, style: look({ size: 9, color: 'quiet', align: 'left', below: 'row' }) },
      ...PARTS.map((part): StyledCell => {
        const style = look({ size: 9, color: 'quiet', align: 'right', below: 'row', format });
        const result = step[part];
        return { value: result === undefined ? null : { formula: formulas[part], result, date1904: false }, style };
      }),
    ]);
  }
  const range = (part: number): string => columnRange(sheet.name, part, header + 1, header + steps.length);
  return {
    ...place,
    alt: `From opening to closing value, ${name}, ${block.unit}: floating columns, ${steps.map(({ label }) => label).join('; ')}.`,
    xml: waterfallChartXml({
      period: name,
      unit: block.unit,
      labels: { cells: range(1), values: steps.map(({ label }) => label) },
      series: PARTS.map((part, i) => ({
        part,
        name: { cells: `${quotedSheet(sheet.name)}!$${columnLetters(i + 2)}$${header}`, values: [heads[i + 1] ?? ''] },
        values: { cells: range(i + 2), format, values: steps.map((step) => step[part] ?? null) },
      })),
      levels: steps.flatMap(({ base = 0, level, up = 0, down = 0 }) => level ?? [base, base + up + down]),
    }),
  };
}
