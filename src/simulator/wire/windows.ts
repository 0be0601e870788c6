import type { PastDay } from '#simulator/account';
import { addDays, type Day, monthsBefore } from '#simulator/market/day';
import { weekdayOnOrBefore } from '#simulator/market/trading-days';

/** What PortfolioAnalyst says of one period. */
export interface PeriodSeries {
  /** First calendar day of the period, or of the account where it is younger. */
  readonly start: Day;
  readonly end: Day;
  /** Value 0 where the account is younger than the period. */
  readonly startNav: { readonly day: Day; readonly value: number };
  /** Growth the returns count from. */
  readonly openingGrowth: number;
  readonly days: readonly PastDay[];
  /** Cumulative return of each day, a fraction with eight decimals. */
  readonly returns: readonly number[];
}

/** The periods the broker accepts. */
export const PERIODS = ['1D', '7D', 'MTD', '1M', 'YTD', '1Y'] as const;
export type Period = (typeof PERIODS)[number];
export const isPeriod = (text: string): text is Period => (PERIODS as readonly string[]).includes(text);

/** First calendar day of a period that ends on `end`. */
export function periodStart(period: Period, end: Day): Day {
  switch (period) {
    case '1D':
      return end;
    case '7D':
      return addDays(end, -6);
    case 'MTD':
      return `${end.slice(0, 7)}-01`;
    case '1M':
      return monthsBefore(end, 1);
    case 'YTD':
      return `${end.slice(0, 4)}-01-01`;
    case '1Y':
      return monthsBefore(end, 12);
  }
}

/** Cuts the days from `start` on out of an account's past and counts their returns from the day before. */
export function seriesFrom(past: readonly PastDay[], start: Day): PeriodSeries | undefined {
  const first = past.findIndex(({ day }) => day >= start);
  const days = first === -1 ? [] : past.slice(first);
  const opening = days[0];
  const closing = days.at(-1);
  if (!opening || !closing) return undefined;
  const before = past[first - 1];
  const growth = before?.growth ?? opening.growth;
  return {
    start: before ? start : opening.day,
    end: closing.day,
    startNav: { day: before?.day ?? weekdayOnOrBefore(addDays(opening.day, -1)), value: before?.nav ?? 0 },
    openingGrowth: growth,
    days,
    returns: days.map((day) => Math.round((day.growth / growth - 1) * 1e8) / 1e8),
  };
}

/** Several accounts as one: values added up, returns weighted by the value each had the day before. */
export function consolidate(pasts: readonly (readonly PastDay[])[]): PastDay[] {
  const [only] = pasts;
  if (pasts.length === 1 && only) return [...only];
  const lookups = pasts.map((past) => new Map(past.map((entry) => [entry.day, entry])));
  const days = [...new Set(pasts.flatMap((past) => past.map(({ day }) => day)))].sort();
  const merged: PastDay[] = [];
  for (const day of days) {
    const before = merged.at(-1);
    let nav = 0;
    let profit = 0;
    for (const lookup of lookups) {
      const now = lookup.get(day);
      const then = before && lookup.get(before.day);
      nav += now?.nav ?? 0;
      if (now && then) profit += then.nav * (now.growth / then.growth - 1);
    }
    const growth = before ? before.growth * (1 + (before.nav === 0 ? 0 : profit / before.nav)) : 1;
    merged.push({ day, nav: Math.round(nav * 1e8) / 1e8, growth });
  }
  return merged;
}
