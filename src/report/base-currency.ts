import type { CalendarDate } from '#domain/calendar-date';
import type { Dataset } from '#domain/dataset';
import type { Performance, PerformanceSeries } from '#domain/performance-series';
import type { Snapshot } from '#domain/snapshot';
import type { BookingsName, DaySpan, Statement, StatementHistory } from '#domain/statement';

/**
 * A Snapshot without what is told in another base currency: values, returns and monthly returns begin on the first day
 * that is known to be in the present one, and amounts that were booked before it count as not told. Trades, transfers of
 * holdings and corporate actions stay as rows: quantities have no base currency.
 *
 * @param since the first day that is known to be in the account's present base currency
 */
export function sinceBaseCurrency(snapshot: Snapshot, since: CalendarDate): Snapshot {
  const { datasets } = snapshot;
  const { statement } = datasets;
  return {
    ...snapshot,
    datasets: {
      ...datasets,
      performance: mapped(datasets.performance, (performance) => cutPerformance(performance, since)),
      ...(statement ? { statement: mapped(statement, (told) => cutStatement(told, since)) } : {}),
    },
  };
}

const mapped = <T>(dataset: Dataset<T>, map: (value: T) => T): Dataset<T> =>
  dataset.status === 'present' ? { ...dataset, value: map(dataset.value) } : dataset;

function cutPerformance({ monthly, ...performance }: Performance, since: CalendarDate): Performance {
  const month = since.slice(0, 7);
  const kept = Object.entries(monthly?.returns ?? {}).filter(([of]) => of > month);
  return {
    ...performance,
    series: performance.series.flatMap((series) => cutSeries(series, since)),
    ...(monthly && kept.length > 0 ? { monthly: { ...monthly, from: since, returns: Object.fromEntries(kept) } } : {}),
  };
}

/** Counted anew from the first day that has both figures; a series that has none is left out. */
function cutSeries(series: PerformanceSeries, since: CalendarDate): readonly PerformanceSeries[] {
  if (series.start.date >= since) return [series];
  const later = series.points.filter(({ date }) => date >= since).sort((a, b) => (a.date < b.date ? -1 : 1));
  const first = later.find(({ netAssetValue, cumulativeReturn }) => {
    return netAssetValue !== null && cumulativeReturn !== null && 1 + cumulativeReturn > 0;
  });
  if (!first || first.netAssetValue === null || first.cumulativeReturn === null) return [];
  const level = 1 + first.cumulativeReturn;
  const points = later
    .filter(({ date }) => date > first.date)
    .map(({ cumulativeReturn, ...point }) => ({
      ...point,
      cumulativeReturn: cumulativeReturn === null ? null : (1 + cumulativeReturn) / level - 1,
    }));
  return [{ ...series, start: { date: first.date, netAssetValue: first.netAssetValue }, points }];
}

/** Lists of amounts in base currency, or that are converted to it by the rates of their rows. */
const MONEY: readonly BookingsName[] = ['cashTransactions', 'salesTaxes', 'fxResults', 'netAssetValues', 'changes'];

function cutStatement(statement: Statement, since: CalendarDate): Statement {
  const { history } = statement;
  const told = { ...history.told };
  for (const list of [...MONEY, 'transfers'] as const) told[list] = later(history.told[list], since);
  const cut: StatementHistory = {
    ...history,
    told,
    cashTransactions: history.cashTransactions.filter(({ date }) => date >= since),
    salesTaxes: history.salesTaxes.filter(({ date }) => date >= since),
    fxResults: history.fxResults.filter(({ date }) => date >= since),
    netAssetValues: history.netAssetValues.filter(({ date }) => date >= since),
    changes: history.changes.filter(({ from }) => from > since),
  };
  return { ...statement, history: cut };
}

const later = (spans: readonly DaySpan[], since: CalendarDate): readonly DaySpan[] =>
  spans.filter(({ to }) => to >= since).map(({ from, to }) => ({ from: from < since ? since : from, to }));
