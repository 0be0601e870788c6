import { expect, it } from 'vitest';
import { addDays, calendarDate, dayInZone } from '#domain/calendar-date';
import type { StartEvent } from '#pipeline/events';
import { atWallClock } from '#pipeline/schedule-hours';
import { Machine } from '#test/support/machine';
import { refusedWith, scriptedFlex, statementOf } from '#test/support/scripted-flex';

const NEW_YORK = 'America/New_York';

/** Where the clocks of New York, of the owner, or of both change, and the owner's day is far from New York's. */
const SPANS = [
  { name: 'clocks go forward in New York, the owner in Auckland', from: '2027-03-11', zone: 'Pacific/Auckland' },
  { name: 'clocks go back in New York, the owner in Kiritimati', from: '2027-11-04', zone: 'Pacific/Kiritimati' },
  { name: 'clocks go forward in Zurich alone', from: '2027-03-25', zone: 'Europe/Zurich' },
  { name: 'clocks go back in New York, the owner in Honolulu', from: '2026-10-29', zone: 'Pacific/Honolulu' },
] as const;

const FINAL: StartEvent = { start: 'schedule', kind: 'final' };
const CLOSE: StartEvent = { start: 'schedule', kind: 'close' };

it.each(SPANS.flatMap((span) => [true, false].map((hasGateway) => ({ ...span, hasGateway }))))(
  '$name, gateway $hasGateway: two executions at once make one report and one mail of each day',
  async ({ from, zone, hasGateway }) => {
    const first = calendarDate(from);
    const machine = new Machine(atWallClock(first, '00:00', NEW_YORK).toISOString());
    machine.timeZone = zone;
    machine.hasGateway = hasGateway;
    await (await machine.settled()).reportedBefore(from);
    await machine.archive.put('state/flex.json', '{"schema":"daybook-flex/1","first":"2026-01-02T15:00:00.000Z"}');
    // A statement of a day is there from half past three of the next morning on the broker's clock.
    machine.flex = scriptedFlex((request) => {
      const day = request.days?.to ?? first;
      const ready = atWallClock(addDays(calendarDate(day), 1), '03:30', NEW_YORK);
      return machine.clock.now() < ready ? refusedWith('1003') : statementOf(['U1'])(request);
    }).open;
    const ask = machine.gateway.transactions;
    machine.gateway.transactions = async (query) => {
      const answer = await ask(query);
      const to = dayInZone(machine.clock.now(), NEW_YORK);
      return { ...answer, value: { ...answer.value, from: addDays(to, -365), to } };
    };
    let mails = 0;
    machine.notify = (recipient) => {
      mails += 1;
      return { recipient, state: 'sent' };
    };
    const firings = Array.from({ length: 8 }, (_, index) => addDays(first, index))
      .flatMap((day) => [
        { at: atWallClock(day, '05:45', NEW_YORK), event: FINAL },
        { at: atWallClock(day, '16:30', NEW_YORK), event: CLOSE },
        { at: atWallClock(day, '12:00', NEW_YORK), event: { start: 'deadline' } as StartEvent },
        { at: atWallClock(day, '08:00', zone), event: { start: 'owner-hour' } as StartEvent },
      ])
      .toSorted((a, b) => a.at.getTime() - b.at.getTime());
    const ended: string[] = [];
    for (const { at, event } of firings) {
      if (at > machine.clock.now()) await machine.clock.advanceTo(at);
      const both = await Promise.all([machine.start(event), machine.start(event), machine.start({ start: 'login' })]);
      ended.push(...both.flat().map(({ run, state }) => `${run.marketDate} ${run.kind} ${state}`));
    }
    const days = machine.calendar.tradingDays(first, addDays(first, 7));
    const finals = days.filter((day) => day < addDays(first, 7));
    const closes = hasGateway ? days.map((day) => `${day} close done`) : [];
    expect(ended.toSorted()).toEqual([...closes, ...finals.map((day) => `${day} final done`)].toSorted());
    expect(mails).toBe(finals.length);
    expect(machine.subjects).toEqual([]);
  },
);
