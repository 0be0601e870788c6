import type { BenchmarkComparison } from '#analytics/benchmark-comparison';
import type { BenchmarkHistory } from '#report/benchmark-history';
import type { Block } from '#report/block';
import { section } from '#report/section';
import { aboveText, kindText, longDayText, returnText } from '#report/wording';

/** The cumulative return of the account beside its benchmark's, on the days that both have. Nothing without a benchmark. */
export const benchmark = section({
  id: 'benchmark',
  title: 'Against the benchmark',
  needs: ['performance'],
  build: (_data, { benchmark: beside }) => {
    const { comparison } = beside ?? {};
    return beside && comparison ? [chart(beside, comparison)] : [];
  },
});

function chart({ name, ...rest }: BenchmarkHistory, compared: BenchmarkComparison): Block {
  const { common, from, to, portfolioReturn, excessReturn } = compared;
  return {
    kind: 'series',
    id: 'cumulative',
    title: `${returnText(portfolioReturn)} since ${longDayText(from)}, ${aboveText(excessReturn)} ${name}`,
    subtitle: `Cumulative time-weighted return, %, ${longDayText(from)} to ${longDayText(to)}, days that both have`,
    shownIn: ['page', 'workbook'],
    sheet: 'Benchmark',
    note: `${name}: ${kindText(rest)}.`,
    valueKind: 'return',
    unit: '%',
    dates: common.map(({ date }) => date),
    lines: [
      { name: 'Account', role: 'value', values: common.map(({ portfolio }) => portfolio - 1) },
      { name, role: 'benchmark', values: common.map((day) => day.benchmark - 1) },
    ],
  };
}
