import { added } from '#analytics/value-attribution';
import { clearedOption, holdingName } from './holding-name.ts';
import type { PeriodMoves } from './moved-period.ts';
import { type Cell, isMissing } from './value.ts';

/** What one holding, or one thing that is no holding, did to the value. Base currency. */
export interface ContributionLine {
  readonly symbol: string;
  readonly name: string | null;
  /** Absent for what is no holding: cash, interest, costs, the rest. */
  readonly conid?: number;
  readonly price: Cell;
  readonly fx: Cell;
  readonly income: Cell;
  readonly total: Cell;
  /** Of the last line, which holds what no other tells: nothing but what is `unexplained`, or `untold` income and costs too. */
  readonly rest?: 'unexplained' | 'untold';
}

export interface Contributions {
  /** From the largest gain to the largest loss, those without a figure last. */
  readonly holdings: readonly ContributionLine[];
  /** Cash, interest, costs and what is left. Lines that are zero are left out, the rest never. */
  readonly others: readonly ContributionLine[];
  readonly moves: PeriodMoves;
}

/** Below this an amount is nothing but what sums of doubles leave. */
const DUST = 1e-6;

/** A mail's phone has room for a short name beside the bars. */
const REST_NAMES = { unexplained: 'Unexplained', untold: 'All the rest' } as const;

/** What the last line holds where the costs are not told; empty where it is plainly unexplained. */
export function restText({ others }: Contributions): string {
  return others.at(-1)?.rest === 'untold' ? 'Income, costs and what stays unexplained are in one line.' : '';
}

/** The lines of a period, which add up to its result; undefined where they can't be told apart. */
export function contributionLines(moves: PeriodMoves): Contributions | undefined {
  const { parts, result } = moves;
  if ('missing' in parts) return undefined;
  const holdings = parts.holdings
    .map(({ conid, symbol, position, price, fx, income }): ContributionLine => {
      const known = parts.costs === undefined ? [price, fx] : [price, fx, income];
      const option = clearedOption(symbol);
      const name = (position && holdingName(position)) ?? option?.name ?? null;
      return {
        symbol: option?.symbol ?? symbol,
        name,
        conid,
        price,
        fx,
        income: parts.costs === undefined ? null : income,
        total: added(known),
      };
    })
    // A currency's own row, or one that a source lists without a value, did nothing.
    .filter(({ total, price, fx }) =>
      [total, price, fx].some((cell) => typeof cell !== 'number' || settled(cell) !== 0),
    )
    .sort(byTotal);
  const plain = (symbol: string, total: Cell | undefined, fx = false): ContributionLine[] =>
    total === undefined || (typeof total === 'number' && settled(total) === 0)
      ? []
      : [{ symbol, name: null, price: null, fx: fx ? total : null, income: fx ? null : total, total }];
  const told = [
    ...plain('Cash, currency effect', parts.cashFx, true),
    ...plain('Dividends, other', parts.otherIncome),
    ...plain('Interest', parts.interest),
    ...plain('Fees and commissions', parts.costs),
  ];
  const sum = [...holdings, ...told].reduce(
    (total, line) => total + (typeof line.total === 'number' ? line.total : 0),
    0,
  );
  const left: Cell = isMissing(result) || typeof result !== 'number' ? result : settled(result - sum);
  const rest = parts.costs === undefined ? 'untold' : 'unexplained';
  const bare = { name: null, price: null, fx: null, income: null };
  const line: ContributionLine = { symbol: REST_NAMES[rest], ...bare, total: left, rest };
  return { holdings, others: [...told, line], moves };
}

const settled = (rest: number): number => (Math.abs(rest) < DUST ? 0 : rest);

function byTotal(a: ContributionLine, b: ContributionLine): number {
  const [x, y] = [a.total, b.total].map((total) => (typeof total === 'number' ? total : Number.NaN)) as [
    number,
    number,
  ];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  return y - x || (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : (a.conid ?? 0) - (b.conid ?? 0));
}
