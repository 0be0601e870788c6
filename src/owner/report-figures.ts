import type { Block, Figure } from '#report/block';
import type { Report } from '#report/report';
import { type Cell, isMissing, type ValueKind } from '#report/value';

/** A figure of a report, with the name by which it is asked for. */
export interface NamedFigure {
  /** `summary: Cash`, `holdings: SPY, Value`. */
  readonly name: string;
  readonly value: Cell;
  readonly kind: ValueKind;
  readonly unit?: string;
  readonly period?: string;
  readonly source?: string;
  readonly asOf?: string;
  /** How it is reckoned, where the report itself says it. */
  readonly formula?: string;
  /** Of the summary: the label its derivation goes by. */
  readonly label?: string;
  /** Other figures of the report it is made of. */
  readonly of?: readonly { readonly label: string; readonly value: Cell }[];
}

/** Every figure of a report, in its order. */
export function figuresOf(report: Report): readonly NamedFigure[] {
  return report.sections.flatMap(({ blocks }) => blocks.flatMap(blockFigures));
}

function blockFigures(block: Block): readonly NamedFigure[] {
  switch (block.kind) {
    case 'figures':
      return block.figures.map((figure) => ofFigure(block.id, figure));
    case 'table':
      return block.rows.flatMap((row, place) => {
        const [head] = block.columns;
        const title = String(textOf(head && row[head.key]) || place + 1);
        return block.columns.slice(1).flatMap(({ key, title: column, kind, unit }): NamedFigure[] => {
          const value = row[key];
          if (value === undefined || value === null || typeof value === 'string') return [];
          const others = block.columns.flatMap((one) => {
            const cell = row[one.key];
            return one.key === key || cell === undefined || cell === null ? [] : [{ label: one.title, value: cell }];
          });
          const name = `${block.id}: ${title}, ${column}`;
          return [{ name, value, kind, ...(unit === undefined ? {} : { unit }), of: others }];
        });
      });
    case 'statistics':
      return block.statistics.map(({ label, value, kind, unit, formula, observations }) => ({
        name: `${block.id}: ${label}`,
        value,
        kind,
        ...(unit === undefined ? {} : { unit }),
        formula,
        of: [{ label: `Returns of the series “${block.series}”`, value: observations }],
      }));
    case 'checks':
      return block.checks.map(({ name, difference, expected, found, tolerance, valueKind, unit }) => ({
        name: `${block.id}: ${name}`,
        value: difference,
        kind: valueKind,
        ...(unit === undefined ? {} : { unit }),
        formula: 'found − expected',
        of: [
          { label: 'Found', value: found },
          { label: 'Expected', value: expected },
          { label: 'Tolerance', value: tolerance },
        ],
      }));
    case 'shares':
      return block.shares.map(({ name, amount, fraction }) => ({
        name: `${block.id}: ${name}`,
        value: amount,
        kind: 'money',
        unit: block.unit,
        of: [{ label: 'Share', value: fraction }],
      }));
    default:
      return [];
  }
}

function ofFigure(id: string, { label, value, kind, unit, period, source, asOf }: Figure): NamedFigure {
  return {
    name: `${id}: ${label}`,
    label,
    value,
    kind,
    ...(unit === undefined ? {} : { unit }),
    ...(period === undefined ? {} : { period }),
    ...(source === undefined ? {} : { source }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

const textOf = (cell: Cell | undefined): string | number =>
  cell === undefined || cell === null || isMissing(cell) ? '' : cell;

/** The figures that are meant: by their whole name, their label, or what their names begin with or hold. Case does not matter. */
export function figuresNamed(figures: readonly NamedFigure[], wanted: string): readonly NamedFigure[] {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const sought = plain(wanted);
  const tests: readonly ((name: string, label: string) => boolean)[] = [
    (name) => name === sought,
    (_, label) => label === sought,
    (_, label) => label.startsWith(sought),
    (name) => name.includes(sought),
  ];
  for (const test of tests) {
    const found = figures.filter((one) => test(plain(one.name), plain(one.name.slice(one.name.indexOf(':') + 1))));
    if (found.length > 0) return found.length > 1 ? withoutTwins(found) : found;
  }
  return [];
}

/** The account's block repeats figures of the summary. */
function withoutTwins(figures: readonly NamedFigure[]): readonly NamedFigure[] {
  const seen = new Set<string>();
  return figures.filter(({ label, value }) => {
    const key = `${label} ${JSON.stringify(value)}`;
    if (label !== undefined && seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
