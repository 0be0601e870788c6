import type { CalendarDate } from '#domain/calendar-date';
import type { StatementPosition } from '#domain/statement-position';
import type { ConversionRate } from './items.ts';

/** The base currency that the rates are told in, where all are told in one. */
export function baseOfRates(rates: readonly ConversionRate[]): string | undefined {
  const targets = new Set(rates.map(({ to }) => to));
  return targets.size === 1 ? [...targets][0] : undefined;
}

/**
 * Units of base currency for one unit at the close of `day`: by the rates' own section, and where it has none by the
 * rows of that day's holdings. Undefined when the statement tells no rate.
 */
export function ratesAt(
  day: CalendarDate,
  base: string | undefined,
  rates: readonly ConversionRate[],
  positions: readonly StatementPosition[],
): Readonly<Record<string, number>> | undefined {
  const found = new Map<string, number>();
  for (const { date, currency, rateToBase } of positions) {
    if (date === day && rateToBase !== undefined && rateToBase > 0) found.set(currency, rateToBase);
  }
  const newest = new Map<string, ConversionRate>();
  for (const rate of rates) {
    if (rate.date > day || rate.rate <= 0 || (base !== undefined && rate.to !== base)) continue;
    if (rate.date >= (newest.get(rate.from)?.date ?? '')) newest.set(rate.from, rate);
  }
  for (const [currency, { rate }] of newest) found.set(currency, rate);
  if (found.size === 0) return undefined;
  if (base !== undefined) found.set(base, 1);
  return Object.fromEntries(found);
}
