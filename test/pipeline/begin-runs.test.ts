import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { BeginResult } from '#pipeline/events';
import { Machine } from '#test/support/machine';

const days = (begun: BeginResult): string[] => begun.runs.map(({ run }) => `${run.kind} ${run.marketDate}`);
const refused = (begun: BeginResult): string[] =>
  begun.notTaken.map(({ run, why }) => `${run.kind} ${run.marketDate} ${why}`);

/** In the middle of an ordinary life: everything before the day is reported. */
const onDay = async (instant: string, day: string): Promise<Machine> =>
  (await new Machine(instant).settled()).reportedBefore(day);

const FINAL = { start: 'schedule', kind: 'final' } as const;
const CLOSE = { start: 'schedule', kind: 'close' } as const;

describe('what is due', () => {
  it('is the final run of the day before, in the morning', async () => {
    const machine = await onDay('2026-11-21T10:45:00Z', '2026-11-20');
    const begun = await machine.begin(FINAL);
    expect(days(begun)).toEqual(['final 2026-11-20']);
    expect(begun.runs[0]).toMatchObject({ until: '2026-11-21T17:00:00.000Z', recipients: ['r1'] });
  });

  it('is the close run in the afternoon, without mail unless it is wanted', async () => {
    const machine = await onDay('2026-11-20T21:30:00Z', '2026-11-20');
    expect((await machine.begin(CLOSE)).runs).toEqual([
      { run: { kind: 'close', marketDate: '2026-11-20' }, until: '2026-11-21T05:00:00.000Z', recipients: [] },
    ]);
    const mailing = await onDay('2026-11-20T21:30:00Z', '2026-11-20');
    mailing.mailAfterClose = true;
    expect((await mailing.begin(CLOSE)).runs[0]?.recipients).toEqual(['r1']);
  });

  it('is no final run before its hour, and never one before 05:00', async () => {
    expect(days(await (await onDay('2026-11-21T10:44:00Z', '2026-11-20')).begin({ start: 'login' }))).toEqual([]);
    const early = await onDay('2026-11-21T09:30:00Z', '2026-11-20');
    early.hours = { ...early.hours, final: '03:00' };
    expect(days(await early.begin(FINAL))).toEqual([]);
    expect(refused(await early.begin(FINAL))).toContain('final 2026-11-20 not-due');
    await early.at('2026-11-21T10:00:00Z');
    expect(days(await early.begin(FINAL))).toEqual(['final 2026-11-20']);
  });

  it('is every missed day of a week on a login, the oldest last, each with time of its own', async () => {
    const machine = await onDay('2026-11-21T19:00:00Z', '2026-11-18');
    const begun = await machine.begin({ start: 'login' });
    expect(days(begun)).toEqual(['final 2026-11-20', 'final 2026-11-19', 'final 2026-11-18']);
    expect(begun.runs.map(({ until }) => until)).toEqual([
      '2026-11-22T01:00:00.000Z',
      '2026-11-22T07:00:00.000Z',
      '2026-11-22T13:00:00.000Z',
    ]);
  });

  it('gives all days of one start together less than a day', async () => {
    const machine = await onDay('2026-11-21T19:00:00Z', '2026-11-02');
    const begun = await machine.begin({ start: 'login' });
    expect(days(begun)).toHaveLength(7);
    expect(begun.runs.at(-1)?.until).toBe('2026-11-22T15:00:00.000Z');
  });

  it('lets the execution go on until the deadline of its last final run, but for a close run and for a person', async () => {
    const missed = await onDay('2026-11-21T19:00:00Z', '2026-11-18');
    const begun = await missed.begin({ start: 'login' });
    expect(begun.fillUntil).toBe(begun.runs.at(-1)?.until);
    expect(begun.fillUntil).toBe('2026-11-22T13:00:00.000Z');
    expect(await missed.begin({ start: 'login' })).not.toHaveProperty('fillUntil');
    const morning = await onDay('2026-11-21T10:45:00Z', '2026-11-20');
    expect((await morning.begin(FINAL)).fillUntil).toBe('2026-11-21T17:00:00.000Z');
    const close = await onDay('2026-11-20T21:30:00Z', '2026-11-20');
    expect(await close.begin(CLOSE)).not.toHaveProperty('fillUntil');
    const person = await onDay('2026-11-21T10:45:00Z', '2026-11-20');
    expect(await person.begin({ start: 'person', kind: 'final' })).not.toHaveProperty('fillUntil');
  });

  it('is the close run of today before the missed days, when a login comes in the afternoon', async () => {
    const machine = await onDay('2026-11-20T23:00:00Z', '2026-11-19');
    expect(days(await machine.begin({ start: 'login' }))).toEqual(['close 2026-11-20', 'final 2026-11-19']);
  });

  it('reports the last market day alone after a first deploy, then each day that follows', async () => {
    const machine = new Machine('2026-11-21T10:45:00Z');
    machine.loggedIn = false;
    expect(days(await machine.begin(FINAL))).toEqual(['final 2026-11-20']);
    await machine.at('2026-11-25T15:00:00Z');
    machine.loggedIn = true;
    await machine.minute();
    expect(days(await machine.begin({ start: 'login' }))).toEqual(['final 2026-11-24']);
    await machine.at('2026-11-27T10:45:00Z');
    expect(days(await machine.begin(FINAL))).toEqual(['final 2026-11-25', 'final 2026-11-24']);
  });

  it('leaves nothing open for ever: a close run is over with its day, a final run after a week', async () => {
    const machine = await onDay('2026-11-06T21:30:00Z', '2026-11-06');
    machine.loggedIn = false;
    await machine.start(CLOSE);
    await machine.at('2026-11-07T10:45:00Z');
    await machine.start(FINAL);
    expect([machine.state('close', '2026-11-06'), machine.state('final', '2026-11-06')]).toEqual([
      'skipped',
      'waiting',
    ]);
    for (let day = 8; day <= 18; day += 1) {
      await machine.at(`2026-11-${String(day).padStart(2, '0')}T10:45:00Z`);
      await machine.start(FINAL);
    }
    expect(machine.state('final', '2026-11-06')).toBe('skipped');
    expect(machine.subjects).toEqual(['No report: Fri 6 Nov 2026, given up']);
  });

  it('gives up no day in silence that never began, as when nothing started for weeks', async () => {
    const machine = await onDay('2026-11-03T10:45:00Z', '2026-11-02');
    await machine.at('2026-11-26T10:45:00Z');
    await machine.start(FINAL);
    expect(machine.subjects).toEqual(['No report: Mon 16 Nov 2026, given up']);
    expect(machine.notices[0]?.message).toContain('the reports of Fri 6 Nov 2026, Mon 9 Nov 2026,');
    expect(['2026-11-06', '2026-11-16'].map((day) => machine.state('final', day))).toEqual(['skipped', 'skipped']);
    await machine.start(FINAL);
    expect(machine.notices).toHaveLength(1);
  });
});

describe('the calendar', () => {
  it.each([
    ['a weekend', '2026-11-22T10:45:00Z', FINAL, 'final 2026-11-21 closed-day'],
    ['a Sunday afternoon', '2026-11-22T21:30:00Z', CLOSE, 'close 2026-11-22 closed-day'],
    ['Good Friday 2027', '2027-03-26T20:30:00Z', CLOSE, 'close 2027-03-26 closed-day'],
    ['the day after Good Friday', '2027-03-27T09:45:00Z', FINAL, 'final 2027-03-26 closed-day'],
  ] as const)('ends a start on %s as skipped, with the reason', async (_, at, event, expected) => {
    const machine = await onDay(at, at.slice(0, 10));
    const begun = await machine.begin(event);
    expect(days(begun)).toEqual([]);
    expect(refused(begun)[0]).toBe(expected);
    const [kind = '', day = ''] = expected.split(' ');
    expect(machine.state(kind, day)).toBe('skipped');
  });

  it('takes an unplanned closure from the settings as a holiday', async () => {
    const machine = await onDay('2026-11-20T21:30:00Z', '2026-11-20');
    machine.calendar = newYorkCalendar({ closed: [calendarDate('2026-11-20')] });
    expect(refused(await machine.begin(CLOSE))).toContain('close 2026-11-20 closed-day');
  });

  it.each([
    ['27 Nov 2026', '2026-11-27T18:30:00Z', '13:30', '2026-11-27'],
    ['24 Dec 2026', '2026-12-24T18:15:00Z', '13:15', '2026-12-24'],
  ])('takes the close run after the early close of %s when it is set so', async (_, at, close, day) => {
    const machine = await onDay(at, day);
    machine.hours = { ...machine.hours, close };
    expect(days(await machine.begin(CLOSE))).toEqual([`close ${day}`]);
  });

  it('never takes a close run before the day closes', async () => {
    const machine = await onDay('2026-11-20T18:30:00Z', '2026-11-20');
    machine.hours = { ...machine.hours, close: '13:30' };
    const begun = await machine.begin(CLOSE);
    expect(days(begun)).toEqual([]);
    expect(refused(begun)).toContain('close 2026-11-20 not-due');
  });

  it.each([
    ['leap day', '2028-03-01T10:45:00Z', '2028-02-29'],
    ['year end, New Year not made up for', '2028-01-01T10:45:00Z', '2027-12-31'],
    ['the Monday after', '2028-01-04T10:45:00Z', '2028-01-03'],
    ['a day before clocks go forward', '2027-03-13T10:45:00Z', '2027-03-12'],
    ['after clocks went forward', '2027-03-16T09:45:00Z', '2027-03-15'],
    ['after clocks went back', '2027-11-09T10:45:00Z', '2027-11-08'],
  ])('takes the final run of %s', async (_, at, day) => {
    const machine = await onDay(at, day);
    expect(days(await machine.begin(FINAL))).toEqual([`final ${day}`]);
  });

  it('keys a day by its market date, whatever zone the owner is in', async () => {
    const machine = await onDay('2026-11-21T10:45:00Z', '2026-11-20');
    await machine.start(FINAL);
    machine.timeZone = 'Asia/Singapore';
    await machine.at('2026-11-21T17:00:00Z');
    expect(days(await machine.begin(FINAL))).toEqual([]);
    await machine.at('2026-11-24T10:45:00Z');
    expect(days(await machine.begin(FINAL))).toEqual(['final 2026-11-23']);
  });
});

describe('a repeated start', () => {
  it('takes the run once of five at the same moment', async () => {
    const machine = await onDay('2026-11-21T10:45:00Z', '2026-11-20');
    const begun = await Promise.all([1, 2, 3, 4, 5].map(() => machine.begin(FINAL)));
    expect(begun.flatMap(days)).toEqual(['final 2026-11-20']);
    expect(begun.flatMap(refused).filter((text) => text.startsWith('final 2026-11-20'))).toEqual(
      Array(4).fill('final 2026-11-20 running'),
    );
  });

  it('takes it again for the same execution, and counts one try', async () => {
    const machine = await onDay('2026-11-21T10:45:00Z', '2026-11-20');
    await machine.begin(FINAL, 'one');
    expect(days(await machine.begin(FINAL, 'one'))).toEqual(['final 2026-11-20']);
    expect(machine.archive.json('state/runs/2026/11/20/final.json')).toMatchObject({ tries: 1 });
  });

  it('takes over what a dead execution holds, once its lease has run out', async () => {
    const machine = await onDay('2026-11-21T10:45:00Z', '2026-11-20');
    await machine.begin(FINAL, 'dead');
    await machine.at('2026-11-21T11:04:00Z');
    expect(days(await machine.begin({ start: 'login' }))).toEqual([]);
    await machine.at('2026-11-21T11:06:00Z');
    expect(days(await machine.begin({ start: 'login' }))).toEqual(['final 2026-11-20']);
  });

  it('stops at a record it does not know, and says what to do', async () => {
    const machine = await onDay('2026-11-21T10:45:00Z', '2026-11-20');
    await machine.archive.put('state/runs/2026/11/20/final.json', '{"schema":"daybook-run/2"}');
    await expect(machine.begin(FINAL)).rejects.toMatchObject({
      name: 'ArchiveCorrupted',
      message: expect.stringContaining('daybook-run/2'),
      nextStep: expect.stringContaining('newer one'),
    });
    await machine.archive.put('state/runs/2026/11/20/final.json', '{"schema":');
    await expect(machine.begin(FINAL)).rejects.toMatchObject({ name: 'ArchiveCorrupted' });
  });
});

describe("a person's start", () => {
  const ask = async (at: string, kind: 'close' | 'final', marketDate?: string) => {
    const machine = await onDay(at, at.slice(0, 10));
    return machine.begin({ start: 'person', kind, ...(marketDate ? { marketDate: calendarDate(marketDate) } : {}) });
  };

  it('takes the newest final run, also when it has ended', async () => {
    expect(days(await ask('2026-11-21T20:00:00Z', 'final'))).toEqual(['final 2026-11-20']);
    expect(days(await ask('2026-11-20T23:00:00Z', 'final'))).toEqual(['final 2026-11-19']);
    expect(days(await ask('2026-11-23T15:00:00Z', 'final', '2026-11-12'))).toEqual(['final 2026-11-12']);
  });

  it('takes the close run of today after the close', async () => {
    expect(days(await ask('2026-11-20T21:05:00Z', 'close'))).toEqual(['close 2026-11-20']);
  });

  it.each([
    ['final', '2026-11-23', 'not-due'],
    ['final', '2026-11-20', 'not-due'],
    ['final', '2026-11-21', 'closed-day'],
    ['final', '2025-11-19', 'too-late'],
    ['close', '2026-11-19', 'too-late'],
    ['close', '2026-11-23', 'not-due'],
  ] as const)('refuses the %s run of %s as %s', async (kind, day, why) => {
    const at = day === '2026-11-20' ? '2026-11-21T09:59:00Z' : '2026-11-21T03:00:00Z';
    const at2 = day === '2026-11-21' ? '2026-11-22T12:00:00Z' : at;
    expect(refused(await ask(at2, kind, day))).toEqual([`${kind} ${day} ${why}`]);
  });

  it('is refused while another start is at work', async () => {
    const machine = await onDay('2026-11-21T10:45:00Z', '2026-11-20');
    await machine.begin(FINAL);
    expect(refused(await machine.begin({ start: 'person', kind: 'final' }))).toEqual(['final 2026-11-20 running']);
  });
});
