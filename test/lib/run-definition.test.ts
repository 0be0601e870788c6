import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runDefinition } from '#lib/run-definition';
import { transitionsOf, transitionsOfDay } from '#lib/transitions';
import { type Answer, type Execution, TestMachine } from '#test/cloud/machine';
import { TARGETS } from './run-targets.ts';

const definition = runDefinition(TARGETS.gateway);

const run = { kind: 'final', marketDate: '2026-11-20' };
const notice = { subject: 'Late: a report', message: 'It follows.' };

/** Answers of a good run of one account and one recipient, with those given in place. */
function execute(answers: Readonly<Record<string, (input: never, time: number) => unknown>> = {}): Promise<Execution> {
  const good: Readonly<Record<string, (input: never, time: number) => unknown>> = {
    Begin: () => ({ runs: [{ run, until: '2026-11-21T17:00:00Z', recipients: ['r1'] }], notices: [], notTaken: [] }),
    Collect: () => ({ next: 'publish', status: 'complete', accounts: ['a1', 'a2'] }),
    PublishAccount: ({ account }: { account: string }) => ({ account, revision: 1 }),
    NotifyRecipient: ({ recipient }: { recipient: string }) => ({ recipient, state: 'sent' }),
    End: () => ({ run, state: 'done', notices: [notice] }),
    TellEnd: () => ({}),
    ...answers,
  };
  const times = new Map<string, number>();
  const answer: Answer = async (_resource, input, state) => {
    const time = (times.get(state) ?? 0) + 1;
    times.set(state, time);
    const give = good[state];
    if (!give) throw new Error(`no answer for ${state}`);
    return give(input as never, time);
  };
  return new TestMachine(definition).run('execution-1', { start: 'login' }, answer);
}

const inputOf = (execution: Execution, state: string): unknown =>
  execution.tasks.findLast((task) => task.state === state)?.input;
const statesOf = (execution: Execution): string[] => execution.tasks.map(({ state }) => state);

const fail = (name: string) => (): never => {
  throw Object.assign(new Error('it broke'), { name });
};

describe('the machine of a stack without Flex', () => {
  it('knows nothing of a second source: it is what is written down, byte for byte', () => {
    const written: unknown = JSON.parse(readFileSync('test/lib/gateway-machine.json', 'utf8'));
    expect(JSON.stringify(definition)).toBe(JSON.stringify(written));
  });
});

describe('the machine', () => {
  it('hands each stage what its event says and not more', async () => {
    const execution = await execute();
    expect(execution.status).toBe('SUCCEEDED');
    expect(inputOf(execution, 'Begin')).toEqual({ event: { start: 'login' }, execution: expect.any(String) });
    const name = (inputOf(execution, 'Begin') as { execution: string }).execution;
    expect(inputOf(execution, 'Collect')).toEqual({ run, execution: name, until: '2026-11-21T17:00:00Z' });
    expect(inputOf(execution, 'PublishAccount')).toEqual({ run, execution: name, account: 'a2' });
    const published = [
      { account: 'a1', revision: 1 },
      { account: 'a2', revision: 1 },
    ];
    expect(inputOf(execution, 'NotifyRecipient')).toEqual({ run, execution: name, recipient: 'r1', published });
    expect(inputOf(execution, 'End')).toMatchObject({ published, notified: [{ recipient: 'r1', state: 'sent' }] });
    expect(inputOf(execution, 'TellEnd')).toMatchObject({ Subject: notice.subject, Message: notice.message });
  });

  it('collects again after each wait, and ends without a report when there is none to make', async () => {
    const execution = await execute({
      Collect: (_input, time) =>
        time < 3
          ? { next: 'wait', resumeAt: '2026-11-21T12:00:00Z', status: 'partial', accounts: [] }
          : { next: 'end', status: 'waiting', accounts: [] },
    });
    expect(statesOf(execution)).toEqual(['Begin', 'Collect', 'Collect', 'Collect', 'End', 'TellEnd']);
  });

  it('keeps one failed account and one failed recipient from nobody else, and says the class of the error', async () => {
    const execution = await execute({
      PublishAccount: ({ account }: { account: string }) =>
        account === 'a1' ? fail('ReportBroken')() : { account, revision: 2 },
      NotifyRecipient: fail('ChannelBroken'),
    });
    expect(execution.status).toBe('SUCCEEDED');
    expect(inputOf(execution, 'End')).toMatchObject({
      published: [
        { account: 'a1', failed: 'ReportBroken' },
        { account: 'a2', revision: 2 },
      ],
      notified: [{ recipient: 'r1', state: 'failed', why: 'ChannelBroken' }],
    });
  });

  it('brings a collect that fails for good to its end, which tells the owner', async () => {
    const execution = await execute({ Collect: fail('GatewayGone') });
    expect(inputOf(execution, 'End')).toMatchObject({ error: { Error: 'GatewayGone' } });
    expect(inputOf(execution, 'End')).not.toHaveProperty('collected');
    expect(statesOf(execution).at(-1)).toBe('TellEnd');
  });

  it('fails when the end itself fails, so that the rule on failed executions tells', async () => {
    expect((await execute({ End: fail('ArchiveGone') })).status).toBe('FAILED');
  });

  describe('when a notice can not be given', () => {
    const two = [run, { ...run, marketDate: '2026-11-21' }];
    const other = { subject: 'Back again', message: 'It came.' };
    const answers = {
      Begin: () => ({
        runs: two.map((one) => ({ run: one, until: '2026-11-21T17:00:00Z', recipients: [] })),
        notices: [notice],
        notTaken: [],
      }),
      End: () => ({ run, state: 'done', notices: [notice, other] }),
      TellNotice: fail('TopicGone'),
      // Of each run the first notice is not taken, in nine tries.
      TellEnd: ({ Subject }: { Subject: string }) => (Subject === notice.subject ? fail('TopicGone')() : {}),
    };
    const subjectsOf = (execution: Execution, state: string): unknown[] =>
      execution.tasks
        .filter((task) => task.state === state && task.error === undefined)
        .map(({ input }) => (input as { Subject: string }).Subject);

    it('waits a quarter of an hour, tells that one alone, and takes all runs to their end', async () => {
      const execution = await execute({ ...answers, TellNoticeLater: () => ({}), TellEndLater: () => ({}) });
      expect(execution.status).toBe('SUCCEEDED');
      expect(statesOf(execution).filter((state) => state === 'End')).toHaveLength(2);
      expect(subjectsOf(execution, 'TellEnd')).toEqual([other.subject, other.subject]);
      expect(subjectsOf(execution, 'TellNoticeLater')).toEqual([notice.subject]);
      expect(subjectsOf(execution, 'TellEndLater')).toEqual([notice.subject, notice.subject]);
      expect(inputOf(execution, 'TellEndLater')).toMatchObject({ Message: notice.message });
    });

    it.each(['TellNoticeLater', 'TellEndLater'])('fails after them when %s can not give it either', async (state) => {
      const later = { TellNoticeLater: () => ({}), TellEndLater: () => ({}), [state]: fail('TopicGone') };
      expect(await execute({ ...answers, ...later })).toMatchObject({
        status: 'FAILED',
        error: { message: expect.stringContaining('could not be published') },
      });
    });
  });
});

describe('after its runs the machine', () => {
  const runs = [{ run, until: '2026-11-21T17:00:00Z', recipients: ['r1'] }];
  const begun = { runs, notices: [], notTaken: [], fillUntil: '2026-11-21T17:00:00Z' };
  const Begin = () => begun;

  it('goes on asking for bookings, one wait after the other, once the run is ended and told', async () => {
    const execution = await execute({
      Begin,
      Fill: (_input, time) =>
        time < 3 ? { next: 'wait', resumeAt: '2026-11-21T12:00:00Z', asked: 1 } : { next: 'end', asked: 0 },
    });
    expect(execution.status).toBe('SUCCEEDED');
    expect(statesOf(execution).slice(-5)).toEqual(['End', 'TellEnd', 'Fill', 'Fill', 'Fill']);
    const { execution: name } = inputOf(execution, 'Begin') as { execution: string };
    expect(inputOf(execution, 'Fill')).toEqual({ execution: name, fillUntil: '2026-11-21T17:00:00Z' });
    expect(definition.States.Fill?.Resource).toBe(TARGETS.gateway.collect);
  });

  it('goes on when a notice that was not taken at once is told later', async () => {
    const execution = await execute({
      Begin: () => ({ ...begun, notices: [notice] }),
      TellNotice: fail('TopicGone'),
      TellNoticeLater: () => ({}),
      Fill: () => ({ next: 'end', asked: 0 }),
    });
    expect(execution.status).toBe('SUCCEEDED');
    expect(statesOf(execution)).toContain('TellNoticeLater');
    expect(statesOf(execution).at(-1)).toBe('Fill');
  });

  it('asks for nothing when no final run was taken', async () => {
    expect(statesOf(await execute()).at(-1)).toBe('TellEnd');
  });

  it('succeeds though going on breaks, and tries that no second time', async () => {
    const execution = await execute({ Begin, Fill: fail('ArchiveGone') });
    expect(execution.status).toBe('SUCCEEDED');
    expect(statesOf(execution).filter((state) => state === 'Fill')).toHaveLength(1);
  });

  it('fails for a notice that was not given, and does not go on before', async () => {
    const execution = await execute({
      Begin: () => ({ ...begun, notices: [notice] }),
      TellNotice: fail('TopicGone'),
      TellNoticeLater: fail('TopicGone'),
    });
    expect(execution.status).toBe('FAILED');
    expect(statesOf(execution)).not.toContain('Fill');
  });
});

describe('the state transitions', () => {
  it('are counted as the machine enters its states', () => {
    expect(transitionsOf(definition, {})).toBe(7);
    const course = {
      items: { Runs: 1, Publish: 2, Notify: 1, Tell: 1 },
      choices: { CollectNext: ['WaitForBroker', 'Publish'] },
    };
    // Start, Begin, Day, TellBegun, Runs, AllTold, Ended; Collect, CollectNext, WaitForBroker, Collect, CollectNext,
    // Publish and two, Notify and one, End, Tell and one.
    expect(transitionsOf(definition, course)).toBe(7 + 5 + 3 + 2 + 1 + 2);
    // Fill, FillNext, WaitToFill, Fill, FillNext.
    const goesOn = { AllTold: ['Fill'], FillNext: ['WaitToFill', 'Ended'] };
    expect(transitionsOf(definition, { choices: goesOn })).toBe(7 + 5);
  });

  it('of a month stay in the free tier for one account, and grow by one for each account and day', () => {
    const one = transitionsOfDay(definition, { accounts: 1, recipients: 1 });
    expect(one * 22).toBeLessThan(4000);
    expect(transitionsOfDay(definition, { accounts: 40, recipients: 1 })).toBe(one + 39);
    expect(transitionsOfDay(definition, { accounts: 1, recipients: 1, mailAfterClose: true })).toBeGreaterThan(one);
  });

  it('refuse a course that the machine does not have', () => {
    expect(() => transitionsOf(definition, { items: { Runs: 1 }, choices: { CollectNext: ['Nowhere'] } })).toThrow(
      'Nowhere',
    );
  });
});
