import { measureOf } from '#render/format';
import type { Figure, FiguresBlock } from '#report/block';
import { type Cell, isMissing } from '#report/value';
import type { Book } from './book.ts';
import { cellWriter } from './cell-writer.ts';
import type { Chart } from './drawing.ts';
import { headlineNames } from './headline-names.ts';
import type { Look } from './look.ts';
import { note } from './note.ts';
import { mixedFormat, shownLength } from './number-format.ts';
import type { Plan, PlannedSheet } from './plan.ts';
import { FIRST_ROW, HEADER_ROW, type HeaderCell, Sheet, type StyledCell } from './sheet.ts';
import { summaryCharts } from './summary-charts.ts';

/** Heights and sizes by rank, and how much wider a digit is than one of 10 points: 1 headline, 2 second rank, 3 look-up. */
const RANKS = {
  1: { height: 36, digit: 2, label: { size: 12, bold: true }, value: { size: 20, bold: true } },
  2: { height: 21, digit: 1.3, label: { size: 11 }, value: { size: 12, bold: true } },
  3: { height: 16, digit: 1, label: {}, value: {} },
} as const satisfies Record<number, { height: number; digit: number; label: Look; value: Look }>;

/** A figure as the sheet shows it; a folded share is one as well. */
type FigureRow = Figure & { readonly lastOfGroup: boolean };

/** Columns of names and values, for charts over folded shares. */
const NAME_COLUMN = 1;
const VALUE_COLUMN = 2;

/**
 * Labelled figures, the headline large. The first such sheet of a book is its summary: shares without a sheet of their
 * own are further rows there, the charts of value and shares stand at its right, and its headline cells have names.
 */
export async function writeFiguresSheet(
  book: Book,
  { name, block }: PlannedSheet<FiguresBlock>,
  plan: Plan,
): Promise<void> {
  const isSummary = plan.summary?.block === block;
  const rows = figureRows(block, isSummary ? plan : undefined);
  const sheet = new Sheet(book, {
    name,
    title: isSummary ? `Daybook: ${book.report.account.label}` : name,
    note: note(book.report, isSummary ? book.report.headline.netAssetValueBasis : block.subtitle),
    header: header(book, rows),
    frozenColumns: 0,
    rowHeight: 16,
    print: 'one page',
  });
  for (const row of rows) {
    await sheet.addRow(figureCells(book, name, row, sheet.lastRow + 1), RANKS[row.rank ?? 3].height);
  }
  if (isSummary) {
    for (const [defined, index] of headlineNames(book.report.headline, block.figures)) {
      book.writer.definedNames.add(`'${name.replace(/'/g, "''")}'!$B$${FIRST_ROW + index}`, defined);
    }
  }
  const charts: readonly Chart[] = isSummary
    ? summaryCharts(plan, {
        sheet: name,
        names: NAME_COLUMN,
        fractions: VALUE_COLUMN,
        firstRow: FIRST_ROW + block.figures.length,
      })
    : [];
  await sheet.close({
    table:
      rows.length === 0
        ? undefined
        : {
            name: book.tableName(name),
            headerRow: HEADER_ROW,
            rows: rows.length,
            columns: header(book, rows).map((column) => ({ name: column.name, filter: false })),
          },
    charts,
  });
}

function figureRows(block: FiguresBlock, plan: Plan | undefined): readonly FigureRow[] {
  const groups: (readonly Figure[])[] = [
    block.figures,
    ...(plan?.folded ?? []).map(({ shares }) =>
      shares.map(({ name, fraction }): Figure => ({ label: name, kind: 'weight', value: fraction, unit: 'of value' })),
    ),
  ];
  return groups.flatMap((figures) =>
    figures.map((figure, index) => {
      const next = figures[index + 1];
      return { ...figure, lastOfGroup: !next || (next.rank ?? 3) !== (figure.rank ?? 3) };
    }),
  );
}

function header(book: Book, rows: readonly FigureRow[]): readonly HeaderCell[] {
  const timed = rows.some(({ asOf }) => asOf !== undefined && asOf.length > 10);
  const longest = (texts: readonly (string | undefined)[]): number =>
    Math.max(0, ...texts.map((text) => text?.length ?? 0));
  const reason = longest(rows.map(({ value }) => (isMissing(value) ? `n/a: ${value.missing}` : undefined)));
  return [
    {
      name: 'Figure',
      width: Math.min(48, Math.max(33, longest(rows.map(({ label }) => label)) * 0.88)),
      align: 'left',
    },
    { name: 'Value', width: Math.max(23, Math.min(36, reason * 0.82), ...rows.map(valueWidth)), align: 'right' },
    {
      name: 'Unit',
      width: Math.max(10, longest(rows.map((row) => unitOf(book, row))) * 0.9 + 2),
      align: 'left',
      indent: 1,
    },
    {
      name: 'Period',
      width: Math.min(40, Math.max(26, longest(rows.map(({ period }) => period)) * 0.85)),
      align: 'left',
    },
    {
      name: 'Source',
      width: Math.min(30, Math.max(12, longest(rows.map(({ source }) => source)) * 0.9 + 1)),
      align: 'left',
    },
    { name: timed ? `As of ${book.zone.label}` : 'As of', width: timed ? 15.5 : 13, align: 'left' },
  ];
}

/** What a number needs in the size of its rank; digits of 20 points are twice as wide as those that widths count. */
function valueWidth({ kind, value, rank = 3 }: FigureRow): number {
  return typeof value === 'number' ? shownLength(kind, value) * RANKS[rank].digit + 2 : 0;
}

function figureCells(book: Book, sheet: string, figure: FigureRow, row: number): readonly StyledCell[] {
  const { kind, rank = 3 } = figure;
  const below = figure.lastOfGroup ? 'group' : 'row';
  const side: Look = { align: 'left', size: 9, color: 'quiet', below };
  const text = (value: string | null | undefined, look: Look): StyledCell => ({
    value: value ?? null,
    style: book.look({ align: 'left', below, ...look }),
  });
  const value = cellWriter(book, {
    sheet,
    column: figure.label,
    kind,
    look: { align: 'right', below, ...RANKS[rank].value },
    // The headline stands alone: nothing to align it with.
    format: (number) => {
      const format = mixedFormat(kind, number);
      return rank === 1 ? format?.replaceAll('_%', '') : format;
    },
  })(figure.value, row);
  const asOf: Cell = figure.asOf ?? null;
  const instant = typeof asOf === 'string' && asOf.length > 10;
  return [
    text(figure.label, RANKS[rank].label),
    value,
    text(unitOf(book, figure), { ...side, indent: 1 }),
    text(figure.period, side),
    text(figure.source, side),
    cellWriter(book, {
      sheet,
      column: 'As of',
      kind: instant ? 'instant' : 'date',
      look: side,
      format: () => (instant ? 'yyyy-mm-dd hh:mm' : 'yyyy-mm-dd'),
    })(asOf, row),
  ];
}

/** What the number's format does not show. */
function unitOf(book: Book, { kind, unit }: Figure): string | undefined {
  if (unit !== undefined) return unit;
  if (kind === 'instant') return book.zone.label;
  return kind === 'points' ? measureOf(kind) : undefined;
}
