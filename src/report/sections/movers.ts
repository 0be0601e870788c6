import { type Block, type Row, table } from '#report/block';
import { type ContributionLine, type Contributions, restText } from '#report/contribution-lines';
import { partOfOpening } from '#report/part-of-opening';
import { sumOfCells } from '#report/sum-of-cells';
import type { Cell } from '#report/value';
import { countText, dayText } from '#report/wording';

/** Of each direction. */
const MOST = 3;

type Key = 'name' | 'bp' | 'amount';

/** For a mail: the largest movers in price and income, then the others, currency, costs and what is left. */
export function movers(contributions: Contributions, base: string): Block {
  const { holdings, others, moves } = contributions;
  const restNote = restText(contributions);
  const own = holdings
    .map((line): Mover => ({ name: line.symbol, amount: sumOfCells([line.price, line.income]) }))
    .filter(({ amount }) => amount !== 0);
  const known = own.filter((mover): mover is Mover & { amount: number } => typeof mover.amount === 'number');
  const sorted = known.toSorted((a, b) => b.amount - a.amount || (a.name < b.name ? -1 : 1));
  const up = sorted.filter(({ amount }) => amount > 0).slice(0, MOST);
  const down = sorted
    .filter(({ amount }) => amount < 0)
    .slice(-MOST)
    .reverse();
  const named = new Set<Mover>([...up, ...down]);
  const rest = known.filter((mover) => !named.has(mover));
  const gained = typeof moves.result === 'number' && moves.result >= 0;
  const fx = sumOfCells(
    [...holdings, ...others].filter(({ fx: cell }) => typeof cell === 'number').map((line) => line.fx),
  );
  const booked = others.filter((line) => line.income !== null);
  const last = others.at(-1);
  const lines: readonly Mover[] = [
    ...(gained ? [...up, ...down] : [...down, ...up]),
    ...(rest.length > 0
      ? [{ name: countText(rest.length, 'other'), amount: sumOfCells(rest.map(amountOf)), dim: true }]
      : []),
    ...(fx === 0 ? [] : [{ name: 'Currency (FX)', amount: fx, dim: true }]),
    ...(booked.length > 0
      ? [{ name: 'Income, costs', amount: sumOfCells(booked.map(({ total }) => total)), dim: true }]
      : []),
    ...(last && (last.total !== 0 || last.rest !== 'unexplained')
      ? [{ name: last.symbol, amount: last.total, dim: true }]
      : []),
  ];
  const untold = own.length - known.length;
  return table<Key>({
    id: 'movers',
    title: 'What moved it',
    shownIn: ['mail'],
    columns: [
      { key: 'name', title: 'Holding', kind: 'text' },
      { key: 'bp', title: '', kind: 'basis-points', unit: 'bp', weight: 'lead', bar: true },
      { key: 'amount', title: '', kind: 'change', unit: base, weight: 'side' },
    ],
    rows: lines.map(
      ({ name, amount, dim }): Row<Key> => ({
        ...(dim ? { $tone: 'dim' as const } : {}),
        ...{ name, amount, bp: partOfOpening(amount, moves.opening) },
      }),
    ),
    totals: {
      name: moves.name === 'Day' ? 'Day' : `Since ${dayText(moves.from)}`,
      amount: moves.result,
      bp: partOfOpening(moves.result, moves.opening),
    },
    note: [
      'Holdings by price and dividends; bp of the opening value.',
      ...(restNote === '' ? [] : [restNote]),
      ...(moves.name === 'Day' ? [] : [`No Snapshot of the days in between: all since ${dayText(moves.from)}.`]),
      ...(untold > 0 ? [`${countText(untold, 'holding')} can’t be told.`] : []),
    ].join(' '),
  });
}

interface Mover {
  readonly name: string;
  readonly amount: Cell;
  readonly dim?: boolean;
}

const amountOf = ({ amount }: { readonly amount: ContributionLine['total'] }): Cell => amount;
