import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountKey } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import { deadlineOf } from '#pipeline/run-times';
import { advisorScenario } from '#simulator/advisor-scenario';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { DENIED } from '#test/support/cloud/faults';
import { sesEventOf } from '#test/support/cloud/ses-events';
import type { Execution } from './machine.ts';
import { RunningStack } from './running-stack.ts';
import { type Deployed, deploy, deploySettings } from './template.ts';

const FRIDAY = calendarDate('2026-11-20');
const today = deadlineOf({ kind: 'final', marketDate: FRIDAY });
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
});
afterEach(async () => {
  await stack?.close();
  stack = undefined;
});

/** A stack whose owner logged in on the Friday, and whose Thursday is done. */
async function onFriday(deployed = first, scenario: Parameters<typeof RunningStack.start>[0]['scenario'] = demo) {
  stack = await RunningStack.start({ deployed, scenario, at: new Date('2026-11-20T19:59:00Z') });
  await stack.minute('2026-11-20T20:00:00Z');
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
    expect(day.ses.taken.at(-1)?.tags['date']).toBe(FRIDAY);
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
    expect(day.ses.taken.at(-1)?.tags['date']).toBe('2026-11-18');
    expect(day.written).not.toMatch(new RegExp(`${one}|${two}|U7654321`));
  });

  it.each([
    ['collect', /\/raw\/.*summary/, 'before', 'sent'],
    ['collect', /\/snapshots\//, 'after', 'sent'],
    ['collect', /collected\.json$/, 'before', 'sent'],
    ['publish', /workbook\.xlsx$/, 'after', 'sent'],
    ['publish', /page\.html$/, 'before', 'sent'],
    ['publish', /report\.json$/, 'after', 'sent'],
    ['notify', /\.before\.json$/, 'before', 'sent'],
    ['notify', /\.after\.json$/, 'after', 'already-sent'],
    ['notify', /\.after\.json$/, 'before', 'unknown'],
    ['end', /\/state\/runs\/.*final\.json$/, 'after', 'sent'],
  ] as const)('killed in %s at the write of %s (%s it is done) goes on, and mails once: %s', async (name, path, when, state) => {
    const day = await onFriday();
    const mails = day.ses.taken.length;
    let killed = 0;
    const action = (): void => {
      killed += 1;
      void day.kill(name);
    };
    // Begin and collect write the run's record too, before end does.
    const skip = name === 'end' ? 3 : 0;
    day.cloud.fault({ kind: 'kill', when, action, service: 's3', method: 'PUT', path, skip });
    const run = await day.schedule('final', FINAL);
    expect(killed).toBe(1);
    expect(run.tasks.some(({ error }) => error?.startsWith('Lambda.Unknown'))).toBe(true);
    const told = run.tasks.find(({ state: task, error }) => task === 'NotifyRecipient' && !error);
    expect(told?.output).toMatchObject({ state });
    expect(day.ses.taken).toHaveLength(mails + 1);
    expect(endOf(run)).toMatchObject({ state: state === 'unknown' ? 'partial' : 'done' });
    const files = day.cloud.s3.keys('reports/2026/11/20/').map((key) => key.split('/').at(-1));
    expect(files).toEqual(['page.html', 'report.json', 'workbook.xlsx']);
  });

  it('that may not write its report ends as failed, and says so', async () => {
    const day = await onFriday();
    day.cloud.fault({ ...DENIED, method: 'PUT', path: /\/reports\//, times: 100 });
    const run = await day.schedule('final', FINAL);
    expect(run.status).toBe('SUCCEEDED');
    expect(endOf(run)).toMatchObject({ state: 'failed' });
    expect(day.told.at(-1)?.Message).toMatch(/report/);
    expect(day.ses.taken.at(-1)?.tags['date']).not.toBe(FRIDAY);
  });

  it('that can not even begin fails its execution, which a rule of the stack tells', async () => {
    const day = await onFriday();
    day.cloud.fault({ ...DENIED, path: /\/state\//, times: 100 });
    const run = await day.schedule('final', FINAL);
    expect(run.status).toBe('FAILED');
    expect(statesOf(run)).toEqual(['Begin', 'Begin', 'Begin']);
    expect(day.written).not.toContain(DEMO_ACCOUNT);
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
    expect(day.ses.taken.filter(({ tags }) => tags['date'] === FRIDAY)).toHaveLength(2);
  });

  it('hears of a mail that bounced, and tells the owner once without the address', async () => {
    const day = await onFriday();
    const mail = day.ses.taken[0];
    if (!mail) throw new TypeError('no mail was taken');
    const event = sesEventOf(mail, 'bounced', day.clock.now());
    await day.call('note-delivery', event);
    await day.call('note-delivery', event);
    expect(day.told.map(({ Subject }) => Subject)).toEqual(['Daybook: a mail bounced, 2026-11-19']);
    expect(day.written).not.toContain('ann@example.com');
  });
});
