import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { accountKey, outboxKey, recipientKey } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import { deadlineOf } from '#pipeline/run-times';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { sesEventOf } from '#test/support/cloud/ses-events';
import { localDays } from './local-day.ts';
import type { Execution } from './machine.ts';
import { RunningStack } from './running-stack.ts';
import { type Deployed, deploy, deploySettings } from './template.ts';

const THURSDAY = calendarDate('2026-11-19');
const FRIDAY = calendarDate('2026-11-20');
const ANN = 'ann.invented@example.com';
const settings = deploySettings({
  accounts: [{ id: DEMO_ACCOUNT, label: 'Savings' }],
  recipients: [{ address: ANN }],
});
const scenario = demoScenario({ seed: 1, today: deadlineOf({ kind: 'final', marketDate: FRIDAY }) });

/** Bundling, synthesis and three executions take seconds on a quiet machine. */
const PATIENCE_MS = 300_000;
/** The first login in the afternoon of a Friday, then the two runs of that day. */
const LOGIN = '2026-11-20T20:00:00Z';
const CLOSE = '2026-11-20T21:30:00Z';
const FINAL = '2026-11-21T10:45:00Z';

describe('a day of the deployed stack', () => {
  let deployed: Deployed;
  let stack: RunningStack;
  let local: Archive;
  let removeLocal: () => Promise<void>;
  let login: readonly Execution[];
  let close: Execution;
  let final: Execution;

  beforeAll(async () => {
    deployed = deploy(settings);
    stack = await RunningStack.start({ deployed, scenario, at: new Date('2026-11-20T19:59:00Z') });
    login = await stack.minute(LOGIN);
    close = await stack.schedule('close', CLOSE);
    final = await stack.schedule('final', FINAL);
    const days = await localDays(settings, scenario, [
      { run: { kind: 'final', marketDate: THURSDAY }, at: LOGIN, until: '2026-11-21T02:00:00Z' },
      { run: { kind: 'close', marketDate: FRIDAY }, at: CLOSE, until: '2026-11-21T05:00:00Z' },
      { run: { kind: 'final', marketDate: FRIDAY }, at: FINAL, until: '2026-11-21T17:00:00Z' },
    ]);
    local = days.archive;
    removeLocal = days.remove;
  }, PATIENCE_MS);
  afterAll(() => Promise.all([stack?.close(), removeLocal?.()]));

  const text = async (key: string): Promise<string> => Buffer.from((await local.get(key)) ?? '').toString('latin1');
  const bucketText = (key: string): string => stack.cloud.s3.object(key)?.body.toString('latin1') ?? '';

  it('is done by three executions: of the login, and of the two schedules', () => {
    const ends = [...login, close, final].map(({ status, tasks }) => [
      status,
      tasks.find(({ state }) => state === 'End')?.output,
    ]);
    expect(ends).toEqual([
      ['SUCCEEDED', { run: { kind: 'final', marketDate: THURSDAY }, state: 'done', notices: [] }],
      ['SUCCEEDED', { run: { kind: 'close', marketDate: FRIDAY }, state: 'done', notices: [] }],
      ['SUCCEEDED', { run: { kind: 'final', marketDate: FRIDAY }, state: 'done', notices: [] }],
    ]);
    expect(stack.told).toEqual([]);
  });

  it.each(['snapshots/', 'reports/', 'raw/', 'transactions/'])(
    'leaves below %s what the local command leaves, byte for byte',
    async (prefix) => {
      const keys = await local.list(prefix);
      expect(keys.length).toBeGreaterThan(4);
      expect(stack.cloud.s3.keys(prefix)).toEqual(keys);
      for (const key of keys) expect(bucketText(key) === (await text(key)), key).toBe(true);
    },
  );

  it('mails the very message that the local command leaves in its outbox', async () => {
    const recipient = recipientKey(ANN);
    for (const [index, date] of [THURSDAY, FRIDAY].entries()) {
      const [before] = stack.cloud.s3.keys(`receipts/${date.replaceAll('-', '/')}/${recipient}`);
      const edition = /-([0-9a-f]+)\.after/.exec(before ?? '')?.[1] ?? '';
      const mail = stack.ses.taken[index];
      expect(mail?.destinations).toEqual([ANN]);
      expect(mail?.raw.toString('latin1')).toBe(await text(outboxKey(date, recipient, edition)));
      expect(mail?.tags).toEqual({ date, recipient, edition });
    }
    expect(stack.ses.taken).toHaveLength(2);
  });

  it('notes each mail before and after, as the local command does but for where it went', async () => {
    const keys = await local.list('receipts/');
    expect(stack.cloud.s3.keys('receipts/')).toEqual(keys);
    for (const key of keys) {
      const [ours, theirs] = [bucketText(key), await text(key)].map(
        (body) => JSON.parse(body) as { accepted?: string },
      );
      expect({ ...ours, accepted: '' }).toEqual({ ...theirs, accepted: '' });
    }
    expect(bucketText(keys.find((key) => key.includes('after')) ?? '')).toContain('SES message mail-1');
  });

  it('puts no account number and no recipient into template, history or log', () => {
    for (const secret of [DEMO_ACCOUNT, 'ann.invented', 'Savings', 'Robin Castellan']) {
      expect(stack.written.includes(secret), secret).toBe(false);
      expect(deployed.text.includes(secret), secret).toBe(false);
    }
    expect(stack.written).toContain(accountKey(DEMO_ACCOUNT));
  });

  it('does nothing when a schedule fires again, or twice at once', async () => {
    const written = stack.cloud.s3.writes().length;
    const asked = stack.gateway.calls.length;
    const input = deployed.scheduleInput('final');
    for (const again of await Promise.all([stack.start(input), stack.start(input)])) {
      expect(again.status).toBe('SUCCEEDED');
      expect(again.tasks.map(({ state }) => state)).toEqual(['Begin']);
    }
    expect(stack.cloud.s3.writes()).toHaveLength(written);
    expect(stack.gateway.calls).toHaveLength(asked);
    expect(stack.ses.taken).toHaveLength(2);
  });

  it('hears of a mail that bounced, and tells the owner once without the address', async () => {
    const [mail] = stack.ses.taken;
    if (!mail) throw new TypeError('no mail was taken');
    const event = sesEventOf(mail, 'bounced', stack.clock.now());
    await stack.call('note-delivery', event);
    await stack.call('note-delivery', event);
    expect(stack.told.map(({ Subject }) => Subject)).toEqual(['Daybook: a mail bounced, 2026-11-19']);
    expect(stack.written).not.toContain('ann.invented');
  });
});
