import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runKey } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import type { ExecutionStep } from '#owner/cloud';
import { CloudDenied, CloudThrottled } from '#owner/cloud-error';
import { Interrupted } from '#owner/interrupted';
import type { Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';
import { type FakeAccount, MACHINE } from '#test/support/fake-account';
import { HOSTILE } from '#test/support/hostile';

let terminal: Terminal;
let account: FakeAccount;
const FRIDAY: Run = { kind: 'final', marketDate: calendarDate('2026-11-20') };

beforeEach(async () => {
  ({ terminal, account } = await deployedTerminal());
});
afterEach(() => terminal.leave());

const entered = (id: number, state: string, data: object = {}): ExecutionStep => ({
  id,
  kind: 'entered',
  state,
  data: JSON.stringify(data),
});
const begun = (id: number, runs: readonly Run[], notTaken: readonly object[] = []): ExecutionStep => ({
  id,
  kind: 'left',
  state: 'Begin',
  data: JSON.stringify({ runs: runs.map((run) => ({ run, until: '', recipients: [] })), notices: [], notTaken }),
});

async function putRun(state: string, why?: object): Promise<void> {
  const at = '2026-11-21T10:50:00.000Z';
  const record = { schema: 'daybook-run/1', run: FRIDAY, state, since: at, at, tries: 1, ...(why ? { why } : {}) };
  await account.bucket.put(runKey(FRIDAY), JSON.stringify(record));
}

it('starts the machine as a person does, under a name one can find again', async () => {
  await terminal.type('run', '--date', '2026-11-20', '--no-follow');
  expect(account.started).toEqual([
    {
      machine: MACHINE,
      name: 'person-final-2026-11-20-20261121T104500000Z',
      event: { start: 'person', kind: 'final', marketDate: '2026-11-20' },
    },
  ]);
});

it('gives names that Step Functions takes, another one each millisecond', async () => {
  await terminal.type('run', '--run', 'close', '--no-follow');
  await terminal.clock.advanceTo(new Date(terminal.clock.now().getTime() + 1));
  await terminal.type('run', '--run', 'close', '--no-follow');
  const names = account.started.map(({ name }) => name);
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
});

it('tells each step once while it follows, and what became of the run', async () => {
  await putRun('done');
  const steps = [
    entered(2, 'Begin'),
    begun(5, [FRIDAY]),
    entered(9, 'Collect', { run: FRIDAY }),
    entered(12, 'WaitForBroker', { collected: { resumeAt: '2026-11-21T11:00:00Z' } }),
    entered(14, 'CollectFlex'),
    entered(15, 'Publish'),
    entered(18, 'PublishAccount'),
    entered(20, 'Notify'),
    entered(25, 'End'),
  ];
  account.looks = [
    { facts: { status: 'RUNNING' }, steps: steps.slice(0, 3) },
    { facts: { status: 'RUNNING' }, steps: steps.slice(0, 5) },
    { facts: { status: 'SUCCEEDED' }, steps },
  ];
  const outcome = await terminal.type('run');
  expect(outcome.stderr.split('\n').map((line) => line.trim())).toEqual([
    'Started person-final-20261121T104500000Z',
    'Looking which runs are due',
    'Collecting: final run of 20 Nov 2026',
    "Waiting for the broker's limits until 21 Nov 2026 12:00 CET",
    'Asking for the Flex statement',
    'Building the reports',
    'Mailing',
    'Closing the run',
    '',
  ]);
  expect(outcome.stdout).toBe('The final run of 20 Nov 2026 done (21 Nov 2026 11:50 CET).\n');
  expect(outcome.code).toBe(0);
});

it.each([
  [{ gateway: 'complete', flex: 'waiting' }, 'Waiting for the Flex statement until 21 Nov 2026 12:00 CET'],
  [{ flex: 'waiting' }, 'Waiting for the Flex statement until 21 Nov 2026 12:00 CET'],
  [
    { gateway: 'waiting', flex: 'waiting' },
    'Waiting for the gateway and for the Flex statement until 21 Nov 2026 12:00 CET',
  ],
  [{ gateway: 'waiting', flex: 'complete' }, "Waiting for the broker's limits until 21 Nov 2026 12:00 CET"],
])('tells which source a pause is for: %o', async (sources, line) => {
  const steps = [entered(12, 'WaitForBroker', { collected: { resumeAt: '2026-11-21T11:00:00Z', sources } })];
  account.looks = [{ facts: { status: 'SUCCEEDED' }, steps }];
  expect((await terminal.type('run')).stderr).toContain(`${line}\n`);
});

describe('ends with the code that the local command gives', () => {
  it.each([
    ['partial', undefined, 6],
    ['waiting', { reason: 'needs-login', message: 'Nobody is logged in.', nextStep: 'Log in.' }, 4],
    ['waiting', { reason: 'paced', message: 'The broker wants a pause.' }, 7],
    ['failed', { reason: 'unreachable', message: 'The gateway does not answer.' }, 3],
    ['failed', { reason: 'unreadable', message: 'It gave half an answer.' }, 9],
    ['failed', undefined, 10],
    ['skipped', { reason: 'not-asked', message: 'Thanksgiving Day.' }, 0],
    ['running', undefined, 10],
  ])('%s', async (state, why, code) => {
    await putRun(state, why);
    account.looks = [{ facts: { status: 'SUCCEEDED' }, steps: [begun(3, [FRIDAY])] }];
    const outcome = await terminal.type('run', '--quiet');
    expect(outcome.code).toBe(code);
    if (why) expect(outcome.stdout).toContain(why.message);
  });
});

it.each([
  ['ended', 'it has ended already'],
  ['running', 'another execution is at it'],
  ['closed-day', 'the market is closed that day'],
  ['not-due', 'it is not due yet'],
  ['too-late', 'it is too late'],
])('says why a run was left alone: %s', async (why, words) => {
  account.looks = [{ facts: { status: 'SUCCEEDED' }, steps: [begun(3, [], [{ run: FRIDAY, why }])] }];
  const outcome = await terminal.type('run', '--quiet');
  expect(outcome.stdout).toContain(`Left alone: the final run of 20 Nov 2026, because ${words}`);
  expect(outcome.code).toBe(0);
});

it('tells an execution that failed, took too long or was stopped, in words', async () => {
  for (const [status, words] of [
    ['FAILED', 'failed: NoticeNotGiven: The topic is gone'],
    ['TIMED_OUT', 'took too long'],
    ['ABORTED', 'was stopped by hand'],
  ] as const) {
    const reason = status === 'FAILED' ? { error: 'NoticeNotGiven', cause: 'The topic is gone' } : {};
    account.looks = [{ facts: { status, ...reason }, steps: [] }];
    const outcome = await terminal.type('run', '--quiet');
    expect(outcome.stdout).toContain(words);
    expect(outcome.code).toBe(10);
  }
});

it('stops following at Ctrl-C, and says that the run goes on', async () => {
  await terminal.leave();
  const interruption = new AbortController();
  ({ terminal, account } = await deployedTerminal({ interrupted: interruption.signal }));
  account.looks = [{ facts: { status: 'RUNNING' }, steps: [entered(2, 'Begin')] }];
  const stop = terminal.clock.sleep.bind(terminal.clock);
  terminal.clock.sleep = async (ms) => {
    interruption.abort(new Interrupted());
    await stop(ms, interruption.signal);
  };
  const outcome = await terminal.type('run');
  expect(outcome.stderr).toMatch(/No longer watching.*\nThe run goes on without you/);
  expect(outcome.code).toBe(130);
});

it('follows a history that Step Functions cut short', async () => {
  account.looks = [
    { facts: { status: 'SUCCEEDED' }, steps: [{ id: 1, kind: 'left', state: 'Begin', data: '{"runs": [{"ru' }] },
  ];
  const outcome = await terminal.type('run', '--quiet');
  expect(outcome.stdout).toBe('It ended, and found nothing to do.\n');
});

it.each([new CloudDenied('states:StartExecution'), new CloudThrottled('AWS asks for fewer calls.', 'Wait.')])(
  'says what AWS refuses: %s',
  async (error) => {
    account.refusals.set('start', error);
    const outcome = await terminal.type('run');
    expect(outcome.stderr).toBe(`daybook run: ${error.message}\n${error.nextStep}\n`);
    expect(outcome.code).toBe(10);
  },
);

it('refuses a day without trading and an unknown kind, and starts nothing', async () => {
  const outcome = await terminal.type('run', '--date', '2026-11-22', '--run', 'noon');
  expect(outcome.stderr).toMatch(/is not a trading day/);
  expect(outcome.stderr).toMatch(/--run noon is not one of final, close/);
  expect(outcome.code).toBe(2);
  expect(account.started).toEqual([]);
});

it('prints one JSON object with --json', async () => {
  await putRun('done');
  account.looks = [{ facts: { status: 'SUCCEEDED' }, steps: [begun(3, [FRIDAY])] }];
  const outcome = await terminal.type('run', '--json', '--quiet');
  expect(JSON.parse(outcome.stdout)).toMatchObject({ status: 'SUCCEEDED', runs: [{ run: FRIDAY, state: 'done' }] });
});

it('keeps hostile words of a failure inert', async () => {
  account.looks = [{ facts: { status: 'FAILED', error: HOSTILE.join(' '), cause: HOSTILE.join(' ') }, steps: [] }];
  const { stdout } = await terminal.type('run', '--quiet');
  expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
});
