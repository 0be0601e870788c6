import { inName, type NamedFigure } from '#report/explain/named-figure';
import { lettersApart } from './letters-apart.ts';

/** What a word or two may mean: one figure, several to choose from, or none, and then what comes near. */
export type Meant =
  | { readonly figure: NamedFigure }
  | { readonly candidates: readonly NamedFigure[] }
  | { readonly near: readonly NamedFigure[] };

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}²]+/gu, ' ')
    .trim();

/** Names tell a figure by block or sheet, row, and column by its title or its key. */
function waysOf({ block, sheet, row, head = row, column, name }: NamedFigure): readonly string[] {
  const [last = ''] = name.split('/').slice(-1);
  const columns = column === '' ? [''] : [last, column];
  const blocks = [block, ...(sheet === undefined ? [] : [sheet])];
  const rows = [...new Set([row, head])];
  return blocks.flatMap((of) => rows.flatMap((own) => columns.map((one) => plain(`${of} ${own} ${one}`))));
}

/**
 * The figure that is meant: by its whole name, by block, row and column in other words, by its row alone, or by a part of
 * its name. Blanks, signs and case do not matter. A name that stands for several figures of one value is one.
 */
export function figureMeant(figures: readonly NamedFigure[], wanted: string): Meant {
  const sought = plain(wanted);
  const tests: readonly ((figure: NamedFigure) => boolean)[] = [
    ({ name }) => plain(name) === sought,
    (figure) => waysOf(figure).includes(sought),
    ({ row, column }) => column === '' && plain(row) === sought,
    ({ row, column }) => column === '' && plain(row).startsWith(sought),
    ({ row, head = row, name }) => plain(`${head} ${name.split('/').at(-1)}`) === sought,
    ({ name }) => plain(name).includes(sought),
  ];
  for (const test of tests) {
    const found = sought === '' ? [] : figures.filter(test);
    const [first, ...others] = found;
    if (!first) continue;
    const same = others.every(
      ({ row, column, value }) => row === first.row && column === first.column && value === first.value,
    );
    return same ? { figure: first } : { candidates: found };
  }
  return { near: nearest(figures, sought) };
}

const NEAR = 5;

/** By the fewest letters to change, in the whole name, in its last parts, or in the first words of its row. */
function nearest(figures: readonly NamedFigure[], sought: string): readonly NamedFigure[] {
  const count = sought.split(' ').length;
  const scored = figures.map((figure) => {
    const row = plain(figure.row);
    const ways = [plain(figure.name), row, row.split(' ').slice(0, count).join(' '), ...waysOf(figure)];
    return { figure, apart: Math.min(...[...new Set(ways)].map((way) => lettersApart(way, sought))) };
  });
  return scored
    .filter(({ apart }) => apart <= Math.max(2, sought.length / 2))
    .sort((a, b) => a.apart - b.apart)
    .slice(0, NEAR)
    .map(({ figure }) => figure);
}

/** All names, a block at a time: its rows, and its columns once. */
export interface NameGroup {
  readonly block: string;
  readonly sheet?: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Rows have a figure of their own, without a column. */
  readonly bare: boolean;
}

export function groupNames(figures: readonly NamedFigure[]): readonly NameGroup[] {
  return [...Map.groupBy(figures, ({ block }) => block)].map(([block, own]) => {
    const sheet = own[0]?.sheet;
    const columns = own.flatMap(({ name, column }) => (column === '' ? [] : [name.split('/').at(-1) ?? '']));
    return {
      block,
      ...(sheet === undefined ? {} : { sheet }),
      rows: [...new Set(own.map(({ row }) => inName(row)))],
      columns: [...new Set(columns)],
      bare: own.some(({ column }) => column === ''),
    };
  });
}
