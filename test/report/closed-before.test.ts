import { expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import { closedBefore } from '#report/closed-before';

const calendar = newYorkCalendar();
const before = (day: string) => closedBefore(calendarDate(day), calendar).map(({ date }) => date);

it('names the closed weekdays since the market day before, and no weekend', () => {
  expect(before('2026-11-27')).toEqual(['2026-11-26']);
  expect(before('2026-07-06')).toEqual(['2026-07-03']);
  expect(before('2026-11-23')).toEqual([]);
  expect(before('2026-11-20')).toEqual([]);
});
