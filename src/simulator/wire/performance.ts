import { compact, daysBetween } from '#simulator/market/day';
import { double, type Json } from './json.ts';
import type { PeriodSeries } from './windows.ts';

export interface PerformanceRequest {
  readonly ids: readonly string[];
  readonly key: string;
  readonly baseCurrency: string;
  /** Absent for an account without a past. */
  readonly series: PeriodSeries | undefined;
}

/** `POST /pa/performance`: values, cumulative returns and monthly returns of one period. */
export function performanceBody({ ids, key, baseCurrency, series }: PerformanceRequest): Json {
  const dates = series?.days.map(({ day }) => compact(day)) ?? [];
  const months = monthlyReturns(series);
  const span = series ? { start: compact(series.start), end: compact(series.end) } : {};
  const data = (fields: { readonly [name: string]: Json }, values: { readonly [name: string]: Json }): Json[] => [
    { id: key, idType: 'acctid', ...fields, ...span, ...values, baseCurrency },
  ];
  const startNav = series && { date: compact(series.startNav.day), val: double(series.startNav.value) };
  return {
    cps: { freq: 'D', dates, data: data({}, { returns: series?.returns.map(double) ?? [] }) },
    tpps: { freq: 'M', dates: [...months.keys()], data: data({}, { returns: [...months.values()].map(double) }) },
    nav: {
      freq: 'D',
      dates,
      data: data(startNav ? { startNAV: startNav } : {}, { navs: series?.days.map(({ nav }) => double(nav)) ?? [] }),
    },
    pm: 'TWR',
    nd: series ? daysBetween(series.start, series.end) + 1 : 0,
    id: 'getPerformanceData',
    included: [...ids],
    currencyType: 'base',
  };
}

/** Return of each month within the period, by `YYYYMM`; the first and the last month are partial. */
function monthlyReturns(series: PeriodSeries | undefined): Map<string, number> {
  const months = new Map<string, number>();
  if (!series) return months;
  let opening = series.openingGrowth;
  let latest = opening;
  let current = '';
  for (const { day, growth } of series.days) {
    const month = compact(day).slice(0, 6);
    if (month !== current) opening = latest;
    current = month;
    latest = growth;
    months.set(month, Math.round((growth / opening - 1) * 1e8) / 1e8);
  }
  return months;
}
