import { describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { ArchiveUnusable } from '#archive/errors';
import { calendarDate } from '#domain/calendar-date';
import { indexedDays } from '#pipeline/index-file';
import { keepIndexOfRuns } from '#pipeline/keep-index-of-runs';
import { Machine } from '#test/support/machine';
import { sampleReport } from '#test/support/sample-report';
import { refusedWith, scriptedFlex, statementOf } from '#test/support/scripted-flex';

const SCHEDULE = { start: 'schedule', kind: 'final' } as const;
const FRIDAY = calendarDate('2026-11-20');

const living = async (at = '2026-11-21T10:45:00Z', reported = '2026-11-20'): Promise<Machine> =>
  (await new Machine(at).settled()).reportedBefore(reported);

/** What the pages are told, and the warnings. */
async function kept(machine: Machine, archive: Archive = machine.archive, day = FRIDAY) {
  const warnings: [string, unknown][] = [];
  const warn = (message: string, error?: unknown): void => void warnings.push([message, error]);
  await keepIndexOfRuns(day, { archive, calendar: machine.calendar, clock: machine.clock, readingMs: 1_000, warn });
  return warnings;
}
const november = (machine: Machine) => indexedDays(machine.archive, '2026-11');
const onFriday = async (machine: Machine) => (await november(machine)).find(({ date }) => date === FRIDAY);

const putReport = (machine: Machine, key = 'a1b2c3d4e5f6', revision = 1): Promise<void> =>
  machine.archive.put(
    `reports/2026/11/20/${key}-r${revision}/report.json`,
    JSON.stringify({ ...sampleReport({ days: 2 }), marketDate: FRIDAY, revision }),
  );

describe('the pages after a run', () => {
  it('show the day as its final run ended, with its reports', async () => {
    const machine = await living();
    await putReport(machine);
    await machine.start(SCHEDULE);
    expect(await kept(machine)).toEqual([]);
    expect(await onFriday(machine)).toMatchObject({ state: 'done', reports: [{ label: 'Main account' }] });
  });

  it('show a day whose run waits or failed, with its reason', async () => {
    const machine = await living();
    machine.loggedIn = false;
    await machine.start(SCHEDULE);
    await kept(machine);
    const day = await onFriday(machine);
    expect(day).toMatchObject({ state: 'waiting', reports: [] });
    expect(day?.why).toMatch(/log/i);
    expect(Buffer.from(machine.archive.objects.get('index.html') ?? []).toString()).toContain(day?.why);
  });

  it('show a day without trading as skipped, with its reason', async () => {
    const machine = await living('2026-11-22T10:45:00Z', '2026-11-21');
    await machine.start(SCHEDULE);
    await kept(machine);
    const saturday = (await november(machine)).find(({ date }) => date === '2026-11-21');
    expect(saturday).toMatchObject({ state: 'skipped', why: expect.stringContaining('weekend') });
  });

  it('show a day as open whose close run alone has ended', async () => {
    const machine = await living('2026-11-20T21:30:00Z');
    await machine.start({ start: 'schedule', kind: 'close' });
    await kept(machine);
    expect((await onFriday(machine))?.state).toBe('open');
    await machine.at('2026-11-21T10:45:00Z');
    await machine.start(SCHEDULE);
    await kept(machine);
    expect((await onFriday(machine))?.state).toBe('done');
  });

  it('show the new revision of a day that a later run made anew, once that run has ended', async () => {
    const machine = await living();
    const flex = scriptedFlex(() => refusedWith('1003'));
    machine.flex = flex.open;
    await putReport(machine);
    await machine.start(SCHEDULE);
    await kept(machine);
    expect((await onFriday(machine))?.reports).toMatchObject([{ revision: 1 }]);
    flex.answer = statementOf(['U1']);
    await machine.at('2026-11-24T10:45:00Z');
    const { runs } = await machine.begin(SCHEDULE, 'monday');
    const [monday] = runs;
    if (!monday) throw new TypeError('Nothing is due.');
    await machine.go(monday, 'monday');
    // Another execution comes by while the report is still to be made.
    await kept(machine);
    await putReport(machine, 'a1b2c3d4e5f6', 2);
    await machine.run(monday, 'monday');
    await kept(machine, machine.archive, calendarDate('2026-11-23'));
    expect((await onFriday(machine))?.reports).toMatchObject([{ revision: 2 }]);
  });

  it('are not written again when nothing has changed', async () => {
    const machine = await living();
    await machine.start(SCHEDULE);
    await kept(machine);
    await machine.archive.put('index.html', 'untouched');
    await kept(machine);
    expect(Buffer.from(machine.archive.objects.get('index.html') ?? []).toString()).toBe('untouched');
  });

  it('that could not be written fail nothing, are told of, and come with the next run', async () => {
    const machine = await living();
    await putReport(machine);
    await machine.start(SCHEDULE);
    const full = new ArchiveUnusable('No right to write.', 'Give it.');
    const archive: Archive = { ...machine.archive, put: () => Promise.reject(full) };
    expect(await kept(machine, { ...archive, putIfVersion: () => Promise.reject(full) })).toEqual([
      ["The archive's page could not be brought up to date: the next run does it.", full],
    ]);
    expect(await onFriday(machine)).toBeUndefined();
    await machine.at('2026-11-24T10:45:00Z');
    await machine.start(SCHEDULE);
    expect(await kept(machine, machine.archive, calendarDate('2026-11-23'))).toEqual([]);
    expect(await onFriday(machine)).toMatchObject({ state: 'done', reports: [{ label: 'Main account' }] });
  });

  it('broken off between their data and themselves are written by the next run', async () => {
    const machine = await living();
    await machine.start(SCHEDULE);
    const full = new ArchiveUnusable('No right to write.', 'Give it.');
    await kept(machine, { ...machine.archive, put: () => Promise.reject(full) });
    expect(machine.archive.objects.has('index.html')).toBe(false);
    await kept(machine);
    expect(machine.archive.objects.has('index.html')).toBe(true);
  });
});
