import { ROLLING_DAYS, rollingBeta, rollingVolatility } from '#analytics/rolling';
import type { CalendarDate } from '#domain/calendar-date';
import type { BenchmarkHistory } from '#report/benchmark-history';
import type { Block, NoticeBlock } from '#report/block';
import type { PerformanceHistory } from '#report/performance-history';
import { section } from '#report/section';
import { kindText, longDayText, ratioText, weightText } from '#report/wording';

/** Volatility and beta over the 60 observations up to each day, or how many there are so far. */
export const rolling = section({
  id: 'rolling',
  title: 'Rolling volatility and beta',
  needs: ['performance'],
  build: (_data, { history, statistics, benchmark }) => {
    if (!history || statistics?.status !== 'ok') return [];
    return [...volatility(history), ...(benchmark ? beta(benchmark, history) : [])];
  },
});

function volatility({ series }: PerformanceHistory): readonly Block[] {
  const found = rollingVolatility(series);
  const values = found.map(({ value }) => value);
  const last = values.at(-1);
  if (last === undefined) return [tooFew('rolling-volatility', 'Rolling volatility', series.points.length)];
  return [
    {
      kind: 'series',
      id: 'rolling-volatility',
      title: `${ROLLING_DAYS}-day volatility ${weightText(last)}, ${rangeOf(values, weightText)}`,
      subtitle: `Of the ${ROLLING_DAYS} daily returns up to each day, for a year, %, ${spanOf(found)}`,
      shownIn: ['page', 'workbook'],
      sheet: 'Rolling volatility',
      valueKind: 'weight',
      unit: '%',
      dates: found.map(({ date }) => date),
      lines: [{ name: 'Volatility', role: 'value', values }],
    },
  ];
}

function beta(
  { name, comparison, missing, ...choice }: BenchmarkHistory,
  { series }: PerformanceHistory,
): readonly Block[] {
  const id = 'rolling-beta';
  const title = `Rolling beta to ${name}`;
  if (missing !== undefined) return [notice(id, title, missing)];
  const found = comparison ? rollingBeta(comparison) : [];
  if (found.length === 0) {
    const days = comparison?.observations ?? 0;
    // As many as the volatility has: the page says it in one line then.
    return [tooFew(id, title, days, days === series.points.length ? 'days' : 'common days')];
  }
  const known = found.flatMap(({ value }) => value ?? []);
  if (known.length === 0) return [notice(id, title, 'benchmark does not vary')];
  const last = found.at(-1)?.value ?? null;
  const now = last === null ? '' : `${ratioText(last)} to ${name}, `;
  return [
    {
      kind: 'series',
      id,
      title: `${ROLLING_DAYS}-day beta ${now}${rangeOf(known, ratioText)}`,
      subtitle: `Of the ${ROLLING_DAYS} returns up to each day that both have, ${spanOf(found)}`,
      shownIn: ['page', 'workbook'],
      sheet: 'Rolling beta',
      note: `${name}: ${kindText(choice)}.`,
      valueKind: 'ratio',
      unit: '',
      dates: found.map(({ date }) => date),
      lines: [{ name: 'Beta', role: 'value', values: found.map(({ value }) => value) }],
    },
  ];
}

const tooFew = (id: string, title: string, count: number, of = 'days'): NoticeBlock =>
  notice(id, title, `${count} of ${ROLLING_DAYS} ${of}`);

function notice(id: string, title: string, why: string): NoticeBlock {
  return { kind: 'notice', id, title, shownIn: ['page'], tone: 'plain', items: [{ term: 'n/a', text: why }] };
}

function rangeOf(values: readonly number[], text: (value: number) => string): string {
  const least = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  return `between ${text(least)} and ${text(most)}`;
}

function spanOf(days: readonly { readonly date: CalendarDate }[]): string {
  const [first, last] = [days[0], days.at(-1)];
  return first && last ? `${longDayText(first.date)} to ${longDayText(last.date)}` : '';
}
