import type { Snapshot } from '#domain/snapshot';
import { type Block, type Column, type Row, table } from '#report/block';
import { type ContributionLine, type Contributions, contributionLines, restText } from '#report/contribution-lines';
import type { PeriodMoves } from '#report/moved-period';
import { partOfOpening } from '#report/part-of-opening';
import type { ReportSection } from '#report/report';
import type { ReportContext } from '#report/report-context';
import type { Cell } from '#report/value';
import { basisPointsText, changeText, countText, dayText } from '#report/wording';
import { movers } from './movers.ts';

/** Holdings that the page shows by size; the workbook has all. */
const MOST = 40;

type Key = 'symbol' | 'name' | 'conid' | 'bp' | 'total' | 'price' | 'fx' | 'income';

/** What each holding, currencies, income and costs did to the value: of the day in bp and money, of the year in money. */
export function contributions(_snapshot: Snapshot, context: ReportContext): ReportSection {
  const { moves, base } = context;
  const near = moves.find(({ name }) => name === 'Since') ?? moves.find(({ name }) => name === 'Day');
  const year = moves.find(({ name }) => name === 'Year');
  const lines = near && contributionLines(near);
  const ofYear = year && contributionLines(year);
  const blocks: Block[] = [];
  if (lines && lines.holdings.length > 0) {
    blocks.push(movers(lines, base), ofPage(lines, base, 'contributions'), ofWorkbook(lines, base));
  } else if (near && 'missing' in near.parts) blocks.push(untold(near.parts.missing));
  if (ofYear && ofYear.holdings.length > 0) {
    blocks.push(ofPage(ofYear, base, 'contributions-year'), ofWorkbook(ofYear, base));
  }
  return { id: 'contributions', blocks };
}

function untold(missing: string): Block {
  return {
    kind: 'notice',
    id: 'contributions-untold',
    title: 'What moved the value',
    shownIn: ['page', 'workbook'],
    tone: 'plain',
    items: [
      {
        term: 'n/a',
        text: `${missing.charAt(0).toUpperCase()}${missing.slice(1)}: what each holding did takes the holdings of both closes.`,
      },
    ],
  };
}

function ofPage(lines: Contributions, base: string, id: string): Block {
  const { moves } = lines;
  const shown = shortened(lines.holdings);
  return table<Key>({
    id,
    title: titleOf(lines, base),
    subtitle: subtitleOf(moves, base),
    shownIn: ['page'],
    columns: columnsOf(moves, base).filter(({ key }) => key !== 'conid'),
    rows: [...shown, ...lines.others].map((line) => rowOf(line, moves)),
    totals: totalsOf(moves),
    ...(lines.others.length > 0 ? { note: noteOf(lines) } : {}),
  });
}

function ofWorkbook(lines: Contributions, base: string): Block {
  const { moves } = lines;
  const year = moves.name === 'Year';
  return table<Key>({
    id: year ? 'contributions-year-all' : 'contributions-all',
    title: titleOf(lines, base),
    subtitle: subtitleOf(moves, base),
    shownIn: ['workbook'],
    sheet: year ? 'Contributions year' : 'Contributions',
    columns: columnsOf(moves, base),
    rows: [...lines.holdings, ...lines.others].map((line) => rowOf(line, moves)),
    totals: totalsOf(moves),
    note: noteOf(lines),
  });
}

function columnsOf({ name }: PeriodMoves, base: string): readonly Column<Key>[] {
  const change = { kind: 'change', unit: base } as const;
  // What each effect is made of is for the workbook: on the page day and year stand side by side.
  const parts = { ...change, shownIn: ['workbook'] } as const;
  const money: readonly Column<Key>[] = [
    { key: 'price', title: 'Price', ...parts },
    { key: 'fx', title: 'Currency', ...parts },
    { key: 'income', title: 'Income, costs', ...parts },
  ];
  return [
    { key: 'symbol', title: 'Symbol', kind: 'text' },
    { key: 'name', title: 'Name', kind: 'text', weight: 'side' },
    { key: 'conid', title: 'Contract id', kind: 'id', weight: 'side' },
    ...(name === 'Year'
      ? ([{ key: 'total', title: 'Effect', ...change, weight: 'lead', bar: true }, ...money] as const)
      : ([
          { key: 'bp', title: 'Contribution', kind: 'basis-points', unit: 'bp', bar: true },
          { key: 'total', title: 'Effect', ...change, weight: 'lead' },
          ...money,
        ] as const)),
  ];
}

function rowOf({ symbol, name, conid, price, fx, income, total }: ContributionLine, moves: PeriodMoves): Row<Key> {
  const row: Row<Key> = {
    ...(conid === undefined ? { $tone: 'dim' as const } : {}),
    // An effect that there is none of stays empty: most holdings have one figure beside the total.
    ...{ symbol, name, price, fx: fx === 0 ? null : fx, income: income === 0 ? null : income, total },
    conid: conid === undefined ? null : String(conid),
  };
  return moves.name === 'Year' ? row : { ...row, bp: partOfOpening(total, moves.opening) };
}

function totalsOf(moves: PeriodMoves): { readonly [K in Key]?: Cell } {
  const { result, name } = moves;
  return { symbol: 'Result', total: result, ...(name === 'Year' ? {} : { bp: partOfOpening(result, moves.opening) }) };
}

/** The largest by size, in their order, and one line for all others; those without a figure stay, as they need a look. */
function shortened(holdings: readonly ContributionLine[]): readonly ContributionLine[] {
  if (holdings.length <= MOST) return holdings;
  const size = ({ total }: ContributionLine): number =>
    typeof total === 'number' ? Math.abs(total) : Number.POSITIVE_INFINITY;
  const largest = new Set(holdings.toSorted((a, b) => size(b) - size(a)).slice(0, MOST - 1));
  const rest = holdings.filter((line) => !largest.has(line));
  const sum = (of: (line: ContributionLine) => Cell): number =>
    rest.reduce((total, line) => total + Number(typeof of(line) === 'number' ? of(line) : 0), 0);
  const untold = rest.filter(({ total }) => typeof total !== 'number').length;
  const others: ContributionLine = {
    symbol: `${countText(rest.length, 'other')} in the workbook${untold > 0 ? `, ${untold} of them n/a` : ''}`,
    name: null,
    price: sum(({ price }) => price),
    fx: sum(({ fx }) => fx),
    income: sum(({ income }) => income),
    total: sum(({ total }) => total),
  };
  return [...holdings.filter((line) => largest.has(line)), others];
}

function spanOf({ name, from, to }: PeriodMoves): string {
  if (name === 'Day') return dayText(to);
  return name === 'Year' ? `Year from ${dayText(from)}` : `${dayText(from)} to ${dayText(to)}`;
}

/** `20 Nov: SPY −32.5 bp of −80.6 bp`; of a year in money. */
function titleOf({ holdings, moves }: Contributions, base: string): string {
  const known = holdings.filter(({ total }) => typeof total === 'number');
  const most = known.toSorted((a, b) => Math.abs(Number(b.total)) - Math.abs(Number(a.total)))[0];
  if (!most) return spanOf(moves);
  const [own, all] = [most.total, moves.result].map((amount) => shownIn(amount, moves, base));
  const named = `${spanOf(moves)}: ${most.symbol}`;
  return own === undefined || all === undefined ? `${named} moved it most` : `${named} ${own}, in all ${all}`;
}

function shownIn(amount: Cell | undefined, moves: PeriodMoves, base: string): string | undefined {
  if (typeof amount !== 'number') return undefined;
  if (moves.name === 'Year') return `${changeText(amount)} ${base}`;
  const part = partOfOpening(amount, moves.opening);
  return typeof part === 'number' ? basisPointsText(part) : undefined;
}

function subtitleOf(moves: PeriodMoves, base: string): string {
  const gap = moves.name === 'Since' ? `. No Snapshot in between: of all days from ${dayText(moves.from)} on` : '';
  const unit = moves.name === 'Year' ? base : `bp of the opening value and ${base}`;
  return `What each holding did to the value, ${unit}${gap}`;
}

function noteOf(lines: Contributions): string {
  const { holdings, moves } = lines;
  const rest = restText(lines);
  const untold = holdings.filter(({ total }) => typeof total !== 'number').length;
  const sentences = [
    'Price and currency effect of trades count from the purchase, or up to the sale. A dividend counts from its ex-day.',
    ...(moves.name === 'Year' ? ['Money alone: parts of a year’s return can’t be added.'] : []),
    ...(untold > 0 ? [`${countText(untold, 'holding')} can’t be told; what they did is in the last line.`] : []),
    ...(rest === '' ? [] : [rest]),
    ...(moves.impliedFlows === undefined ? [] : ['Net paid in is implied by the broker’s return.']),
  ];
  return sentences.join(' ');
}
