import { columnLetters } from './names.ts';
import { cellText, xml } from './text.ts';
import { DECLARATION } from './zip-gate.ts';

/** What stands in a table's total row, below one column. */
export type ColumnTotal =
  | { readonly kind: 'label'; readonly text: string }
  /** The sum of the rows that the filter lets through. */
  | { readonly kind: 'sum' }
  /** A figure of the report that is no sum of the column. */
  | { readonly kind: 'figure'; readonly value: number };

/** An Excel table over the rows of a sheet: header in `headerRow`, rows below, a total row last if any column has one. */
export interface TableSpec {
  readonly name: string;
  readonly headerRow: number;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly filter: boolean; readonly total?: ColumnTotal }[];
}

/** The formula of a total: the sum of what is not filtered away. Follows the table when it grows. */
export function totalFormula(table: string, column: string): string {
  return `SUBTOTAL(109,${table}[${column.replace(/[[\]#'@]/g, "'$&")}])`;
}

/** The part of a table. Without a style, as all rules and fonts stand on the cells. */
export function tableXml(id: number, table: TableSpec): string {
  const last = columnLetters(table.columns.length);
  const end = table.headerRow + table.rows;
  const totals = table.columns.some((column) => column.total);
  const filters = table.columns.some((column) => column.filter);
  const hidden = table.columns.map((column, index) =>
    column.filter ? '' : `<filterColumn colId="${index}" hiddenButton="1"/>`,
  );
  const columns = table.columns.map(({ name, total }, index) => {
    const head = `<tableColumn id="${index + 1}" name="${xml(cellText(name))}"`;
    if (!total) return `${head}/>`;
    if (total.kind === 'sum') return `${head} totalsRowFunction="sum"/>`;
    if (total.kind === 'label') return `${head} totalsRowLabel="${xml(cellText(total.text))}"/>`;
    return `${head} totalsRowFunction="custom"><totalsRowFormula>${total.value}</totalsRowFormula></tableColumn>`;
  });
  const shown = totals ? 'totalsRowCount="1"' : 'totalsRowShown="0"';
  return [
    `${DECLARATION}<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="${id}"`,
    ` name="${table.name}" displayName="${table.name}" ref="A${table.headerRow}:${last}${end + (totals ? 1 : 0)}" ${shown}>`,
    filters ? `<autoFilter ref="A${table.headerRow}:${last}${end}">${hidden.join('')}</autoFilter>` : '',
    `<tableColumns count="${columns.length}">${columns.join('')}</tableColumns>`,
    '<tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>',
  ].join('');
}
