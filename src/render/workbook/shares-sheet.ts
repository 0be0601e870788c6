import type { SharesBlock } from '#report/block';
import type { Cell } from '#report/value';
import type { Book } from './book.ts';
import { type ColumnSource, sheetColumns } from './columns.ts';
import { factOf, note } from './note.ts';
import type { PlannedSheet } from './plan.ts';
import { sharesChart } from './shares-chart.ts';
import { FIRST_ROW, HEADER_ROW, Sheet } from './sheet.ts';

interface ShareRow {
  readonly name: string;
  readonly part: string | null;
  readonly amount: Cell;
  readonly fraction: Cell;
  readonly tone?: 'loss' | 'dim';
}

/** Column of the names and of the fractions, for charts. */
export const SHARE_COLUMNS = { names: 1, fractions: 4, header: 'Weight' } as const;

/**
 * Shares of a whole, then the parts that some of them consist of, and the native bars at the right. No total row: the
 * parts are in their shares already.
 */
export async function writeSharesSheet(book: Book, { name, block }: PlannedSheet<SharesBlock>): Promise<void> {
  const rows = shareRows(block);
  const count = rows.length;
  const sources: readonly ColumnSource[] = [
    { title: 'Share', kind: 'text', count, at: (index) => rows[index]?.name },
    { title: 'Part of it', kind: 'text', weight: 'side', count, at: (index) => rows[index]?.part },
    { title: 'Value', kind: 'money', unit: block.unit, weight: 'lead', count, at: (index) => rows[index]?.amount },
    { title: SHARE_COLUMNS.header, kind: 'weight', count, at: (index) => rows[index]?.fraction },
  ];
  const columns = sheetColumns(book, name, sources);
  const sheet = new Sheet(book, {
    name,
    title: name,
    note: note(book.report, factOf(block, name), block.subtitle),
    header: columns,
    frozenColumns: 0,
    rowHeight: 16,
    print: 'one page',
  });
  if (rows.length === 0) {
    await sheet.addRow([{ value: 'Nothing is held.', style: book.look({ color: 'quiet' }) }]);
    await sheet.close({});
    return;
  }
  for (const row of rows) {
    const at = sheet.lastRow + 1;
    const cells = [row.name, row.part, row.amount, row.fraction];
    await sheet.addRow(columns.map((column, index) => column.write(cells[index], at, row.tone)));
  }
  const left = columns.length + 2;
  const chart = sharesChart({
    block,
    sheet: name,
    ...SHARE_COLUMNS,
    firstRow: FIRST_ROW,
    from: { column: left, row: FIRST_ROW },
    to: { column: left + 9, row: FIRST_ROW + Math.max(8, Math.ceil(block.shares.length * 1.6) + 3) },
  });
  await sheet.close({
    table: {
      name: book.tableName(name),
      headerRow: HEADER_ROW,
      rows: rows.length,
      columns: columns.map((column) => ({ name: column.name, filter: false })),
    },
    charts: chart ? [chart] : [],
  });
}

function shareRows(block: SharesBlock): readonly ShareRow[] {
  const shares = block.shares.map(({ name, amount, fraction }) => ({ name, part: null, amount, fraction }));
  const parts = block.shares.flatMap((share) =>
    (share.details ?? []).map(({ name, amount, tone }) => ({
      name: share.name,
      part: name,
      amount,
      fraction: null,
      tone: tone ?? ('dim' as const),
    })),
  );
  return [...shares, ...parts];
}
