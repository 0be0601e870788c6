import * as z from 'zod';
import { type CalendarDate, parseCalendarDate } from '#domain/calendar-date';
import type { PerformancePoint, PerformanceSeries } from '#domain/performance-series';
import { type Place, unreadable } from '#sources/gateway/row';
import { figure, readFigure } from '#sources/gateway/scalars';

type Wire = z.infer<typeof figure>;

/** `YYYYMMDD`, as text or number. */
export const dayForm = z.union([z.string(), z.number()]);

/** Where a series counts from. */
export const startForm = z.looseObject({ date: dayForm, val: figure });

/** Reads a day. @throws AnswerUnreadable */
export function dayOf(value: string | number, place: Place, field: string): CalendarDate {
  const day = parseCalendarDate(String(value));
  if (day === undefined) throw unreadable(place, field, 'is no day of the form YYYYMMDD');
  return day;
}

/** Reads the start; 0 means that the account is younger than the period. @throws AnswerUnreadable */
export function startOf(form: z.infer<typeof startForm> | null | undefined, place: Place): PerformanceSeries['start'] {
  if (!form) throw unreadable(place, 'startNAV', 'is missing');
  const netAssetValue = readFigure(form.val);
  if (typeof netAssetValue !== 'number') throw unreadable(place, 'startNAV', 'is no number that can be true');
  return { date: dayOf(form.date, place, 'startNAV'), netAssetValue };
}

/** A list of dated figures. */
export interface Dated {
  readonly dates: readonly (string | number)[];
  readonly values: readonly Wire[];
  /** Name of the list of values, for messages. */
  readonly field: string;
}

/** One point for each date of the values, in the body's order, as sent. @throws AnswerUnreadable when lists differ, or a day has two figures */
export function pointsOf(values: Dated, returns: Dated | undefined, place: Place): PerformancePoint[] {
  const levels = levelsOf(values, place);
  if (returns === undefined) {
    return levels.map(([date, netAssetValue]) => ({ date, netAssetValue, cumulativeReturn: null }));
  }
  const growth = levelsOf(returns, place);
  const aligned = growth.length === levels.length && growth.every(([date], index) => date === levels[index]?.[0]);
  if (!aligned) throw unreadable(place, returns.field, `does not stand on the same days as ${values.field}`);
  return levels.map(([date, netAssetValue], index) => ({
    date,
    netAssetValue,
    cumulativeReturn: growth[index]?.[1] ?? null,
  }));
}

function levelsOf({ dates, values, field }: Dated, place: Place): [CalendarDate, number | null][] {
  if (dates.length !== values.length) {
    throw unreadable(place, field, `has ${values.length} values for ${dates.length} dates`);
  }
  const seen = new Map<CalendarDate, number | null>();
  return dates.map((date, index) => {
    const figured = readFigure(values[index]);
    if (figured === 'unreadable' || figured === 'absurd') throw unreadable(place, field, 'holds what is no number');
    const day = dayOf(date, place, 'dates');
    const value = figured === 'missing' ? null : figured;
    // The same day twice with the same figure says nothing new; with two figures nobody knows which is true.
    if (seen.has(day) && seen.get(day) !== value) throw unreadable(place, field, `has two figures for ${day}`);
    seen.set(day, value);
    return [day, value];
  });
}
