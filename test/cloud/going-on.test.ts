import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountKey, runKey, SESSION_HEALTHY_KEY, SESSION_KEY } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import type { Run, Snapshot } from '#domain/snapshot';
import { deadlineOf } from '#pipeline/run-times';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import type { Execution } from './machine.ts';
import { RunningStack } from './running-stack.ts';
import { deploy, deploySettings, HOST } from './template.ts';

/** Bundling, synthesis and two executions take seconds on a quiet machine. */
const PATIENCE_MS = 300_000;
const LOGIN = '2026-11-19T20:00:00.000Z';
const final = (day: string): Run => ({ kind: 'final', marketDate: calendarDate(day) });
const FRIDAY = final('2026-11-20');
const settings = deploySettings({
  accounts: [{ id: DEMO_ACCOUNT, label: 'Savings' }],
  recipients: [{ address: 'ann@example.com' }],
});

let stack: RunningStack;
beforeAll(async () => {
  const wednesday = final('2026-11-18');
  stack = await RunningStack.start({
    deployed: deploy(settings),
    scenario: demoScenario({ seed: 1, today: deadlineOf(FRIDAY) }),
    at: new Date(LOGIN),
    seed: {
      [SESSION_HEALTHY_KEY]: { schema: 'daybook-session-healthy/1', at: LOGIN, first: LOGIN },
      [SESSION_KEY]: { schema: 'daybook-session/1', state: 'healthy', since: LOGIN, host: HOST },
      [runKey(wednesday)]: {
        schema: 'daybook-run/1',
        run: wednesday,
        state: 'done',
        since: LOGIN,
        at: LOGIN,
        tries: 1,
      },
    },
    goesOn: true,
  });
}, PATIENCE_MS);
afterAll(() => stack?.close());

/** Everything that a report, a mail or a run is made of, with its text. */
const kept = (): readonly string[] =>
  ['snapshots/', 'reports/', 'receipts/', 'state/runs/'].flatMap((prefix) =>
    stack.cloud.s3.keys(prefix).map((key) => `${key} ${stack.cloud.s3.object(key)?.body.toString('latin1')}`),
  );
const fills = (execution: Execution) => execution.tasks.filter(({ state }) => state === 'Fill');

function transactionsOf(date: string) {
  const key = stack.cloud.s3.keys('snapshots/').findLast((one) => one.includes(date) && one.includes('/final-'));
  const snapshot = JSON.parse(stack.cloud.s3.text(key ?? '') ?? 'null') as Snapshot;
  const { transactions } = snapshot.datasets;
  if (transactions.status !== 'present') throw new TypeError(`no transactions in ${key}`);
  return transactions.value;
}

describe('an execution of the deployed stack', () => {
  it('goes on asking for bookings after its mail, and the next report has them', async () => {
    const logged = () => stack.cloud.s3.keys('transactions/').filter((key) => /\/\d+\/\d{4}\.json$/.test(key));
    let atEnd: readonly string[] = [];
    let told = 0;
    stack.onAnswer = async (name) => {
      if (name !== 'end' || atEnd.length > 0) return;
      atEnd = kept();
      told = logged().length;
    };
    const thursday = await stack.schedule('final', '2026-11-20T10:45:00Z');
    expect(thursday.status).toBe('SUCCEEDED');
    const results = fills(thursday).map(({ output }) => output as { readonly next: string; readonly asked: number });
    expect(results.length).toBeGreaterThan(5);
    expect(results.at(-1)).toEqual({ next: 'end', asked: 1 });
    expect(stack.clock.now() < new Date('2026-11-20T17:00:00Z')).toBe(true);
    expect(thursday.tasks.findLast(({ state }) => state !== 'Fill')?.state).toMatch(/^(End|TellEnd)$/);

    expect(kept()).toEqual(atEnd);
    expect(atEnd.length).toBeGreaterThan(5);
    expect(logged().length).toBeGreaterThan(told);
    expect(stack.ses.taken).toHaveLength(1);
    expect(stack.told).toEqual([]);
    expect(stack.gateway.calls.filter(({ status }) => status !== 200)).toEqual([]);
    const before = transactionsOf('2026/11/19');
    expect([before.covered.length, before.notCovered.length > 5]).toEqual([1, true]);

    const friday = await stack.schedule('final', '2026-11-21T10:45:00Z');
    expect(friday.status).toBe('SUCCEEDED');
    const after = transactionsOf('2026/11/20');
    expect(after.notCovered).toEqual([]);
    expect(after.rows.length).toBeGreaterThan(before.rows.length);
    expect(stack.ses.taken.map(({ tags }) => tags.date)).toEqual(['2026-11-19', '2026-11-20']);
    for (const secret of [DEMO_ACCOUNT, 'Savings', 'ann@example']) expect(stack.written).not.toContain(secret);
    expect(stack.written).toContain(`"account":"${accountKey(DEMO_ACCOUNT)}"`);
  }, 120_000);
});
