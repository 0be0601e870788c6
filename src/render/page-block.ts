import { columnsChart } from '#render/chart/columns-chart';
import { seriesChart } from '#render/chart/series-chart';
import type {
  Block,
  ChecksBlock,
  FiguresBlock,
  NoticeBlock,
  SeriesBlock,
  SharesBlock,
  TableBlock,
} from '#report/block';
import type { Headline } from '#report/report';
import { isMissing } from '#report/value';
import type { ColumnsData } from '#templates/chart-data';
import type { CheckItem, Drawing, FigureRow, PageBlock, PageBody, TableData } from '#templates/page-data';
import { barScale } from './bars.ts';
import { bridgeTable } from './bridge-table.ts';
import { briefReasons } from './brief-reasons.ts';
import { checkSentences, orderedChecks } from './check-text.ts';
import { daysInWords, figureText, moneyText } from './format.ts';
import { inert } from './inert.ts';
import { HALF, pageTable } from './page-table.ts';
import { monthEnds } from './series-table.ts';
import { statisticsAsFigures } from './statistics-figures.ts';
import { waterfall } from './waterfall.ts';

/** What the drawing of a block needs to know of the page around it. */
export interface PageContext {
  readonly timeZone: string;
  readonly headline: Headline;
  /** No table shows more rows than this, whatever its own limit says. */
  readonly rowLimit: number;
}

/** A list of figures longer than this takes the whole row, in two columns. */
const HALF_ROWS = 14;
const WIDE = { width: 1200, height: 300 };
const BESIDE = { width: 588, height: 260 };
const NARROW = { width: 358, height: 240 };

/** A block of the report as the page says it. `half` is a wish: the layout decides who finds a neighbour. */
export function pageBlock(block: Block, context: PageContext): PageBlock {
  const { body, also = '', ...place } = drawn(block, context);
  // Measure and unit of what is not there would be words about nothing.
  const told = body.kind !== 'words' || block.kind !== 'table';
  return {
    id: block.id,
    ...place,
    title: inert(daysInWords(block.title)),
    subtitle: told ? inert(daysInWords(block.subtitle ?? '')) : '',
    note: inert(daysInWords([block.note ?? '', also].filter((part) => part !== '').join(' '))),
    body,
  };
}

interface Drawn extends Pick<PageBlock, 'half' | 'rows'> {
  readonly body: PageBody;
  /** What the note says besides. */
  readonly also?: string;
}

function drawn(block: Block, context: PageContext): Drawn {
  switch (block.kind) {
    case 'figures':
      return figures(block, context);
    case 'table': {
      if (isEmpty(block)) {
        return { body: { kind: 'words', text: untold(block) }, half: true };
      }
      const { table, width } = pageTable(block, context.timeZone, context.rowLimit);
      const columns = columnsOf(block);
      if (columns.length > 0) return { body: { kind: 'columns', drawings: columns, behind: table }, half: true };
      return { body: { kind: 'table', table }, half: width <= HALF, rows: table.rows.length };
    }
    case 'series':
      return { body: chart(block, context), half: true };
    case 'shares':
      return { body: shares(block, context), half: true };
    case 'checks':
      return { body: checks(block), half: false };
    case 'statistics':
      return figures(statisticsAsFigures(block), context);
    case 'bridge': {
      const { table: brief, sentence } = briefReasons(bridgeTable(block));
      const { table } = pageTable(brief, context.timeZone, context.rowLimit);
      return { body: { kind: 'table', table: { ...table, ...waterfall(block) } }, half: false, also: sentence };
    }
    case 'notice':
      return { body: notice(block), half: true };
  }
}

/** Why there is nothing; empty where the title has said so. */
function untold({ title, emptyText = 'Nothing to show.' }: TableBlock): string {
  const said = title.toLowerCase().endsWith(emptyText.replace(/\.$/, '').toLowerCase());
  return said ? '' : inert(emptyText);
}

function isEmpty({ rows, totals = {}, groups = [] }: TableBlock): boolean {
  // A total of nothing is zero: it says no more than that there is nothing.
  const sums = Object.values(totals).filter((cell) => typeof cell !== 'string');
  return (
    rows.length === 0 && groups.length === 0 && sums.every((cell) => cell === 0 || cell === null || isMissing(cell))
  );
}

/** Whether the page has nothing to show of a table but that it is empty. */
export const isEmptyTable = (block: Block): boolean => block.kind === 'table' && isEmpty(block);

function figures(block: FiguresBlock, context: PageContext): { body: PageBody; half: boolean } {
  const rows = block.figures
    .filter((figure) => figure.rank !== 1 || figure.value !== context.headline.netAssetValue)
    .map(
      (figure): FigureRow => ({
        label: inert(figure.label),
        detail: inert(daysInWords(figure.period ?? '')),
        value: figureText(figure.value, figure.kind, figure.unit, context.timeZone),
        strong: (figure.rank ?? 3) < 3,
      }),
    );
  return { body: { kind: 'figures', rows }, half: rows.length <= HALF_ROWS };
}

const SIZES = [
  ['wide', WIDE],
  ['half', BESIDE],
  ['narrow', NARROW],
] as const;

/** A table over time that asks for columns made up of parts; nothing where they can't be drawn: the table says why. */
function columnsOf(block: TableBlock): readonly Drawing<ColumnsData>[] {
  const { parts, ...asked } = block.columnChart ?? {};
  if (!parts || !('names' in asked)) return [];
  return SIZES.flatMap(([size, box]) => {
    const chart = columnsChart(block, { ...asked, parts }, { id: `${block.id}-${size}`, ...box });
    return chart ? [{ size, chart }] : [];
  });
}

function chart(block: SeriesBlock, context: PageContext): PageBody {
  const drawings = SIZES.flatMap(([size, box]): Drawing[] => {
    const drawing = seriesChart(block, `${block.id}-${size}`, box.width, box.height);
    return drawing ? [{ size, chart: drawing }] : [];
  });
  if (drawings.length === 0) return { kind: 'words', text: 'No values in this time: nothing to draw.' };
  const behind: TableData = pageTable(monthEnds(block), context.timeZone, context.rowLimit).table;
  return { kind: 'chart', drawings, behind };
}

function shares(block: SharesBlock, context: PageContext): PageBody {
  if (block.shares.length === 0) return { kind: 'words', text: 'Nothing held.' };
  const scale = barScale(
    block.shares.map((share) => share.amount),
    100,
  );
  const rows = block.shares.map((share) => {
    const bar = scale.bar(share.amount);
    return {
      name: inert(share.name),
      amount: moneyText(share.amount),
      share: figureText(share.fraction, 'weight', undefined, context.timeZone),
      ...(bar ? { bar } : {}),
      zero: scale.zero,
      details: (share.details ?? []).map((detail) => ({
        name: inert(daysInWords(detail.name)),
        amount: figureText(detail.amount, 'money', undefined, context.timeZone),
        loss: detail.tone === 'loss',
      })),
    };
  });
  return { kind: 'shares', rows, unit: inert(block.unit) };
}

const MARKS = { pass: '✓', fail: '!', unchecked: '–' } as const;

function checks(block: ChecksBlock): PageBody {
  const { verdict, rest } = checkSentences(block);
  const items = orderedChecks(block).map(
    (check): CheckItem => ({
      mark: MARKS[check.verdict],
      verdict: check.verdict,
      name: inert(check.name),
      finding: (check.verdict === 'unchecked' ? 'cannot be checked: ' : '') + inert(daysInWords(check.finding)),
    }),
  );
  return { kind: 'checks', verdict: `${inert(block.title)}: ${verdict}`, rest, items };
}

function notice(block: NoticeBlock): PageBody {
  if (block.items.length === 0) return { kind: 'words', text: 'Nothing to note.' };
  const items = block.items.map(({ term, text }) => ({ term: inert(term), text: inert(daysInWords(text)) }));
  return { kind: 'notice', items };
}
