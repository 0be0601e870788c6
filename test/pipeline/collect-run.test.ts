import { describe, expect, it } from 'vitest';
import { accountKey } from '#archive/keys';
import type { Account } from '#domain/account';
import { collectRun } from '#pipeline/collect-run';
import type { TakenRun } from '#pipeline/events';
import type { Gateway } from '#sources/gateway/gateway';
import { SourceError } from '#sources/source-error';
import { paced, serverError } from '#test/support/fake-gateway';
import { Machine } from '#test/support/machine';

const FINAL = { start: 'schedule', kind: 'final' } as const;
const CLOSE = { start: 'schedule', kind: 'close' } as const;
const unreachable = () => new SourceError('unreachable', 'Nobody answers.', 'Look at the host.');
const refused = () => new SourceError('bad-request', 'The question is wrong.', 'Report this.');

async function begun(event: typeof FINAL | typeof CLOSE = FINAL): Promise<{ machine: Machine; taken: TakenRun }> {
  const at = event.kind === 'final' ? '2026-11-21T10:45:00Z' : '2026-11-20T21:30:00Z';
  const machine = await (await new Machine(at).settled()).reportedBefore('2026-11-20');
  const [taken] = (await machine.begin(event, 'mine')).runs;
  return { machine, taken: taken as TakenRun };
}

const go = (machine: Machine, taken: TakenRun, execution = 'mine') =>
  collectRun({ run: taken.run, execution, until: taken.until }, machine.ports);

const record = (machine: Machine, kind = 'final') => machine.archive.json(`state/runs/2026/11/20/${kind}.json`);

describe('one go at collecting', () => {
  it('sends a complete final run on to its report', async () => {
    const { machine, taken } = await begun();
    expect(await go(machine, taken)).toEqual({ next: 'publish', status: 'complete', accounts: [accountKey('U1')] });
  });

  it('ends a close run that makes no mail, and publishes one that does', async () => {
    const quiet = await begun(CLOSE);
    expect(await go(quiet.machine, quiet.taken)).toMatchObject({ next: 'end', status: 'complete' });
    const mailing = await begun(CLOSE);
    mailing.machine.mailAfterClose = true;
    expect(await go(mailing.machine, mailing.taken)).toMatchObject({ next: 'publish', status: 'complete' });
  });

  it('touches nothing of a run that another execution has taken over', async () => {
    const { machine, taken } = await begun();
    const before = record(machine);
    expect(await go(machine, taken, 'other')).toEqual({ next: 'end', status: 'lost', accounts: [] });
    expect(machine.gateway.calls).toEqual([]);
    expect(record(machine)).toEqual(before);
  });

  it('gives a pause of the broker back to the machine, in whole seconds, with the lease held over it', async () => {
    const { machine, taken } = await begun();
    const at = new Date('2026-11-21T11:00:00.250Z');
    machine.fail = (call) => (call === 'performance' ? paced(at) : undefined);
    expect(await go(machine, taken)).toEqual({
      next: 'wait',
      resumeAt: '2026-11-21T11:00:01Z',
      status: 'waiting',
      accounts: [accountKey('U1')],
    });
    expect(record(machine)).toMatchObject({
      state: 'running',
      lease: { holder: 'mine', until: '2026-11-21T11:20:01.000Z' },
      why: { reason: 'paced' },
    });
  });

  it('never waits for an instant that is past', async () => {
    const { machine, taken } = await begun();
    machine.fail = (call) => (call === 'performance' ? paced(new Date('2026-11-21T10:00:00Z')) : undefined);
    expect(await go(machine, taken)).toMatchObject({ next: 'wait', resumeAt: '2026-11-21T10:45:05Z' });
  });

  it('publishes what there is when a pause would end after the deadline', async () => {
    const { machine, taken } = await begun();
    machine.fail = (call) => (call === 'performance' ? paced(new Date(taken.until)) : undefined);
    expect(await go(machine, taken)).toMatchObject({ next: 'publish', status: 'partial' });
  });

  it('never waits for a login: the login starts it', async () => {
    const { machine, taken } = await begun();
    machine.loggedIn = false;
    expect(await go(machine, taken)).toEqual({ next: 'end', status: 'waiting', accounts: [] });
    expect(record(machine)).toMatchObject({ why: { reason: 'needs-login' } });
  });

  it('tries again each half hour while the gateway is away, until the deadline', async () => {
    const { machine, taken } = await begun();
    machine.fail = unreachable;
    const waits: string[] = [];
    for (;;) {
      const result = await go(machine, taken);
      if (result.next !== 'wait') {
        expect(result).toEqual({ next: 'end', status: 'failed', accounts: [] });
        break;
      }
      waits.push(result.resumeAt as string);
      await machine.at(result.resumeAt as string);
    }
    expect(waits).toHaveLength(12);
    expect([waits[0], waits.at(-1)]).toEqual(['2026-11-21T11:15:00Z', '2026-11-21T16:45:00Z']);
  });

  it('does not try again what no waiting mends', async () => {
    const { machine, taken } = await begun();
    machine.fail = (call) => (call === 'accounts' ? refused() : undefined);
    expect(await go(machine, taken)).toMatchObject({ next: 'end', status: 'failed' });
  });

  it('holds a report that lacks something back for one more try, and then lets it go', async () => {
    const { machine, taken } = await begun();
    machine.fail = (call) => (call === 'allocation' ? serverError() : undefined);
    expect(await go(machine, taken)).toMatchObject({ next: 'wait', resumeAt: '2026-11-21T11:15:00Z' });
    await machine.at('2026-11-21T11:15:00Z');
    expect(await go(machine, taken)).toMatchObject({ next: 'publish', status: 'partial' });
  });

  it('goes on at once when only its own time was over', async () => {
    const { machine, taken } = await begun();
    const limit = new Date(machine.clock.now());
    const ports = { ...machine.ports, until: () => limit };
    const event = { run: taken.run, execution: 'mine', until: taken.until };
    expect(await collectRun(event, ports)).toMatchObject({ next: 'wait', resumeAt: '2026-11-21T10:45:05Z' });
    expect(await go(machine, taken)).toMatchObject({ next: 'publish', status: 'complete' });
    expect(machine.gateway.calls.filter((call) => call.startsWith('performance'))).toHaveLength(1);
  });

  it('keeps what came when the broker is too slow for one function, and goes on until all accounts are there', async () => {
    const { machine, taken } = await begun();
    machine.accounts = Array.from({ length: 12 }, (_, index) => `U${index + 1}`);
    // Each answer takes 20 seconds: twelve accounts don't fit into ten minutes.
    const { summary, ledger, performance } = machine.gateway;
    const slow = async <T>(work: Promise<T>): Promise<T> => {
      await machine.at(new Date(machine.clock.now().getTime() + 20_000).toISOString());
      return work;
    };
    Object.assign(machine.gateway, {
      summary: (one: Account) => slow(summary(one)),
      ledger: (one: Account) => slow(ledger(one)),
      performance: (one: Account) => slow(performance(one)),
    } satisfies Partial<Gateway>);
    const ends: string[] = [];
    for (let goes = 0; goes < 5 && ends.at(-1) !== 'publish'; goes += 1) {
      const limit = new Date(machine.clock.now().getTime() + 200_000);
      const event = { run: taken.run, execution: 'mine', until: taken.until };
      const result = await collectRun(event, { ...machine.ports, until: () => limit });
      expect(machine.clock.now().getTime() - limit.getTime()).toBeLessThanOrEqual(40_000);
      ends.push(result.next);
      if (result.next === 'publish') expect(result).toMatchObject({ status: 'complete', accounts: { length: 12 } });
    }
    expect(ends).toEqual(['wait', 'wait', 'wait', 'publish']);
    const asked = machine.gateway.calls.filter((call) => /^(?:summary|performance)/.test(call));
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('publishes what there is, with the rest named, when the deadline ends a slow run', async () => {
    const { machine, taken } = await begun();
    machine.accounts = ['U1', 'U2'];
    const { summary } = machine.gateway;
    machine.gateway.summary = async (one) => {
      await machine.at(taken.until);
      return summary(one);
    };
    const limit = new Date(Date.parse(taken.until) - 60_000);
    const event = { run: taken.run, execution: 'mine', until: taken.until };
    const result = await collectRun(event, { ...machine.ports, until: () => limit });
    expect(result).toMatchObject({ next: 'publish', status: 'partial', accounts: { length: 1 } });
  });

  it('takes no holdings for a close once its day is over', async () => {
    const { machine, taken } = await begun(CLOSE);
    await machine.at('2026-11-21T05:00:00Z');
    expect(await go(machine, taken)).toMatchObject({ next: 'end', status: 'failed' });
    expect(machine.gateway.calls).toEqual([]);
  });

  it('holds the days that come after it in the same execution while it waits', async () => {
    const machine = await (await new Machine('2026-11-21T18:00:00Z').settled()).reportedBefore('2026-11-19');
    const [first, second] = (await machine.begin({ start: 'login' }, 'mine')).runs as [TakenRun, TakenRun];
    const at = new Date('2026-11-21T18:45:00Z');
    machine.fail = (call) => (call === 'performance' ? paced(at) : undefined);
    expect(await go(machine, first)).toMatchObject({ next: 'wait' });
    await machine.at('2026-11-21T18:45:00Z');
    expect((await machine.begin({ start: 'login' }, 'other')).runs).toEqual([]);
    machine.fail = () => undefined;
    expect(await go(machine, second)).toMatchObject({ next: 'publish' });
  });
});
