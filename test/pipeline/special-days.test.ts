import { expect, it } from 'vitest';
import { addDays, type CalendarDate, calendarDate, dayInZone } from '#domain/calendar-date';
import type { StartEvent } from '#pipeline/events';
import { atWallClock } from '#pipeline/schedule-hours';
import { Machine } from '#test/support/machine';

const NEW_YORK = 'America/New_York';
const FINAL = { start: 'schedule', kind: 'final' } as const;
const CLOSE = { start: 'schedule', kind: 'close' } as const;
const OWNER = { start: 'owner-hour' } as const;
const DEADLINE = { start: 'deadline' } as const;

/** The days around which calendars and clocks go wrong. The owner lives in the first zone, and in the last from day 4 on. */
const SPANS = [
  { name: 'F56 clocks go forward in New York', from: '2027-03-11', zones: [NEW_YORK] },
  { name: 'F57 clocks go back in New York', from: '2027-11-04', zones: [NEW_YORK] },
  { name: 'F58 Good Friday', from: '2027-03-24', zones: ['Europe/Zurich'] },
  { name: 'F59 Thanksgiving and the short day after it', from: '2026-11-24', zones: ['Europe/Zurich'] },
  { name: 'F61 leap day', from: '2028-02-27', zones: ['Europe/Zurich'] },
  { name: 'F62 a New Year’s Day that is not made up for', from: '2027-12-29', zones: ['Europe/Zurich'] },
  { name: 'F63 the owner moves to Singapore', from: '2026-11-17', zones: [NEW_YORK, 'Asia/Singapore'] },
  { name: 'F63 the owner moves back from Auckland', from: '2026-11-17', zones: ['Pacific/Auckland', NEW_YORK] },
] as const;

interface Firing {
  readonly at: Date;
  readonly event: StartEvent | 'minute';
}

/** Everything that fires in eight days, in order. `schedule` says how often each schedule of a run gets through. */
function firingsOf(from: CalendarDate, zones: readonly string[], schedule: number): Firing[] {
  const firings: Firing[] = [];
  for (let index = 0; index < 8; index += 1) {
    const day = addDays(from, index);
    const zone = zones[index < 4 ? 0 : zones.length - 1] as string;
    for (let time = 0; time < schedule; time += 1) {
      firings.push({ at: atWallClock(day, '05:45', NEW_YORK), event: FINAL });
      firings.push({ at: atWallClock(day, '16:30', NEW_YORK), event: CLOSE });
    }
    firings.push({ at: atWallClock(day, '12:00', NEW_YORK), event: DEADLINE });
    firings.push({ at: atWallClock(day, '08:00', zone), event: OWNER });
    const midnight = atWallClock(day, '00:00', NEW_YORK).getTime();
    const next = atWallClock(addDays(day, 1), '00:00', NEW_YORK).getTime();
    for (let at = midnight; at < next; at += 30 * 60_000) firings.push({ at: new Date(at), event: 'minute' });
  }
  return firings.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** The broker tells the bookings of the year up to the day of the question. */
function bookingsUpToNow({ gateway, clock }: Machine): void {
  const ask = gateway.transactions;
  gateway.transactions = async (query) => {
    const answer = await ask(query);
    const to = dayInZone(clock.now(), NEW_YORK);
    return { ...answer, value: { ...answer.value, from: addDays(to, -365), to } };
  };
}

it.each(SPANS.flatMap((span) => [0, 1, 3].map((times) => ({ ...span, times }))))(
  '$name: each market day has its two runs once, with schedules that come $times times',
  async ({ from, zones, times }) => {
    const first = calendarDate(from);
    const machine = new Machine(atWallClock(first, '00:00', NEW_YORK).toISOString());
    await (await machine.settled()).reportedBefore(from);
    bookingsUpToNow(machine);
    const ended: string[] = [];
    for (const { at, event } of firingsOf(first, zones, times)) {
      // Three of the same at once, the two zones' hours and the minutes meet as they do in AWS.
      if (at > machine.clock.now()) await machine.clock.advanceTo(at);
      if (event === 'minute') {
        const { started } = await machine.minute();
        if (!started) continue;
      }
      const ends = await machine.start(event === 'minute' ? { start: 'login' } : event);
      ended.push(...ends.map(({ run, state }) => `${run.marketDate} ${run.kind} ${state}`));
    }
    const days = machine.calendar.tradingDays(first, addDays(first, 7));
    // The final run of the last day comes on the morning after the eight days.
    const finals = days.filter((day) => day < addDays(first, 7)).map((day) => `${day} final done`);
    expect(ended.toSorted()).toEqual([...days.map((day) => `${day} close done`), ...finals].toSorted());
    expect(machine.subjects).toEqual([]);
  },
);
