import { type Drawdown, type DrawdownEpisode, drawdown } from '#analytics/drawdown';
import type { BenchmarkHistory } from '#report/benchmark-history';
import { type Block, table } from '#report/block';
import { section } from '#report/section';
import type { SeriesLine } from '#report/series-parts';
import { countText, longDayText, returnText } from '#report/wording';

/** Falls that the table shows, the deepest first. */
const MOST = 5;

/** How far the account was below its highest level so far, day by day, and its deepest falls with their dates. */
export const drawdowns = section({
  id: 'drawdowns',
  title: 'Drawdowns',
  needs: ['performance'],
  build: (_data, { history, statistics, benchmark }) => {
    if (!history?.timeWeighted) return [];
    const falls = statistics?.drawdown;
    return falls ? [chart(falls, benchmark), deepest(falls)] : [];
  },
});

/** The deepest, of equal ones the first. */
const deepestOf = ({ episodes }: Drawdown): readonly DrawdownEpisode[] =>
  [...episodes].sort((a, b) => a.depth - b.depth || (a.peak < b.peak ? -1 : 1)).slice(0, MOST);

function chart(falls: Drawdown, benchmark: BenchmarkHistory | undefined): Block {
  const [first, last] = [falls.daily[0]?.date, falls.daily.at(-1)?.date];
  const span = first && last ? `, ${longDayText(first)} to ${longDayText(last)}` : '';
  return {
    kind: 'series',
    id: 'drawdown',
    title: titleOf(falls),
    subtitle: `Distance of the cumulative return from its highest level so far, %${span}`,
    shownIn: ['page'],
    valueKind: 'return',
    unit: '%',
    dates: falls.daily.map(({ date }) => date),
    lines: [
      { name: 'Below the high', role: 'drawdown', values: falls.daily.map(({ value }) => value) },
      ...besideIt(falls, benchmark),
    ],
    marks: deepestOf(falls).map(({ trough, depth }, index) => ({
      ...{ date: trough, role: 'drawdown', name: String(index + 1), value: depth, kind: 'return' },
    })),
  };
}

/** How far the benchmark was below its own high, on the days that both have. */
function besideIt({ daily }: Drawdown, benchmark: BenchmarkHistory | undefined): readonly SeriesLine[] {
  const [first, ...rest] = benchmark?.comparison?.common ?? [];
  if (!benchmark || !first || rest.length === 0) return [];
  const point = ({ date, benchmark: level }: typeof first) => ({ date, level, netAssetValue: null });
  const its = drawdown({ base: point(first), points: rest.map(point) });
  const known = new Map(its.daily.map(({ date, value }) => [date, value]));
  return [{ name: benchmark.name, role: 'benchmark', values: daily.map(({ date }) => known.get(date) ?? null) }];
}

function titleOf({ current, episodes, deepest: worst }: Drawdown): string {
  const open = episodes.find(({ recovery }) => recovery === undefined);
  if (open) return `${returnText(current)} from the high of ${longDayText(open.peak)}`;
  return worst ? `At its high; deepest fall ${returnText(worst.depth)}` : 'Never below a high';
}

function deepest(falls: Drawdown): Block {
  const chosen = deepestOf(falls);
  const { episodes } = falls;
  return table({
    id: 'deepest-falls',
    title: chosen.length < episodes.length ? `${MOST} deepest drawdowns` : countText(chosen.length, 'drawdown'),
    subtitle: 'Numbered as in the chart; days from the high to the recovery or the last day',
    shownIn: ['page', 'workbook'],
    sheet: 'Drawdowns',
    columns: [
      { key: 'number', title: 'No.', kind: 'text' },
      { key: 'depth', title: 'Depth', kind: 'return', weight: 'lead' },
      { key: 'peak', title: 'High', kind: 'date' },
      { key: 'trough', title: 'Low', kind: 'date' },
      { key: 'recovery', title: 'Back at the high', kind: 'date' },
      { key: 'days', title: 'Days', kind: 'count' },
    ],
    rows: chosen.map((fall, index) => ({ number: String(index + 1), ...rowOf(fall) })),
    emptyText: 'The account was never below an earlier high.',
  });
}

function rowOf({ depth, peak, trough, recovery, days }: DrawdownEpisode) {
  return { depth, peak, trough, recovery: recovery ?? 'open', days };
}
