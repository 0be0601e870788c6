import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate, dayInZone } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import {
  atWallClock,
  closeOfToday,
  dueFinals,
  lapsedFinals,
  nextFinal,
  runDeadline,
  runDueAt,
} from '#pipeline/schedule-hours';

const NEW_YORK = 'America/New_York';
const calendar = newYorkCalendar();
const hours = { close: '16:30', final: '05:45', deadline: '12:00' };
const ALWAYS = new Date(0);

const at = (day: string, time: string, zone = NEW_YORK): string =>
  atWallClock(calendarDate(day), time, zone).toISOString();

const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 11, 31) }).map((ms) => new Date(ms));

describe('a time of day', () => {
  it.each([
    ['an ordinary day', '2026-11-21', '05:45', NEW_YORK, '2026-11-21T10:45:00.000Z'],
    ['summer', '2026-07-01', '05:45', NEW_YORK, '2026-07-01T09:45:00.000Z'],
    ['the hour that New York leaves out', '2027-03-14', '02:30', NEW_YORK, '2027-03-14T07:30:00.000Z'],
    ['the hour that comes twice, the first time', '2027-11-07', '01:30', NEW_YORK, '2027-11-07T05:30:00.000Z'],
    ['the hour that Zurich leaves out', '2027-03-28', '02:30', 'Europe/Zurich', '2027-03-28T01:30:00.000Z'],
    ['a zone ahead', '2026-11-21', '08:00', 'Asia/Singapore', '2026-11-21T00:00:00.000Z'],
  ])('in %s is one instant', (_, day, time, zone, expected) => {
    expect(at(day, time, zone)).toBe(expected);
  });
});

describe('the close run', () => {
  it.each([
    ['2026-11-20', '16:30', '2026-11-20T21:30:00.000Z'],
    ['2026-11-20', '15:30', '2026-11-20T21:00:00.000Z'],
    ['2026-11-27', '16:30', '2026-11-27T21:30:00.000Z'],
    ['2026-11-27', '12:00', '2026-11-27T18:00:00.000Z'],
  ])('of %s set to %s is due when the day has closed', (day, close, due) => {
    const run = { kind: 'close', marketDate: calendarDate(day) } as const;
    expect(runDueAt(run, { ...hours, close }, calendar).toISOString()).toBe(due);
  });

  it('ends at midnight in New York, whatever the clocks do that night', () => {
    const close = (day: string) => ({ kind: 'close', marketDate: calendarDate(day) }) as const;
    expect(runDeadline(close('2027-03-12'), hours).toISOString()).toBe('2027-03-13T05:00:00.000Z');
    expect(runDeadline(close('2027-03-15'), hours).toISOString()).toBe('2027-03-16T04:00:00.000Z');
  });
});

describe('the final runs', () => {
  it('that are due at any instant are the last seven whose figures are final, newest first', () => {
    fc.assert(
      fc.property(instant, (now) => {
        const due = dueFinals({ now, hours, calendar, firstLogin: ALWAYS });
        expect(due).toHaveLength(7);
        for (const [index, run] of due.entries()) {
          expect(runDueAt(run, hours, calendar).getTime()).toBeLessThanOrEqual(now.getTime());
          expect(calendar.finality(run.marketDate, now)).toBe('final');
          const newer = due[index - 1];
          if (newer) expect(calendar.previousTradingDay(newer.marketDate)).toBe(run.marketDate);
        }
        const next = nextFinal(now, hours, calendar);
        expect(calendar.previousTradingDay(next.marketDate)).toBe(due[0]?.marketDate);
        expect(runDueAt(next, hours, calendar).getTime()).toBeGreaterThan(now.getTime());
      }),
    );
  });

  it('are each due or lapsed, never both, whenever somebody first logged in', () => {
    fc.assert(
      fc.property(instant, fc.option(instant, { nil: undefined }), (now, firstLogin) => {
        const basis = { now, hours, calendar, firstLogin };
        const days = [...dueFinals(basis), ...lapsedFinals(basis)].map(({ marketDate }) => marketDate);
        expect(new Set(days).size).toBe(14);
        expect(days).toEqual([...days].sort().reverse());
        expect(dueFinals(basis).length).toBeGreaterThan(0);
      }),
    );
  });

  it('leave out no trading day of five years: each is the newest due one on the morning after', () => {
    const from = calendarDate('2026-01-02');
    for (const marketDate of calendar.tradingDays(from, calendarDate('2030-12-31'))) {
      const morning = atWallClock(addDays(marketDate, 1), '05:45', NEW_YORK);
      expect(dueFinals({ now: morning, hours, calendar, firstLogin: ALWAYS })[0]?.marketDate).toBe(marketDate);
    }
  });
});

it('has a close run on market days alone', () => {
  fc.assert(
    fc.property(instant, (now) => {
      const today = dayInZone(now, NEW_YORK);
      expect(closeOfToday(now, calendar)?.marketDate).toBe(calendar.isTradingDay(today) ? today : undefined);
    }),
  );
});
