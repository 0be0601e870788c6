import type { Block, Column, Row, TableBlock } from '#report/block';
import type { Report } from '#report/report';
import { type Cell, isMissing, type ValueKind } from '#report/value';

/** A figure of a report, with the name by which it is asked for. */
export interface NamedFigure {
  /** `summary/Cash`, `holdings/SPY/value`, `value/2026-11-20/drawdown`: block, row and column. */
  readonly name: string;
  readonly value: Cell;
  readonly kind: ValueKind;
  readonly unit?: string;
  readonly period?: string;
  readonly source?: string;
  readonly asOf?: string;
  /** How it is reckoned, where the report itself says it. */
  readonly formula?: string;
  readonly block: string;
  /** The workbook's sheet that has it. */
  readonly sheet?: string;
  /** The row by its name: a symbol, a day, a label. */
  readonly row: string;
  /** What a table's row begins with, which rows beside it may begin with too. */
  readonly head?: string;
  /** The column by its key; empty where a row has one figure. */
  readonly column: string;
  /** What a table's row holds beside it. */
  readonly cells?: Row;
  /**
   * Of a table: the subtotal of a group, or the total; of a bridge: what its other lines leave over. Default: a row of the
   * table, a line of the bridge.
   */
  readonly part?: 'group' | 'total' | 'rest';
}

/** A figure that has a value: what a rule can tell the making of. */
export interface KnownFigure extends NamedFigure {
  readonly value: number;
}

export const isKnown = (figure: NamedFigure): figure is KnownFigure => typeof figure.value === 'number';

/** Every figure of a report, in its order: all that is a number, and all that says why it is none. */
export function figuresOf(report: Report): readonly NamedFigure[] {
  return report.sections.flatMap(({ blocks }) => blocks.flatMap(blockFigures)).filter(isFigure);
}

const isFigure = (figure: NamedFigure): boolean => isKnown(figure) || isMissing(figure.value);

/** As it stands in a name: no blanks and no slashes, so that a shell takes it without quotes. */
export const inName = (text: string): string =>
  text
    .trim()
    .replaceAll(/[\s/,:()]+/g, '-')
    .replace(/^-|-$/g, '');

interface Spot {
  readonly row: string;
  readonly column?: string;
  /** As the column is called in the name. Default: the column itself. */
  readonly title?: string;
}

type Rest = Omit<NamedFigure, 'name' | 'block' | 'sheet' | 'row' | 'column'>;

function blockFigures(block: Block): readonly NamedFigure[] {
  const sheet = block.sheet === undefined ? {} : { sheet: block.sheet };
  const figure = ({ row, column = '', title = column }: Spot, rest: Rest): NamedFigure => {
    const name = [block.id, inName(row), inName(title).toLowerCase()].filter((part) => part !== '').join('/');
    return { name, block: block.id, ...sheet, row, column, ...rest };
  };
  switch (block.kind) {
    case 'figures':
      return block.figures.map(({ label, rank: _, ...rest }) => figure({ row: label }, rest));
    case 'table':
      return tableFigures(block, figure);
    case 'series':
      return block.dates.flatMap((date, at) => [
        ...block.lines.map(({ name, values }) =>
          figure({ row: date, column: name }, { value: values[at] ?? null, kind: block.valueKind, unit: block.unit }),
        ),
        ...(block.extra ?? []).map(({ title, kind, values }) =>
          figure({ row: date, column: title }, { value: values[at] ?? null, kind }),
        ),
      ]);
    case 'statistics':
      return block.statistics.flatMap(({ measure, label, kind, value, unit, formula, observations }) => [
        figure({ row: label }, { value, kind, formula, ...unitOf(unit), cells: { measure } }),
        figure({ row: label, column: 'observations' }, { value: observations, kind: 'count', cells: { measure } }),
      ]);
    case 'checks':
      return block.checks.flatMap(({ id, name, valueKind, unit, ...check }) =>
        (['expected', 'found', 'difference', 'tolerance'] as const).map((column) =>
          figure({ row: name, column }, { value: check[column], kind: valueKind, ...unitOf(unit), cells: { id } }),
        ),
      );
    case 'shares':
      return block.shares.flatMap(({ name, amount, fraction, details = [] }) => [
        figure({ row: name, column: 'amount' }, { value: amount, kind: 'money', unit: block.unit }),
        figure({ row: name, column: 'share' }, { value: fraction, kind: 'weight' }),
        ...details.map((detail) =>
          figure({ row: name, column: detail.name }, { value: detail.amount, kind: 'money', unit: block.unit }),
        ),
      ]);
    case 'bridge':
      return block.periods.flatMap(({ name, opening, closing, unexplained }, at) =>
        [
          { label: 'Opening', value: opening },
          ...block.lines.map(({ label, values, rest }) => ({ label, value: values[at] ?? null, rest })),
          { label: 'Unexplained', value: unexplained, rest: true },
          { label: 'Closing', value: closing },
        ].map(({ label, value, ...of }) => {
          const part = 'rest' in of && of.rest ? ({ part: 'rest' } as const) : {};
          return figure({ row: name, column: label }, { value, kind: 'change', unit: block.unit, ...part });
        }),
      );
    case 'notice':
      return [];
  }
}

const unitOf = (unit: string | undefined): { readonly unit?: string } => (unit === undefined ? {} : { unit });

function tableFigures(block: TableBlock, figure: (spot: Spot, rest: Rest) => NamedFigure): readonly NamedFigure[] {
  const names = rowNames(block);
  const first = block.columns.find(({ kind }) => NAMES.has(kind))?.key ?? '';
  const ofRow = (row: string, cells: Row, part?: 'group' | 'total'): readonly NamedFigure[] =>
    block.columns.map((column) =>
      figure(
        { row, column: column.key, title: titleOf(column, block.columns) },
        {
          value: cells[column.key] ?? null,
          kind: column.kind,
          ...unitOf(column.unit),
          cells,
          ...(typeof cells[first] === 'string' ? { head: cells[first] } : {}),
          ...(part ? { part } : {}),
        },
      ),
    );
  const known = new Set(names);
  const apart = (name: string): string => (known.has(name) ? `Total ${name}` : name);
  const { totals } = block;
  const head = totals && Object.values(totals).find((cell) => typeof cell === 'string');
  return [
    ...block.rows.flatMap((row, at) => ofRow(names[at] as string, row)),
    ...(block.groups ?? []).flatMap(({ title, totals: of, key }) =>
      ofRow(apart(title), { ...of, $group: key } as Row, 'group'),
    ),
    ...(totals ? ofRow(apart(typeof head === 'string' ? head : 'Total'), totals as Row, 'total') : []),
  ];
}

function titleOf({ key, title }: Column, all: readonly Column[]): string {
  const own = inName(title);
  return own === '' || all.filter((other) => inName(other.title) === own).length > 1 ? key : title;
}

/** Columns that tell rows of one name apart, in this order. */
const TELLING = ['line', 'symbol', 'name', 'kind', 'what', 'type', 'side', 'conid', 'id', 'description'];
const NAMES = new Set<ValueKind>(['text', 'id', 'date']);

/** What each row of a table is called: by its first column of words, by more of them where that is not one row's alone. */
function rowNames({ columns, rows }: TableBlock): readonly string[] {
  const head = columns.find(({ kind }) => NAMES.has(kind))?.key;
  const further = TELLING.filter((key) => key !== head && columns.some((column) => column.key === key));
  const parts = [head, ...further].filter((key) => key !== undefined);
  let names = rows.map(() => '');
  for (const key of parts) {
    const counts = Map.groupBy(names, (name) => name);
    names = names.map((name, at) => {
      const cell = rows[at]?.[key];
      const alone = name !== '' && counts.get(name)?.length === 1;
      return alone || typeof cell !== 'string' || cell === '' ? name : `${name} ${cell}`.trim();
    });
  }
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 && name !== '' ? name : `${name} #${count}`.trim();
  });
}
