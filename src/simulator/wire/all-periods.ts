import type { PastDay } from '#simulator/account';
import { compact, daysBetween } from '#simulator/market/day';
import { double, type Json } from './json.ts';
import { PERIODS, type PeriodSeries, periodStart, seriesFrom } from './windows.ts';

export interface AllPeriodsRequest {
  readonly ids: readonly string[];
  /** Name of the one series: the account's number. What it is for several accounts is not recorded. */
  readonly key: string;
  readonly baseCurrency: string;
  readonly past: readonly PastDay[];
  readonly now: number;
  /** A period beyond those the broker knows, over the whole past: for growth tests alone. */
  readonly wholeAs?: string;
}

/** `POST /pa/allperiods`: the data stand under a key that is the account's number. */
export function allPeriodsBody(request: AllPeriodsRequest): Json {
  const { ids, key, past, now } = request;
  const last = past.at(-1)?.day;
  const series = new Map<string, PeriodSeries>();
  for (const period of last === undefined ? [] : PERIODS) {
    const found = last === undefined ? undefined : seriesFrom(past, periodStart(period, last));
    if (found) series.set(period, found);
  }
  const opening = past[0]?.day;
  const whole = request.wholeAs && opening ? seriesFrom(past, opening) : undefined;
  if (request.wholeAs && whole) series.set(request.wholeAs, whole);
  const longest = series.get(request.wholeAs ?? '1Y');
  return {
    pm: 'TWR',
    nd: longest ? daysBetween(longest.start, longest.end) + 1 : 0,
    id: 'getPerformanceAllPeriods',
    currencyType: 'base',
    view: [key],
    included: [...ids],
    [key]: {
      ...Object.fromEntries([...series].map(([period, found]) => [period, periodBody(found)])),
      baseCurrency: request.baseCurrency,
      ...(longest ? { start: compact(longest.start), end: compact(longest.end) } : {}),
      periods: [...series.keys()],
      // The time of the call in UTC, though the documentation says otherwise: no mark of finality.
      lastSuccessfulUpdate: new Date(now).toISOString().slice(0, 19).replace('T', ' '),
    },
  };
}

function periodBody(series: PeriodSeries): Json {
  return {
    freq: 'D',
    startNAV: { date: compact(series.startNav.day), val: double(series.startNav.value) },
    dates: series.days.map(({ day }) => compact(day)),
    nav: series.days.map(({ nav }) => double(nav)),
    cps: series.returns.map(double),
  };
}
