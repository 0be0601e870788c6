import { describe, expect, it } from 'vitest';
import { runDefinition } from '#lib/run-definition';
import type { Definition, RunTargets, State } from '#lib/states';
import { transitionsOf, transitionsOfDay } from '#lib/transitions';
import { type Execution, TestMachine } from '#test/cloud/machine';
import { TARGETS } from './run-targets.ts';

const run = { kind: 'final', marketDate: '2026-11-20' };
const until = '2026-11-21T17:00:00Z';
const list = 'state/runs/2026/11/20/final.publish.json';
type Answers = Readonly<Record<string, (input: never, time: number) => unknown>>;

const GOOD: Answers = {
  Begin: () => ({ runs: [{ run, until, recipients: ['r1'] }], notices: [], notTaken: [], fillUntil: until }),
  Collect: () => ({ next: 'publish', status: 'complete', accounts: ['a1'] }),
  CollectFlex: () => ({ next: 'publish', status: 'partial', accounts: ['a2'] }),
  Join: () => ({ next: 'publish', status: 'partial', accounts: ['a1', 'a2'], sources: { flex: 'partial' } }),
  Fill: () => ({ next: 'end', asked: 0 }),
  PublishAccount: ({ account }: { account: string }) => ({ account, revision: 1 }),
  NotifyRecipient: ({ recipient }: { recipient: string }) => ({ recipient, state: 'sent' }),
  End: () => ({ run, state: 'done', notices: [] }),
};

function execute(targets: RunTargets, answers: Answers = {}, objects: Record<string, unknown> = {}) {
  const times = new Map<string, number>();
  return new TestMachine(runDefinition(targets), { read: async (_bucket, key) => objects[key] }).run(
    'execution-1',
    { start: 'login' },
    async (_resource, input, state) => {
      const time = (times.get(state) ?? 0) + 1;
      times.set(state, time);
      const give = { ...GOOD, ...answers }[state];
      if (!give) throw new Error(`no answer for ${state}`);
      return give(input as never, time);
    },
  );
}

const inputOf = (execution: Execution, state: string): unknown =>
  execution.tasks.findLast((task) => task.state === state)?.input;
const statesOf = (execution: Execution): string[] => execution.tasks.map(({ state }) => state);
const fail = (name: string) => (): never => {
  throw Object.assign(new Error('it broke'), { name });
};

describe('the machine of two sources', () => {
  it('asks both side by side with the same event, and hands join what each came to', async () => {
    const execution = await execute(TARGETS.both);
    expect(execution.status).toBe('SUCCEEDED');
    const event = { run, until, execution: expect.any(String) };
    expect(inputOf(execution, 'Collect')).toEqual(event);
    expect(inputOf(execution, 'CollectFlex')).toEqual(event);
    expect(inputOf(execution, 'Join')).toEqual({
      ...event,
      sources: {
        gateway: { next: 'publish', status: 'complete', accounts: ['a1'] },
        flex: { next: 'publish', status: 'partial', accounts: ['a2'] },
      },
    });
    expect(execution.tasks.filter(({ state }) => state === 'PublishAccount')).toHaveLength(2);
    expect(inputOf(execution, 'End')).toMatchObject({ collected: { sources: { flex: 'partial' } } });
    expect(statesOf(execution)).toContain('Fill');
  });

  it.each([
    ['Collect', { gateway: { failed: 'GatewayGone' }, flex: { status: 'partial' } }],
    ['CollectFlex', { gateway: { status: 'complete' }, flex: { failed: 'GatewayGone' } }],
  ])('keeps a failure of %s from the other, and says its class', async (state, sources) => {
    const execution = await execute(TARGETS.both, { [state]: fail('GatewayGone') });
    expect(inputOf(execution, 'Join')).toMatchObject({ sources });
    expect(inputOf(execution, 'End')).not.toHaveProperty('error');
    expect(statesOf(execution)).toContain('PublishAccount');
  });

  it('asks both again after a pause', async () => {
    const execution = await execute(TARGETS.both, {
      Join: (_input, time) =>
        time === 1
          ? { next: 'wait', resumeAt: '2026-11-21T12:00:00Z', status: 'waiting', accounts: [], sources: {} }
          : { next: 'end', status: 'failed', accounts: [], sources: {} },
    });
    const asked = statesOf(execution).filter((state) => /^(?:Collect|CollectFlex|Join)$/.test(state));
    expect(asked.toSorted()).toEqual(['Collect', 'Collect', 'CollectFlex', 'CollectFlex', 'Join', 'Join']);
    expect(statesOf(execution)).not.toContain('PublishAccount');
  });

  it('brings a join that fails for good to its end, which tells the owner', async () => {
    const execution = await execute(TARGETS.both, { Join: fail('ArchiveGone') });
    expect(inputOf(execution, 'End')).toMatchObject({ error: { Error: 'ArchiveGone' } });
  });
});

describe('the machine of Flex alone', () => {
  it('asks Flex, joins, and neither knows the gateway’s functions nor goes on after the runs', async () => {
    const execution = await execute(TARGETS.flex);
    expect(statesOf(execution)).toEqual([
      ...['Begin', 'CollectFlex', 'Join', 'PublishAccount', 'PublishAccount', 'NotifyRecipient', 'End'],
    ]);
    expect(inputOf(execution, 'Join')).toMatchObject({ sources: { flex: { status: 'partial', accounts: ['a2'] } } });
    expect(Object.keys((inputOf(execution, 'Join') as { sources: object }).sources)).toEqual(['flex']);
    expect(JSON.stringify(runDefinition(TARGETS.flex))).not.toContain(TARGETS.gateway.collect);
    expect(Object.keys(runDefinition(TARGETS.flex).States)).not.toContain('Fill');
  });

  it('gives join the class of a failure in place of an answer, also after a pause', async () => {
    const execution = await execute(TARGETS.flex, {
      CollectFlex: (_input, time) =>
        time === 1 ? { next: 'wait', status: 'waiting', accounts: [] } : fail('Broken')(),
      Join: (_input, time) =>
        time === 1
          ? { next: 'wait', resumeAt: '2026-11-21T12:00:00Z', status: 'waiting', accounts: [], sources: {} }
          : { next: 'end', status: 'failed', accounts: [], sources: { flex: 'failed' } },
    });
    expect(inputOf(execution, 'Join')).toMatchObject({ sources: { flex: { failed: 'Broken' } } });
    expect(inputOf(execution, 'End')).not.toHaveProperty('error');
    expect(inputOf(execution, 'End')).toMatchObject({ collected: { status: 'failed' } });
  });

  it('is not made without any source', () => {
    const { flex: _, ...none } = TARGETS.flex;
    expect(() => runDefinition(none)).toThrow('without a source');
  });
});

describe('many accounts', () => {
  const accounts = Array.from({ length: 101 }, (_, index) => `account-${index}`);
  const Join = () => ({ next: 'publish', status: 'complete', accounts: [], sources: { flex: 'complete' }, list });

  it('are published from the list that join names, one line each, failures too', async () => {
    const execution = await execute(
      TARGETS.flex,
      {
        Join,
        PublishListed: ({ account }: { account: string }) =>
          account === 'account-7' ? fail('ReportBroken')() : { account, revision: 1 },
      },
      { [list]: accounts },
    );
    const { published } = inputOf(execution, 'NotifyRecipient') as { published: { account: string }[] };
    expect(published.map(({ account }) => account).toSorted()).toEqual(accounts.toSorted());
    expect(published).toContainEqual({ account: 'account-7', failed: 'ReportBroken' });
    expect(inputOf(execution, 'PublishListed')).toEqual({
      run,
      execution: expect.any(String),
      account: expect.stringMatching(/^account-/),
    });
  });

  it('whose list is gone come to an end that tells the owner', async () => {
    const execution = await execute(TARGETS.flex, { Join });
    expect(inputOf(execution, 'End')).toMatchObject({ error: { Error: 'States.ItemReaderFailed' } });
  });

  it('are read from the archive alone, a set number at once, each to its end whatever befalls the others', () => {
    const many = stateAt(runDefinition(TARGETS.both), 'PublishMany');
    expect(many).toMatchObject({
      ItemReader: { Parameters: { Bucket: 'archive', 'Key.$': '$.collected.list' } },
      MaxConcurrency: 10,
      ToleratedFailurePercentage: 100,
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    });
    expect(many).not.toHaveProperty('ItemsPath');
  });
});

describe('the state transitions of more sources', () => {
  const both = runDefinition(TARGETS.both);
  const flex = runDefinition(TARGETS.flex);

  it('count every branch, and for each of many accounts the start of its own execution', () => {
    const course = { items: { Runs: 1, Publish: 1 }, choices: { CollectNext: ['Publish'] } };
    // Start, Begin, Day, TellBegun, Runs, AllTold, Ended; Sources, Collect, CollectFlex, Join, CollectNext, Publish
    // and one, Notify, End, Tell.
    expect(transitionsOf(both, course)).toBe(7 + 11 - 1);
    const many = (items: number): number =>
      transitionsOf(flex, { items: { Runs: 1, PublishMany: items }, choices: { CollectNext: ['PublishMany'] } });
    expect(many(2) - many(1)).toBe(2);
  });

  it('of a month of Flex alone stay in the free tier for one account', () => {
    expect(transitionsOfDay(flex, { accounts: 1, recipients: 1, gateway: false, flex: true }) * 22).toBeLessThan(4000);
  });

  it('of 1,000 accounts are two an account and day, and one a recipient', () => {
    const load = { recipients: 1, gateway: false, flex: true } as const;
    const of = (accounts: number): number => transitionsOfDay(flex, { ...load, accounts });
    expect(of(1000) - of(500)).toBe(1000);
    expect(of(1000)).toBe(2038);
  });
});

function stateAt(machine: Definition, name: string): State | undefined {
  for (const [key, state] of Object.entries(machine.States)) {
    if (key === name) return state;
    const parts = [state.ItemProcessor, ...(state.Branches ?? [])].filter((part) => part !== undefined);
    const inner = parts.map((part) => stateAt(part, name)).find((found) => found !== undefined);
    if (inner) return inner;
  }
  return undefined;
}
