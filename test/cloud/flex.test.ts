import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountKey, FLEX_KEY, runKey, SESSION_HEALTHY_KEY, SESSION_KEY } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import { deadlineOf } from '#pipeline/run-times';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { parseFault } from '#simulator/faults';
import { FLEX_QUERIES } from '#simulator/flex/flex-query';
import { DEFAULT_FLEX } from '#simulator/flex/flex-settings';
import type { Execution } from './machine.ts';
import { RunningStack, type StackOptions } from './running-stack.ts';
import { type Deployed, deploy, deploySettings, HOST } from './template.ts';

const FRIDAY = calendarDate('2026-11-20');
const LOGIN = '2026-11-20T20:00:00.000Z';
const FINAL = '2026-11-21T10:45:00Z';
/** Bundling and synthesis take seconds on a quiet machine. */
const PATIENCE_MS = 300_000;
const scenario = demoScenario({ seed: 1, today: deadlineOf({ kind: 'final', marketDate: FRIDAY }) });
const THURSDAY: Run = { kind: 'final', marketDate: calendarDate('2026-11-19') };

const parts = {
  flex: { query: FLEX_QUERIES[0]?.id },
  accounts: [{ id: DEMO_ACCOUNT, label: 'Savings' }],
  recipients: [{ address: 'ann@example.com' }],
};
const statesOf = (execution: Execution): readonly string[] => execution.tasks.map(({ state }) => state);
const outputOf = (execution: Execution, state: string): unknown =>
  execution.tasks.findLast((task) => task.state === state)?.output;

let both: Deployed;
let alone: Deployed;
let stack: RunningStack | undefined;
beforeAll(() => {
  both = deploy(deploySettings(parts));
  alone = deploy(deploySettings({ ...parts, gateway: 'none' }));
}, PATIENCE_MS);
afterEach(async () => {
  await stack?.close();
  stack = undefined;
});

async function start(deployed: Deployed, more: Partial<StackOptions> = {}): Promise<RunningStack> {
  const done = { schema: 'daybook-run/1', run: THURSDAY, state: 'done', since: LOGIN, at: LOGIN, tries: 1 };
  const seed = {
    [SESSION_HEALTHY_KEY]: { schema: 'daybook-session-healthy/1', at: LOGIN, first: LOGIN },
    [SESSION_KEY]: { schema: 'daybook-session/1', state: 'healthy', since: LOGIN, host: HOST },
    [runKey(THURSDAY)]: done,
  };
  const first = { [runKey(THURSDAY)]: done, [FLEX_KEY]: { schema: 'daybook-flex/1', first: LOGIN } };
  stack = await RunningStack.start({
    deployed,
    scenario,
    at: new Date(LOGIN),
    seed: deployed === alone ? first : seed,
    ...more,
  });
  return stack;
}

const keysOf = (day: RunningStack, prefix: string, part: RegExp): readonly string[] =>
  day.cloud.s3.keys(prefix).filter((key) => part.test(key));

describe('the deployed stack with both sources', () => {
  it(
    'asks both for a final run, and mails one report of the two',
    async () => {
      const day = await start(both);
      const run = await day.schedule('final', FINAL);
      expect(run.status).toBe('SUCCEEDED');
      expect(outputOf(run, 'Join')).toMatchObject({ next: 'publish', sources: { flex: 'complete' } });
      expect(outputOf(run, 'End')).toMatchObject({ state: 'done' });
      const account = accountKey(DEMO_ACCOUNT);
      expect(keysOf(day, `snapshots/${account}/2026/11/20/`, /\/flex-1\./)).toHaveLength(1);
      expect(keysOf(day, `snapshots/${account}/2026/11/20/`, /\/final-/).length).toBeGreaterThan(0);
      expect(keysOf(day, 'raw/login/', /flex-1\.xml$/)).toHaveLength(1);
      expect(day.ses.taken).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it(
    'reports a day to which nobody logged in from its statement alone',
    async () => {
      const day = await start(both);
      day.gateway.logout();
      const run = await day.schedule('final', FINAL);
      expect(outputOf(run, 'Join')).toMatchObject({ sources: { gateway: 'waiting', flex: 'complete' } });
      expect(day.ses.taken).toHaveLength(1);
    },
    PATIENCE_MS,
  );
});

describe('a statement that comes after its deadline', () => {
  it(
    'is fetched with the next run, which makes its day anew and says so in its one mail',
    async () => {
      const day = await start(both);
      day.gateway.fault(parseFault('/FlexWebService/SendRequest=flex-1003'));
      await day.schedule('final', FINAL);
      expect(day.told.map(({ Subject }) => Subject)).toEqual(['No statement: Fri 20 Nov 2026']);
      day.gateway.clearFaults();
      day.gateway.login();
      const run = await day.schedule('final', '2026-11-24T10:45:00Z');
      const account = accountKey(DEMO_ACCOUNT);
      expect(outputOf(run, 'PublishAccount')).toEqual({ account, revision: 1, corrected: [FRIDAY] });
      expect(keysOf(day, 'reports/2026/11/20/', /report\.json$/)).toEqual([
        `reports/2026/11/20/${account}-r1/report.json`,
        `reports/2026/11/20/${account}-r2/report.json`,
      ]);
      const mails = day.ses.taken.map(({ raw }) => raw.toString('utf8').replaceAll('=\r\n', ''));
      expect(mails.map((mail) => mail.includes('Made anew'))).toEqual([false, true]);
      expect(day.told).toHaveLength(1);
    },
    PATIENCE_MS,
  );
});

describe('the deployed stack of Flex alone', () => {
  it(
    'makes and mails the report of a closed day without a gateway',
    async () => {
      const day = await start(alone);
      const run = await day.schedule('final', FINAL);
      expect(statesOf(run)).toEqual([...['Begin', 'CollectFlex', 'Join', 'PublishAccount', 'NotifyRecipient', 'End']]);
      expect(outputOf(run, 'End')).toMatchObject({ state: 'done' });
      expect(day.ses.taken).toHaveLength(1);
      expect(day.gateway.calls.filter(({ path }) => !path.includes('FlexWebService'))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'asks again each quarter of an hour until the statement is there',
    async () => {
      const day = await start(alone, { flex: { readyHour: 7 } });
      const run = await day.schedule('final', FINAL);
      expect(statesOf(run).filter((state) => state === 'CollectFlex').length).toBeGreaterThan(4);
      expect(outputOf(run, 'End')).toMatchObject({ state: 'done' });
      expect(day.clock.now() < new Date('2026-11-21T13:00:00Z')).toBe(true);
    },
    PATIENCE_MS,
  );

  it(
    'says that there is no token and how to give one, and takes one at the next start without a deploy',
    async () => {
      const parameters = new Map<string, string>();
      const day = await start(alone, { parameters });
      const run = await day.schedule('final', FINAL);
      expect(outputOf(run, 'End')).toMatchObject({ state: 'failed' });
      expect(day.told.map(({ Message }) => Message).join()).toContain('daybook flex token');
      expect(day.ses.taken).toEqual([]);

      parameters.set(
        '/daybook/Daybook/flex-token',
        JSON.stringify({ token: DEFAULT_FLEX.token, expires: '2027-06-30' }),
      );
      const next = await day.start({ start: 'person', kind: 'final', marketDate: FRIDAY });
      expect(outputOf(next, 'End')).toMatchObject({ state: 'done' });
      expect(day.ses.taken).toHaveLength(1);
      expect(JSON.parse(day.cloud.s3.text(FLEX_KEY) ?? '{}')).toMatchObject({ tokenExpires: '2027-06-30' });
    },
    PATIENCE_MS,
  );

  it(
    'T31: leaves the token in no log, history, notice, mail, template or archived object',
    async () => {
      const { token } = DEFAULT_FLEX;
      const day = await start(alone);
      await day.schedule('final', FINAL);
      const kept = day.cloud.s3.keys('').map((key) => day.cloud.s3.object(key)?.body.toString('latin1'));
      const mails = JSON.stringify(day.ses.taken.map(({ raw }) => raw.toString('latin1')));
      expect(kept.length).toBeGreaterThan(5);
      expect(`${day.written}${JSON.stringify(day.told)}${mails}${kept.join()}${alone.text}`.includes(token)).toBe(
        false,
      );
      expect(day.written.includes(DEMO_ACCOUNT)).toBe(false);
    },
    PATIENCE_MS,
  );
});
