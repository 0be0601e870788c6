import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { ArchiveFull } from '#archive/errors';
import { folderArchive } from '#archive/folder-archive';
import { accountKey } from '#archive/keys';
import { latestSnapshot } from '#archive/snapshot-store';
import type { Account } from '#domain/account';
import { calendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import { VirtualClock } from '#effects/virtual-clock';
import { collect } from '#pipeline/collect';
import {
  account,
  type FakeGateway,
  fakeGateway,
  holding,
  needsLogin,
  paced,
  serverError,
} from '#test/support/fake-gateway';

const FINAL: Run = { kind: 'final', marketDate: calendarDate('2026-11-20') };
const CLOSE: Run = { kind: 'close', marketDate: calendarDate('2026-11-20') };
const NOON = new Date('2026-11-21T17:00:00Z');

let root: string;
let archive: Archive;
let clock: VirtualClock;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-collect-'));
  archive = folderArchive(root);
  clock = new VirtualClock(new Date('2026-11-21T10:45:00Z'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const gatewayFor = (accounts: readonly Account[], options: Parameters<typeof fakeGateway>[2] = {}): FakeGateway =>
  fakeGateway(accounts, clock, options);

const run = (gateway: FakeGateway, request: Partial<Parameters<typeof collect>[0]> = {}, ports = {}) =>
  collect(
    { run: FINAL, accounts: 'all', until: NOON, ...request },
    { archive, clock, progress: () => undefined, open: () => gateway, settled: () => true, ...ports },
  );

const stored = async (id: string, of: Run = FINAL) => (await latestSnapshot(archive, accountKey(id), of))?.snapshot;

describe('collecting', () => {
  it('fills every dataset of the final run and closes the source', async () => {
    const gateway = gatewayFor([account('U1')]);
    expect((await run(gateway)).status).toBe('complete');
    const snapshot = await stored('U1');
    expect(Object.values(snapshot?.datasets ?? {}).map((dataset) => dataset.status)).toEqual(Array(6).fill('present'));
    expect(gateway.closed).toBe(true);
  });

  it('asks for no returns and no transactions in the close run', async () => {
    const gateway = gatewayFor([account('U1')]);
    expect((await run(gateway, { run: CLOSE })).status).toBe('complete');
    expect(gateway.calls.join()).not.toMatch(/performance|transactions/);
    expect((await stored('U1', CLOSE))?.datasets.performance.status).toBe('missing');
  });

  it('takes the holdings of the close run into the final run without asking again', async () => {
    clock = new VirtualClock(new Date('2026-11-20T21:30:00Z'));
    await run(gatewayFor([account('U1')]), { run: CLOSE });
    await clock.advanceTo(new Date('2026-11-21T10:45:00Z'));
    const gateway = gatewayFor([account('U1')]);
    await run(gateway);
    expect(gateway.calls).toEqual([
      'accounts',
      'performance U1',
      'monthly U1',
      'transactions 102 of U1',
      'transactions 101 of U1',
    ]);
    const positions = (await stored('U1'))?.datasets.positions;
    expect(positions?.status === 'present' && positions.asOf).toBe('2026-11-20T21:30:00.000Z');
  });

  it('makes no call when the run is complete already', async () => {
    await run(gatewayFor([account('U1')]));
    const gateway = gatewayFor([account('U1')]);
    expect((await run(gateway)).status).toBe('complete');
    expect(gateway.calls).toEqual([]);
  });

  it('is not content with one account when all are asked for', async () => {
    await run(gatewayFor([account('U1'), account('U2')]), { accounts: ['U1'] });
    const gateway = gatewayFor([account('U1'), account('U2')]);
    const outcome = await run(gateway);
    expect(outcome.accounts).toHaveLength(2);
    expect(gateway.calls).toContain('positions U2');
    expect(gateway.calls).not.toContain('positions U1');
  });

  it('asks again for what was preliminary once it can be final, and not before', async () => {
    const final = new Date('2026-11-21T10:00:00Z');
    const settled = { settled: (_: Run, at: Date) => at >= final };
    clock = new VirtualClock(new Date('2026-11-20T23:00:00Z'));
    await run(gatewayFor([account('U1')]), {}, settled);
    const evening = gatewayFor([account('U1')]);
    await run(evening, {}, settled);
    expect(evening.calls).toEqual([]);
    await clock.advanceTo(final);
    const morning = gatewayFor([account('U1')]);
    await run(morning, {}, settled);
    expect(morning.calls).toContain('performance U1');
    expect(morning.calls).not.toContain('positions U1');
  });

  it('asks again for returns that were preliminary though the run went on until they could be final', async () => {
    const final = new Date('2026-11-21T10:00:00Z');
    const settled = { settled: (_: Run, at: Date) => at >= final };
    clock = new VirtualClock(new Date('2026-11-21T09:59:00Z'));
    const night = gatewayFor([account('U1')]);
    const { transactions } = night;
    night.transactions = async (query) => {
      await clock.sleep(900_000);
      return transactions(query);
    };
    await run(night, {}, settled);
    expect(clock.now() > final).toBe(true);
    const morning = gatewayFor([account('U1')]);
    await run(morning, {}, settled);
    expect(morning.calls).toContain('performance U1');
    expect(morning.calls.join()).not.toMatch(/positions|transactions/);
    const performance = (await stored('U1'))?.datasets.performance;
    expect(performance?.status === 'present' && new Date(performance.fetchedAt) >= final).toBe(true);
    const noon = gatewayFor([account('U1')]);
    await run(noon, {}, settled);
    expect(noon.calls).toEqual([]);
  });

  it('keeps preliminary returns, as such, while the final ones can’t be had, and asks for those again', async () => {
    const final = new Date('2026-11-21T10:00:00Z');
    const settled = { settled: (_: Run, at: Date) => at >= final };
    clock = new VirtualClock(new Date('2026-11-20T23:00:00Z'));
    await run(gatewayFor([account('U1')]), {}, settled);
    await clock.advanceTo(final);
    const pause = new Date('2026-11-21T10:20:00Z');
    const fail = (call: string) => (call === 'performance' ? paced(pause) : undefined);
    expect(await run(gatewayFor([account('U1')], { fail }), {}, settled)).toMatchObject({
      status: 'waiting',
      resumeAt: pause.toISOString(),
    });
    const kept = (await stored('U1'))?.datasets.performance;
    expect(kept).toMatchObject({
      status: 'present',
      fetchedAt: '2026-11-20T23:00:00.000Z',
      gaps: [{ reason: 'paced' }],
    });
    await clock.advanceTo(pause);
    expect((await run(gatewayFor([account('U1')]), {}, settled)).status).toBe('complete');
    const after = (await stored('U1'))?.datasets.performance;
    expect(after).toMatchObject({ status: 'present', fetchedAt: pause.toISOString() });
    expect(after).not.toHaveProperty('gaps');
  });

  it('asks again for holdings of the close run of which a part was seen before the close', async () => {
    const close = new Date('2026-11-20T21:00:00Z');
    const settled = { settled: (_: Run, at: Date) => at >= close };
    clock = new VirtualClock(new Date('2026-11-20T20:59:59Z'));
    const early = gatewayFor([account('U1')]);
    const { allocation } = early;
    early.allocation = async (one) => {
      await clock.sleep(2_000);
      return allocation(one);
    };
    await run(early, { run: CLOSE }, settled);
    const after = gatewayFor([account('U1')]);
    await run(after, { run: CLOSE }, settled);
    expect(after.calls).toContain('positions U1');
  });

  it.each([
    ['a part fails', (call: string) => (call === 'positions' ? serverError() : undefined)],
    ['the session ends', (call: string) => (call === 'summary' ? needsLogin() : undefined)],
  ])('keeps what an earlier try read of the holdings when, reading all of them anew, %s', async (_, fail) => {
    clock = new VirtualClock(new Date('2026-11-20T21:30:00Z'));
    const first = gatewayFor([account('U1'), account('U2')], {
      fail: (call) => (call === 'allocation' ? serverError() : undefined),
    });
    await run(first, { run: CLOSE });
    await clock.advanceTo(new Date('2026-11-20T22:00:00Z'));
    await run(gatewayFor([account('U1'), account('U2')], { fail }), { run: CLOSE });
    for (const id of ['U1', 'U2']) {
      const { positions, ledger, allocation } = (await stored(id, CLOSE))?.datasets ?? {};
      expect([positions?.status, ledger?.status, allocation?.status], id).toEqual(['present', 'present', 'missing']);
      expect(ledger?.status === 'present' && ledger.fetchedAt).toBe('2026-11-20T21:30:00.000Z');
    }
    const third = gatewayFor([account('U1'), account('U2')]);
    expect((await run(third, { run: CLOSE })).status).toBe('complete');
    const ledger = (await stored('U2', CLOSE))?.datasets.ledger;
    expect(ledger?.status === 'present' && ledger.fetchedAt).toBe('2026-11-20T22:00:00.000Z');
  });

  it('goes on without a part that fails, and a second try asks for that part alone', async () => {
    const broken = gatewayFor([account('U1')], { fail: (call) => (call === 'allocation' ? serverError() : undefined) });
    const first = await run(broken);
    expect(first.status).toBe('partial');
    expect(first.accounts[0]?.gaps).toMatchObject([{ dataset: 'allocation', reason: 'server-error' }]);
    const gateway = gatewayFor([account('U1')]);
    expect((await run(gateway)).status).toBe('complete');
    expect(gateway.calls).toEqual(['accounts', 'allocation U1']);
  });

  it('keeps the accounts before the one at which the session ended, and waits for the login', async () => {
    const ids = ['U1', 'U2', 'U3'];
    const broken = gatewayFor(
      ids.map((id) => account(id)),
      {
        fail: (call, about) => (call === 'ledger' && about === 'U2' ? needsLogin() : undefined),
      },
    );
    const outcome = await run(broken, { run: CLOSE });
    expect(outcome).toMatchObject({ status: 'waiting', why: { reason: 'needs-login' } });
    expect(broken.calls.filter((call) => call.endsWith('U3'))).toEqual([]);
    expect((await stored('U1', CLOSE))?.datasets.ledger.status).toBe('present');

    const gateway = gatewayFor(ids.map((id) => account(id)));
    expect((await run(gateway, { run: CLOSE })).status).toBe('complete');
    expect(gateway.calls.filter((call) => call.endsWith('U1'))).toEqual([]);
    expect(gateway.calls).not.toContain('summary U2');
  });

  it('goes on with the other accounts when one is refused', async () => {
    const gateway = gatewayFor([account('U1')]);
    const outcome = await run(gateway, { accounts: ['U1', 'U9'] });
    expect(outcome.status).toBe('partial');
    expect(outcome.accounts).toHaveLength(1);
    expect(outcome.unreported).toMatchObject([{ account: accountKey('U9'), why: { reason: 'account-refused' } }]);
  });

  it('asks for an account by itself when the list names no currency for it', async () => {
    const gateway = gatewayFor([account('U1', { baseCurrency: 'unknown' })]);
    await run(gateway, { run: CLOSE });
    expect(gateway.calls.slice(0, 2)).toEqual(['accounts', 'meta U1']);
    expect((await stored('U1', CLOSE))?.account.baseCurrency).toBe('USD');
    const known = gatewayFor([account('U2')]);
    await run(known, { run: CLOSE });
    expect(known.calls).not.toContain('meta U2');
  });

  it('names an account of which nothing came, whatever the others gave', async () => {
    const gateway = gatewayFor([account('U1234561'), account('U1234562')], {
      fail: (_, about) => (about.endsWith('U1234562') ? serverError() : undefined),
    });
    const outcome = await run(gateway, { run: CLOSE });
    expect(outcome.status).toBe('partial');
    expect(outcome.accounts).toHaveLength(1);
    expect(outcome.unreported).toMatchObject([
      { maskedId: 'U…4562', why: { message: expect.stringContaining('U…4562') } },
    ]);
  });

  it('fails with the number when the only account asked for is not in the login', async () => {
    const outcome = await run(gatewayFor([account('U1')]), { accounts: ['U9'] });
    expect(outcome).toMatchObject({
      status: 'failed',
      why: { reason: 'account-refused', message: expect.stringContaining('not in this login') },
    });
  });

  it('keeps the returns when the monthly ones fail, and names what is missing', async () => {
    const gateway = gatewayFor([account('U1')], { fail: (call) => (call === 'monthly' ? serverError() : undefined) });
    expect((await run(gateway)).status).toBe('partial');
    const performance = (await stored('U1'))?.datasets.performance;
    expect(performance?.status === 'present' && performance.gaps).toMatchObject([{ reason: 'server-error' }]);
  });

  it('asks for the monthly returns alone when they alone failed', async () => {
    await run(gatewayFor([account('U1')], { fail: (call) => (call === 'monthly' ? serverError() : undefined) }));
    const gateway = gatewayFor([account('U1')]);
    expect((await run(gateway)).status).toBe('complete');
    expect(gateway.calls).toEqual(['accounts', 'monthly U1']);
  });

  it('asks again for the one contract whose transactions failed, and keeps the others', async () => {
    const broken = gatewayFor([account('U1')], {
      fail: (call, about) => (call === 'transactions' && about.startsWith('102') ? serverError() : undefined),
    });
    expect((await run(broken)).status).toBe('partial');
    const gateway = gatewayFor([account('U1')]);
    expect((await run(gateway)).status).toBe('complete');
    expect(gateway.calls).toEqual(['accounts', 'transactions 102 of U1']);
    const transactions = (await stored('U1'))?.datasets.transactions;
    expect(transactions?.status === 'present' && transactions.value.notCovered).toEqual([]);
  });

  it('leaves contracts that wait for their turn to later, unless told to go on', async () => {
    const resumeAt = new Date('2026-11-21T11:00:00Z');
    const first = gatewayFor([account('U1')], {
      fail: (call, about) => (call === 'transactions' && about.startsWith('101') ? paced(resumeAt) : undefined),
    });
    expect((await run(first)).status).toBe('complete');
    const again = gatewayFor([account('U1')]);
    await run(again);
    expect(again.calls).toEqual([]);
    const on = gatewayFor([account('U1')]);
    await run(on, { goOn: true });
    expect(on.calls).toEqual(['accounts', 'transactions 101 of U1']);
  });

  it('keeps the contracts that were told when the run is ended in a pause', async () => {
    const gateway = gatewayFor([account('U1')]);
    const ended: FakeGateway = {
      ...gateway,
      transactions: (query) =>
        query.conid === 101 ? Promise.reject(new Error('ended by the person')) : gateway.transactions(query),
    };
    await expect(run(ended)).rejects.toThrow('ended by the person');
    const transactions = (await stored('U1'))?.datasets.transactions;
    expect(transactions?.status === 'present' && transactions.value).toMatchObject({
      covered: [{ conid: 102 }],
      notCovered: [101],
    });
  });

  it('says why there are no transactions when the holdings are missing', async () => {
    const gateway = gatewayFor([account('U1')], { fail: (call) => (call === 'positions' ? serverError() : undefined) });
    await run(gateway);
    const transactions = (await stored('U1'))?.datasets.transactions;
    expect(transactions?.status === 'missing' && transactions.gap.message).toMatch(/holdings that name the contracts/);
  });

  it('says until when it waits if the returns are paced', async () => {
    const resumeAt = new Date('2026-11-21T11:00:00Z');
    const gateway = gatewayFor([account('U1')], {
      fail: (call) => (call === 'performance' ? paced(resumeAt) : undefined),
    });
    expect(await run(gateway)).toMatchObject({ status: 'waiting', resumeAt: resumeAt.toISOString() });
  });

  it('reports clients and not the master of an advisor', async () => {
    const gateway = gatewayFor([account('F1', { advisorMaster: true }), account('U1'), account('U2')]);
    const outcome = await run(gateway, { run: CLOSE });
    expect(outcome.accounts).toHaveLength(2);
    expect(gateway.calls.join()).not.toContain('F1');
  });

  it('reports an account whole, and no segment of it beside it', async () => {
    const gateway = gatewayFor([account('U1C'), account('U1'), account('U2C')]);
    const outcome = await run(gateway, { run: CLOSE });
    expect(outcome.accounts.map((one) => one.account).sort()).toEqual([accountKey('U1'), accountKey('U2C')].sort());
    expect(gateway.calls.join()).not.toContain('U1C');
  });

  it('asks for the transactions of each contract once for all accounts that hold it, the largest first', async () => {
    const gateway = gatewayFor([account('U1'), account('U2')], {
      holdings: (id) => (id === 'U1' ? [holding(101, 5), holding(102, -9)] : [holding(101, 1)]),
    });
    await run(gateway);
    expect(gateway.calls.filter((call) => call.startsWith('transactions'))).toEqual([
      'transactions 102 of U1',
      'transactions 101 of U1,U2',
    ]);
  });

  it('stops asking for transactions at the deadline and names the contracts left', async () => {
    const gateway = gatewayFor([account('U1')], {
      fail: (call) => {
        if (call === 'transactions') void clock.advanceTo(NOON);
        return undefined;
      },
    });
    expect((await run(gateway)).status).toBe('complete');
    const transactions = (await stored('U1'))?.datasets.transactions;
    expect(transactions?.status === 'present' && transactions.value).toMatchObject({
      covered: [{ conid: 102 }],
      notCovered: [101],
    });
  });

  it('has saved holdings and returns before the first pause for transactions', async () => {
    const gateway = gatewayFor([account('U1')]);
    let then: unknown;
    const slow: FakeGateway = {
      ...gateway,
      transactions: async (query) => {
        then ??= await stored('U1');
        return gateway.transactions(query);
      },
    };
    await run(slow);
    expect(then).toMatchObject({ datasets: { positions: { status: 'present' }, performance: { status: 'present' } } });
  });

  it('saves what came when the archive fails later, and lets its error through', async () => {
    const failing = gatewayFor([account('U1')]);
    const broken: FakeGateway = {
      ...failing,
      allocation: () => Promise.reject(new ArchiveFull('No space left.', 'Free some.')),
    };
    await expect(run(broken, { run: CLOSE })).rejects.toBeInstanceOf(ArchiveFull);
    expect((await stored('U1', CLOSE))?.datasets.positions.status).toBe('present');
  });
});
