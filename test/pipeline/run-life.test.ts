import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { StartEvent } from '#pipeline/events';
import { hasEnded, readRun } from '#pipeline/run-record';
import { dueFinals } from '#pipeline/schedule-hours';
import { firstLoginOf } from '#pipeline/session-record';
import { SourceError } from '#sources/source-error';
import { Machine } from '#test/support/machine';

const HOUR = 3_600_000;

type Action =
  | { readonly do: 'start'; readonly event: StartEvent; readonly crash: Crash; readonly retried: boolean }
  | { readonly do: 'twice'; readonly event: StartEvent }
  | { readonly do: 'minute'; readonly crash: Crash }
  | { readonly do: 'login' | 'logout' | 'break' | 'mend' }
  | { readonly do: 'wait'; readonly hours: number };

/** The process ends at its n-th write, before it is made or before it hears of it; 0: it doesn't. */
interface Crash {
  readonly at: number;
  readonly when: 'before' | 'after';
}

const crash: fc.Arbitrary<Crash> = fc.record({
  at: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 })),
  when: fc.constantFrom('before', 'after'),
});
const event: fc.Arbitrary<StartEvent> = fc.constantFrom<StartEvent>(
  { start: 'schedule', kind: 'close' },
  { start: 'schedule', kind: 'final' },
  { start: 'login' },
  { start: 'owner-hour' },
  { start: 'deadline' },
  { start: 'person', kind: 'final' },
);
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant('start' as const), event, crash, retried: fc.boolean() }),
  fc.record({ do: fc.constant('twice' as const), event }),
  fc.record({ do: fc.constant('minute' as const), crash }),
  fc.record({ do: fc.constantFrom('login', 'logout', 'break', 'mend') }),
  fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 40 }) }),
);

const away = () => new SourceError('unreachable', 'Nobody answers.', 'Look at the host.');

/** Lets the work's process end at the chosen write. Whether it ended. */
async function ended(machine: Machine, { at, when }: Crash, work: () => Promise<unknown>): Promise<boolean> {
  const { archive } = machine;
  const last = archive.writes + at;
  archive.failWrite = (_, write) => (at > 0 && write === last ? when : undefined);
  try {
    await work();
    return false;
  } catch (error) {
    expect(error).toMatchObject({ message: 'The process ended here.' });
    return true;
  } finally {
    archive.failWrite = () => undefined;
  }
}

async function act(machine: Machine, action: Action): Promise<void> {
  switch (action.do) {
    case 'start': {
      const execution = machine.name();
      const broke = await ended(machine, action.crash, () => machine.start(action.event, execution));
      if (broke && action.retried) await machine.start(action.event, execution);
      return;
    }
    case 'twice': {
      const names = [machine.name(), machine.name()];
      const begun = await Promise.all(names.map((name) => machine.begin(action.event, name)));
      const taken = begun.flatMap(({ runs }) => runs.map(({ run }) => `${run.kind} ${run.marketDate}`));
      expect(new Set(taken).size, `held twice: ${taken}`).toBe(taken.length);
      for (const [index, { runs, notices }] of begun.entries()) {
        machine.notices.push(...notices);
        for (const run of runs) await machine.run(run, names[index] as string);
      }
      return;
    }
    case 'minute':
      await ended(machine, action.crash, () => machine.minute());
      return;
    case 'wait':
      await machine.clock.advanceTo(new Date(machine.clock.now().getTime() + action.hours * HOUR));
      return;
    default:
      if (action.do === 'login' || action.do === 'logout') machine.loggedIn = action.do === 'login';
      else machine.fail = action.do === 'break' ? away : () => undefined;
  }
}

/** What may be told once until reports come again. */
function expectOnce(machine: Machine): void {
  const told = machine.notices.map(({ subject }) =>
    subject.startsWith('No report') ? subject : subject.split(':')[0],
  );
  const ends = told.filter((name) => name === 'Back again').length;
  for (const name of new Set(told)) {
    if (name === 'Back again') continue;
    expect(told.filter((one) => one === name).length, `${name} of ${machine.subjects.join(' | ')}`).toBeLessThanOrEqual(
      ends + 1,
    );
  }
}

it('ends every due day, holds no run twice and tells nothing twice, whatever starts, breaks and waits', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 30 }), async (actions) => {
      const machine = await (await new Machine('2026-11-18T14:00:00Z').settled()).reportedBefore('2026-11-18');
      for (const one of actions) await act(machine, one);
      expectOnce(machine);

      // A quiet hour, somebody logs in, and keep-session sees it.
      machine.loggedIn = true;
      machine.fail = () => undefined;
      for (let minutes = 0; minutes < 24 * 60; minutes += 30) {
        await machine.clock.advanceTo(new Date(machine.clock.now().getTime() + 30 * 60_000));
        if ((await machine.minute()).started) await machine.start({ start: 'login' });
      }
      await machine.start({ start: 'schedule', kind: 'final' });
      const { archive, calendar, hours, clock } = machine;
      const due = dueFinals({ now: clock.now(), hours, calendar, firstLogin: await firstLoginOf(archive) });
      expect(due.length).toBeGreaterThan(0);
      for (const run of due) {
        const record = await readRun(archive, run);
        expect(hasEnded(record), `final ${run.marketDate} is ${record?.state}`).toBe(true);
        expect(record).not.toHaveProperty('lease');
      }
      expectOnce(machine);
    }),
    { numRuns: 40, seed: 20261121 },
  );
});

it('comes to the same end whichever write of a run its process ends at', async () => {
  const start = { start: 'schedule', kind: 'final' } as const;
  const whole = await (await new Machine('2026-11-21T10:45:00Z').settled()).reportedBefore('2026-11-20');
  const before = whole.archive.writes;
  await whole.start(start, 'execution');
  const writes = whole.archive.writes - before;
  expect(writes).toBeGreaterThan(5);
  for (let at = 1; at <= writes; at += 1) {
    for (const when of ['before', 'after'] as const) {
      const machine = await (await new Machine('2026-11-21T10:45:00Z').settled()).reportedBefore('2026-11-20');
      expect(await ended(machine, { at, when }, () => machine.start(start, 'execution'))).toBe(true);
      await machine.start(start, 'execution');
      expect([at, when, machine.state('final', '2026-11-20')]).toEqual([at, when, 'done']);
      expect(machine.notices).toEqual([]);
    }
  }
});
