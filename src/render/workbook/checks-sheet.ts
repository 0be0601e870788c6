import type { Check, ChecksBlock } from '#report/block';
import { type Cell, isMissing, type ValueKind } from '#report/value';
import type { Book } from './book.ts';
import { cellWriter } from './cell-writer.ts';
import { withoutDust } from './dust.ts';
import { note } from './note.ts';
import { formatOfAny, mixedFormat, shownLength, unsignedZero } from './number-format.ts';
import type { PlannedSheet } from './plan.ts';
import { HEADER_ROW, type HeaderCell, Sheet, type StyledCell } from './sheet.ts';

const VERDICTS: Readonly<Record<Check['verdict'], string>> = {
  pass: 'pass',
  fail: 'fail',
  unchecked: 'cannot be checked',
};

/** The reconciliation checks: what was expected and found, and how it ended. A failed one stands out. */
export async function writeChecksSheet(book: Book, { name, block }: PlannedSheet<ChecksBlock>): Promise<void> {
  const { report } = book;
  const columns = header(block.checks);
  const sheet = new Sheet(book, {
    name,
    title: name,
    note: note(report, `${report.checks.passed} of ${report.checks.possible} possible checks passed`),
    header: columns,
    frozenColumns: 0,
    rowHeight: 16,
    print: 'one page',
  });
  for (const check of block.checks) await sheet.addRow(checkRow(book, name, check, sheet.lastRow + 1));
  if (block.checks.length === 0) {
    await sheet.addRow([{ value: 'No check was made.', style: book.look({ color: 'quiet' }) }]);
  }
  await sheet.close({
    table:
      block.checks.length === 0
        ? undefined
        : {
            name: book.tableName(name),
            headerRow: HEADER_ROW,
            rows: block.checks.length,
            columns: columns.map((column) => ({ name: column.name, filter: false })),
          },
  });
}

function header(checks: readonly Check[]): readonly HeaderCell[] {
  const width = (least: number, figure: (check: Check) => Cell): number =>
    checks.reduce((most, check) => {
      const cell = figure(check);
      return typeof cell === 'number' ? Math.max(most, shownLength(check.valueKind, cell) + 3) : most;
    }, least);
  return [
    { name: 'Check', width: 44, align: 'left' },
    { name: 'Expected', width: width(17, ({ expected }) => expected), align: 'right' },
    { name: 'Found', width: width(17, ({ found }) => found), align: 'right' },
    { name: 'Difference', width: width(15, ({ difference }) => difference), align: 'right' },
    { name: 'Tolerance', width: width(13, ({ tolerance }) => tolerance), align: 'right' },
    { name: 'Unit', width: 8, align: 'left', indent: 1 },
    { name: 'Result', width: 17, align: 'left' },
    { name: 'Finding', width: 40, align: 'left' },
  ];
}

function checkRow(book: Book, sheet: string, check: Check, row: number): readonly StyledCell[] {
  const { look } = book;
  const figure = (column: string, cell: Cell, kind: ValueKind): StyledCell =>
    cellWriter(book, {
      sheet,
      column,
      kind,
      look: { align: 'right', below: 'row' },
      format: (value) => precise(kind, value),
    })(cell, row);
  const text = (value: string | null, style: Parameters<typeof look>[0] = {}): StyledCell => ({
    value,
    style: look({ align: 'left', below: 'row', ...style }),
  });
  // The gap between two levels is itself a change.
  const gap = check.valueKind === 'money' ? 'change' : check.valueKind;
  const quiet = check.verdict === 'unchecked' ? ({ color: 'quiet' } as const) : {};
  const figures = [
    figure('Expected', check.expected, check.valueKind),
    figure('Found', check.found, check.valueKind),
  ] as const;
  return [
    text(check.name, quiet),
    ...figures,
    live(
      figure('Difference', check.difference, isMissing(check.difference) ? check.valueKind : gap),
      figures,
      row,
      gap,
    ),
    figure('Tolerance', check.tolerance, check.valueKind),
    text(check.unit ?? null, { indent: 1, size: 9, color: 'quiet' }),
    text(VERDICTS[check.verdict], check.verdict === 'fail' ? { color: 'loss', bold: true } : quiet),
    text(check.finding, { size: 9, color: 'quiet' }),
  ];
}

/**
 * The difference as a formula over the two figures beside it. A check whose difference is another one (the largest of
 * many, say) keeps it as a number: a formula stands only where it gives the report's own figure.
 */
function live(
  cell: StyledCell,
  [expected, found]: readonly [StyledCell, StyledCell],
  row: number,
  kind: ValueKind,
): StyledCell {
  const [less, from, value] = [expected.value, found.value, cell.value];
  if (typeof less !== 'number' || typeof from !== 'number' || typeof value !== 'number') return cell;
  const result = withoutDust(from - less, Math.abs(from) + Math.abs(less));
  if (Math.abs(result - value) > Math.max(1e-9, (Math.abs(from) + Math.abs(less)) * 1e-12)) return cell;
  const style = { ...cell.style, numFmt: formatOfAny(precise(kind, 1) ?? 'General') };
  return { value: { formula: `C${row}-B${row}`, result, date1904: false }, style };
}

const PRECISE = unsignedZero('0.000000%');

/** As many decimals as a small return needs to be seen, as tolerances lie below a hundredth of a per cent. */
function precise(kind: ValueKind, value: number): string | undefined {
  return kind === 'return' ? PRECISE(value) : mixedFormat(kind, value);
}
