import type { Block, Column, Row, TableBlock } from './block.ts';
import { withoutAmounts } from './hidden-amounts.ts';
import { hiddenCell, hidesKind } from './hidden-kinds.ts';
import type { Cell } from './value.ts';

/** What a block of any kind has. */
export type Frame = Pick<Block, 'id' | 'title' | 'subtitle' | 'shownIn' | 'sheet' | 'note' | 'brief'>;
type Cells = { readonly [key: string]: Cell };

/** Ids of the tables that stand there for a formula alone: without amounts it has nothing to solve, and they have no use. */
export function flowTables(blocks: readonly Block[]): ReadonlySet<string> {
  const live = blocks.flatMap((block) => (block.kind === 'table' ? block.columns.map((of) => of.live) : []));
  return new Set(live.flatMap((formula) => (formula?.kind === 'internal-rate' ? [formula.flows] : [])));
}

/** A table without its columns of amounts; undefined where only the names of its rows would be left. */
export function discreetTable(block: TableBlock, frame: Frame): TableBlock | undefined {
  const columns = block.columns.filter(({ kind }) => !hidesKind(kind));
  const told = columns.filter(
    (of) => of.kind !== 'id' && (of.shownIn === undefined || of.shownIn.some((one) => frame.shownIn.includes(one))),
  );
  if (told.length < Math.min(2, block.columns.length)) return undefined;
  const cells = (row: { readonly [key: string]: unknown }): Cells =>
    Object.fromEntries(
      columns.flatMap(({ key, kind }) => (row[key] === undefined ? [] : [[key, hiddenCell(row[key] as Cell, kind)]])),
    );
  return {
    kind: 'table',
    ...frame,
    columns: columns.map(column),
    rows: block.rows.map((row): Row => {
      const { $group, $tone, $only } = row;
      return {
        ...cells(row),
        ...($group === undefined ? {} : { $group }),
        ...($tone === undefined ? {} : { $tone }),
        ...($only === undefined ? {} : { $only }),
      } as Row;
    }),
    ...(block.groups
      ? {
          groups: block.groups.map(({ key, title, totals }) => ({
            key,
            title: withoutAmounts(title),
            totals: cells(totals),
          })),
        }
      : {}),
    ...(block.totals && hasFigures(cells(block.totals)) ? { totals: cells(block.totals) } : {}),
    ...(block.limit === undefined ? {} : { limit: block.limit }),
    ...(block.emptyText === undefined ? {} : { emptyText: withoutAmounts(block.emptyText) }),
  };
}

/** A total row of words alone totals nothing. */
const hasFigures = (cells: Cells): boolean => Object.values(cells).some((cell) => typeof cell === 'number');

function column({ key, title, kind, unit, weight, shownIn, bar, heat }: Column): Column {
  return {
    key,
    title: withoutAmounts(title),
    kind,
    ...(unit === undefined ? {} : { unit }),
    ...(weight === undefined ? {} : { weight }),
    ...(shownIn === undefined ? {} : { shownIn }),
    ...(bar === undefined ? {} : { bar }),
    ...(heat === undefined ? {} : { heat }),
  };
}
