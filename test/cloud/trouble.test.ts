import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountKey, runKey, SESSION_HEALTHY_KEY, SESSION_KEY } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import { deadlineOf } from '#pipeline/run-times';
import { advisorScenario } from '#simulator/advisor-scenario';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import type { Scenario } from '#simulator/scenario';
import { CANARIES, leaks } from '#test/support/canaries';
import { DENIED } from '#test/support/cloud/faults';
import type { Execution } from './machine.ts';
import { RunningStack } from './running-stack.ts';
import { type Deployed, deploy, deploySettings, HOST } from './template.ts';

const FRIDAY = calendarDate('2026-11-20');
const today = deadlineOf({ kind: 'final', marketDate: FRIDAY });
/** Bundling and synthesis take seconds on a quiet machine. */
const PATIENCE_MS = 300_000;
const FINAL = '2026-11-21T10:45:00Z';
const RECIPIENTS = [{ address: 'ann@example.com' }];
const demo = demoScenario({ seed: 1, today });

const endOf = (execution: Execution | undefined): unknown =>
  execution?.tasks.findLast(({ state }) => state === 'End')?.output;
const statesOf = (execution: Execution | undefined): readonly string[] =>
  execution?.tasks.map(({ state }) => state) ?? [];

let first: Deployed;
let stack: RunningStack | undefined;

beforeAll(() => {
  first = deploy(deploySettings({ accounts: [{ id: DEMO_ACCOUNT, label: 'Savings' }], recipients: RECIPIENTS }));
}, PATIENCE_MS);
afterEach(async () => {
  await stack?.close();
  stack = undefined;
});

const LOGIN = '2026-11-20T20:00:00.000Z';
const THURSDAY: Run = { kind: 'final', marketDate: calendarDate('2026-11-19') };

/** A stack whose owner logged in on the Friday, and whose Thursday is done. */
async function onFriday(deployed = first, scenario: Scenario = demo): Promise<RunningStack> {
  const done = { schema: 'daybook-run/1', run: THURSDAY, state: 'done', since: LOGIN, at: LOGIN, tries: 1 };
  const seed = {
    [SESSION_HEALTHY_KEY]: { schema: 'daybook-session-healthy/1', at: LOGIN, first: LOGIN },
    [SESSION_KEY]: { schema: 'daybook-session/1', state: 'healthy', since: LOGIN, host: HOST },
    [runKey(THURSDAY)]: done,
  };
  stack = await RunningStack.start({ deployed, scenario, at: new Date(LOGIN), seed });
  return stack;
}

describe('a run of the deployed stack', () => {
  it('that finds nobody logged in waits, is told of once, and is done by the login itself', async () => {
    const day = await onFriday();
    day.gateway.logout();
    const waiting = await day.schedule('final', FINAL);
    expect(endOf(waiting)).toMatchObject({ state: 'waiting', notices: [] });
    expect(await day.minute('2026-11-21T10:46:00Z')).toEqual([]);
    await day.schedule('ownerhour', '2026-11-21T13:00:00Z');
    await day.schedule('deadline', '2026-11-21T17:00:00Z');
    expect(day.told.filter(({ Subject }) => /log/i.test(Subject))).toHaveLength(1);

    day.gateway.login();
    const [started] = await day.minute('2026-11-21T18:00:00Z');
    expect(endOf(started)).toMatchObject({ run: { kind: 'final', marketDate: FRIDAY }, state: 'done' });
    expect(day.ses.taken.at(-1)?.tags.date).toBe(FRIDAY);
    expect(await day.minute('2026-11-21T18:01:00Z')).toEqual([]);
  });

  it('sits out the broker limits in the machine, and mails an account that gave nothing as a line', async () => {
    const [, one = '', two = ''] = advisorScenario({ seed: 1, today }).accountIds;
    const accounts = [{ id: one }, { id: two }, { id: 'U7654321', label: 'Closed long ago' }];
    const deployed = deploy(deploySettings({ accounts, recipients: RECIPIENTS }));
    const day = await onFriday(deployed, advisorScenario({ seed: 1, today }));
    const before = day.clock.now().getTime();
    const run = await day.start({ start: 'person', kind: 'final', marketDate: '2026-11-18' });
    expect(statesOf(run).filter((state) => state === 'Collect').length).toBeGreaterThan(1);
    expect(day.clock.now().getTime() - before).toBeGreaterThan(10 * 60_000);
    expect(endOf(run)).toMatchObject({ state: 'partial' });
    const mail = day.ses.taken.at(-1)?.message;
    expect(JSON.stringify(mail)).toContain('Closed long ago');
    expect(day.ses.taken.at(-1)?.tags.date).toBe('2026-11-18');
    expect(day.written).not.toMatch(new RegExp(`${one}|${two}|U7654321`));
  });

  it.each([
    {
      collect: [/\/raw\/.*summary/, 'before'],
      publish: [/workbook\.xlsx$/, 'after'],
      notify: [/\.before\.json$/, 'before'],
      state: 'sent',
    },
    {
      collect: [/\/snapshots\//, 'after'],
      publish: [/page\.html$/, 'before'],
      notify: [/\.after\.json$/, 'after'],
      state: 'already-sent',
    },
    {
      collect: [/collected\.json$/, 'before'],
      publish: [/report\.json$/, 'after'],
      notify: [/\.after\.json$/, 'before'],
      state: 'unknown',
    },
  ] as const)('killed at a write of each stage goes on, and mails once: $state', async ({ state, ...kills }) => {
    const day = await onFriday();
    const killed: string[] = [];
    for (const name of ['collect', 'publish', 'notify'] as const) {
      const [path, when] = kills[name];
      const action = (): void => {
        killed.push(name);
        void day.kill(name);
      };
      day.cloud.fault({ kind: 'kill', when, action, service: 's3', method: 'PUT', path });
    }
    const run = await day.schedule('final', FINAL);
    expect(killed).toEqual(['collect', 'publish', 'notify']);
    const lost = run.tasks.filter(({ error }) => error?.startsWith('Lambda.Unknown')).map((task) => task.state);
    expect(lost).toEqual(['Collect', 'PublishAccount', 'NotifyRecipient']);
    const notified = run.tasks.find((task) => task.state === 'NotifyRecipient' && !task.error);
    expect(notified?.output).toMatchObject({ state });
    expect(day.ses.taken).toHaveLength(1);
    expect(endOf(run)).toMatchObject({ state: state === 'unknown' ? 'partial' : 'done' });
    const files = day.cloud.s3.keys('reports/2026/11/20/').map((key) => key.split('/').at(-1));
    expect(files).toEqual(['page.html', 'report.json', 'workbook.xlsx']);
  });

  it('killed when its end is written gives the same end again', async () => {
    const day = await onFriday();
    day.gateway.logout();
    let writes = 0;
    const ends = day.cloud.s3.onObjectCreated((key) => {
      if (key === runKey({ kind: 'final', marketDate: FRIDAY })) writes += 1;
    });
    const action = (): void => void day.kill('end');
    // Before end, begin takes the run, and collect renews its lease twice.
    day.cloud.fault({ kind: 'kill', when: 'after', action, method: 'PUT', path: /\/runs\/.*final\.json$/, skip: 3 });
    const run = await day.schedule('final', FINAL);
    ends();
    expect(statesOf(run)).toEqual(['Begin', 'Collect', 'End', 'End']);
    expect(writes).toBe(4);
    expect(endOf(run)).toMatchObject({ state: 'waiting' });
  });

  it('that may not write its report ends as failed and says so; one that can not begin fails its execution', async () => {
    const day = await onFriday();
    day.cloud.fault({ ...DENIED, method: 'PUT', path: /\/reports\//, times: 100 });
    const run = await day.schedule('final', FINAL);
    expect(run.status).toBe('SUCCEEDED');
    expect(endOf(run)).toMatchObject({ state: 'failed' });
    expect(day.told.at(-1)?.Message).toMatch(/report/);
    expect(day.ses.taken).toEqual([]);

    day.cloud.fault({ ...DENIED, path: /\/state\//, times: 100 });
    const next = await day.schedule('final', FINAL);
    expect(next.status).toBe('FAILED');
    expect(statesOf(next)).toEqual(['Begin', 'Begin', 'Begin']);
    expect(day.written).not.toContain(DEMO_ACCOUNT);
  });

  it.each([
    ['raw', /\/raw\//, 'failed'],
    ['snapshots', /\/snapshots\//, 'failed'],
    ['receipts', /\/receipts\//, 'partial'],
  ] as const)('that may not write below %s/ mails nothing and says so', async (_, path, state) => {
    const day = await onFriday();
    day.cloud.fault({ ...DENIED, service: 's3', method: 'PUT', path, times: 1000 });
    const run = await day.schedule('final', FINAL);
    expect(endOf(run)).toMatchObject({ state });
    expect(day.ses.taken).toEqual([]);
    // The cause at once, not a pause of the broker's until the deadline.
    expect(day.told.map(({ Message }) => Message)).toEqual([expect.stringContaining('ArchiveDenied')]);
    expect(day.clock.now().getTime() - Date.parse(FINAL)).toBeLessThan(3_600_000);

    day.cloud.clearFaults();
    expect(endOf(await day.start({ start: 'person', kind: 'final', marketDate: FRIDAY }))).toMatchObject({
      state: 'done',
    });
    expect(day.ses.taken).toHaveLength(1);
  });

  it('whose mails SES holds back keeps its report, tells the owner why, and mails once SES lets it', async () => {
    const day = await onFriday();
    day.ses.account.paused = true;
    expect(endOf(await day.schedule('final', FINAL))).toMatchObject({ state: 'partial' });
    expect(day.told.map(({ Message }) => Message).join()).toMatch(/paused/);
    expect(day.cloud.s3.keys('reports/2026/11/20/')).toHaveLength(3);
    expect(day.ses.taken).toEqual([]);

    day.ses.account.paused = false;
    await day.start({ start: 'person', kind: 'final', marketDate: FRIDAY });
    expect(day.ses.taken).toHaveLength(1);
  });

  it('puts nothing of what the broker says of a user into log, history, notice or mail', async () => {
    const day = await onFriday();
    const said = CANARIES.join(' ');
    const headers = { 'Set-Cookie': `x=${said}`, 'X-User': said };
    const whole = { headers, contentType: 'application/json' };
    const body = JSON.stringify({ error: `Failed for ${said}`, [said]: said });
    day.gateway.fault({ path: '/portfolio/*/allocation', kind: 'status', status: 500, body, ...whole });
    day.gateway.fault({ path: '/pa/allperiods', kind: 'status', status: 400, body, ...whole });
    const run = await day.schedule('final', FINAL);
    expect(endOf(run)).toMatchObject({ state: 'partial' });
    day.gateway.fault({ path: '*', kind: 'status', status: 500, body, ...whole });
    await day.minute('2026-11-22T10:46:00Z');
    await day.start({ start: 'person', kind: 'final', marketDate: '2026-11-18' });
    const mails = JSON.stringify(day.ses.taken.map(({ message }) => message));
    const kept = day.cloud.s3.keys('state/').map((key) => day.cloud.s3.text(key));
    const told = JSON.stringify(day.told);
    expect(day.told.length).toBeGreaterThan(0);
    expect(leaks(`${day.written} ${told} ${mails} ${kept.join(' ')}`, [])).toEqual([]);
    expect(leaks(`${day.written} ${told}`, [DEMO_ACCOUNT])).toEqual([]);
  });

  it('goes on with the versions it began with when a deploy comes in between', async () => {
    const labelled = [{ id: DEMO_ACCOUNT, label: 'Nest egg' }];
    const second = deploy(deploySettings({ accounts: labelled, recipients: RECIPIENTS }));
    expect(JSON.stringify(second.machine)).not.toBe(JSON.stringify(first.machine));
    const day = await onFriday();
    const overlapping: Execution[] = [];
    day.onAnswer = async (name) => {
      if (name !== 'collect' || overlapping.length > 0) return;
      day.onAnswer = () => Promise.resolve();
      overlapping.push(await day.start(second.scheduleInput('final'), second));
    };
    const run = await day.schedule('final', FINAL);
    expect(statesOf(overlapping[0])).toEqual(['Begin']);
    expect(endOf(run)).toMatchObject({ state: 'done' });
    const report = (revision: number): string =>
      day.cloud.s3.text(`reports/2026/11/20/${accountKey(DEMO_ACCOUNT)}-r${revision}/report.json`) ?? '';
    expect(report(1)).toContain('"Savings"');

    await day.start({ start: 'person', kind: 'final' }, second);
    expect(report(2)).toContain('"Nest egg"');
    expect(day.ses.taken).toHaveLength(2);
  });
});
