import { describe, expect, it } from 'vitest';
import type { Account } from '#domain/account';
import { UNKNOWN_CURRENCY } from '#domain/currency';
import { answer, type Scripted, scriptedGateway } from '#test/support/scripted-http';

const ID = 'U1234567';
const ACCOUNT: Account = {
  id: ID,
  baseCurrency: 'USD',
  type: 'INDIVIDUAL',
  advisorMaster: false,
  advisorClient: false,
  remainder: {},
};
const row = (conid: number, more: object = {}) => ({
  acctId: ID,
  conid,
  contractDesc: `S${conid}`,
  position: conid,
  mktPrice: 1,
  mktValue: conid,
  currency: 'USD',
  assetClass: 'STK',
  model: '',
  ...more,
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Positions by page; definitions for every contract asked. */
function holding(pages: readonly (readonly object[])[], odd: (call: string) => Scripted | undefined = () => undefined) {
  return scriptedGateway((call) => {
    const scripted = odd(call);
    if (scripted) return scripted;
    if (call.endsWith('/invalidate')) return { message: 'success' };
    const page = /positions\/(\d+)/.exec(call)?.[1];
    if (page !== undefined) return pages[Number(page)] ?? [];
    const conids = /secdef\?conids=([\d,]+)$/.exec(call)?.[1]?.split(',') ?? [];
    return { secdef: conids.map((conid) => ({ conid: Number(conid), ticker: `T${conid}`, name: `Name ${conid}` })) };
  });
}

describe('positions', () => {
  it('are read afresh, in a fixed order, page by page, and named', async () => {
    const { gateway, calls } = holding([
      range(1, 100).map((conid) => row(conid)),
      range(101, 130).map((conid) => row(conid)),
    ]);
    const { value, raw } = await gateway.positions(ACCOUNT);
    expect(value).toHaveLength(130);
    expect(value[129]).toMatchObject({ conid: 130, symbol: 'T130', name: 'Name 130' });
    const paths = calls.map(({ target }) => target.replace('/v1/api', ''));
    expect(paths[0]).toBe(`/portfolio/${ID}/positions/invalidate`);
    expect(paths[1]).toBe(`/portfolio/${ID}/positions/0?sort=position&direction=d`);
    expect(paths.filter((path) => path.includes('positions/'))).toHaveLength(4);
    expect(paths.at(-1)).toMatch(/^\/trsrv\/secdef\?conids=1,2,3,/);
    expect(raw).toHaveLength(4);
  });

  it('ask for 200 definitions a call and for none where rows carry them', async () => {
    const pages = range(0, 2).map((page) => range(page * 100 + 1, page * 100 + 100).map((conid) => row(conid)));
    const lean = holding(pages);
    await lean.gateway.positions(ACCOUNT);
    const asked = lean.calls.filter(({ target }) => target.includes('secdef'));
    expect(asked.map(({ target }) => target.split(',').length)).toEqual([200, 100]);
    const full = holding([[row(1, { ticker: 'S1' })]]);
    await full.gateway.positions(ACCOUNT);
    expect(full.calls.some(({ target }) => target.includes('secdef'))).toBe(false);
  });

  it('go on after a page of 30, as builds gave them before 2023', async () => {
    const { gateway } = holding([range(1, 30).map((conid) => row(conid)), [row(31)]]);
    expect((await gateway.positions(ACCOUNT)).value).toHaveLength(31);
  });

  it('end where a page brings nothing new', async () => {
    const page = range(1, 100).map((conid) => row(conid));
    const { gateway, calls } = holding([page, page, page]);
    expect((await gateway.positions(ACCOUNT)).value).toHaveLength(100);
    expect(calls.filter(({ target }) => target.includes('positions/2'))).toHaveLength(0);
  });

  it('keep rows of one contract apart by model, and drop what is not held any more', async () => {
    const { gateway } = holding([[row(1), row(1, { model: 'Growth' }), row(2, { position: 0, mktValue: 0 })]]);
    expect((await gateway.positions(ACCOUNT)).value.map(({ conid, model }) => [conid, model])).toEqual([
      [1, ''],
      [1, 'Growth'],
    ]);
  });

  it('cannot be read when the list changed between two pages', async () => {
    const { gateway } = holding([range(1, 100).map((conid) => row(conid)), [row(50, { position: 51 }), row(101)]]);
    await expect(gateway.positions(ACCOUNT)).rejects.toThrow(/conid 50 comes twice/);
  });

  it('come out without names, marked, when definitions fail; a login that ended passes through', async () => {
    const { gateway } = holding([[row(1)]], (call) => (call.includes('secdef') ? answer(500) : undefined));
    const { value, gaps } = await gateway.positions(ACCOUNT);
    expect(value[0]).not.toHaveProperty('name');
    expect(gaps).toMatchObject([{ reason: 'server-error', message: expect.stringContaining('Names and details') }]);
    const out = holding([[row(1)]], (call) => (call.includes('secdef') ? answer(401) : undefined));
    await expect(out.gateway.positions(ACCOUNT)).rejects.toMatchObject({ reason: 'needs-login' });
  });

  it('say that they may be old when the cache could not be emptied', async () => {
    const { gateway } = holding([[row(1, { ticker: 'S1' })]], (call) =>
      call.includes('invalidate') ? answer(404, { error: 'Not Found' }) : undefined,
    );
    expect((await gateway.positions(ACCOUNT)).gaps).toMatchObject([
      { message: expect.stringContaining('minutes old') },
    ]);
  });
});

describe('accounts', () => {
  const master = { id: 'F1000000', currency: 'USD', type: 'FNF', businessType: 'FA', faclient: false };
  const client = (number: number) => ({ id: `U${number}`, currency: 'USD', businessType: 'FA_CLIENT', faclient: true });

  it('of one person are one call', async () => {
    const { gateway, calls } = scriptedGateway(() => [
      { id: ID, currency: 'USD', accountTitle: 'A B', accountStatus: 1_769_922_000_000 },
    ]);
    const { value } = await gateway.accounts();
    expect(value).toEqual([{ ...ACCOUNT, type: '', title: 'A B', openedAt: '2026-02-01T05:00:00.000Z' }]);
    expect(calls).toHaveLength(1);
  });

  it('of an advisor are the master and its clients, each once', async () => {
    const { gateway } = scriptedGateway((call) =>
      call.endsWith('subaccounts') ? [master, client(1), client(2)] : [master],
    );
    const { value } = await gateway.accounts();
    expect(value.map(({ id, advisorMaster, advisorClient }) => [id, advisorMaster, advisorClient])).toEqual([
      ['F1000000', true, false],
      ['U1', false, true],
      ['U2', false, true],
    ]);
  });

  it('above a hundred are read by pages until all are there', async () => {
    const all = range(1, 130).map(client);
    const { gateway } = scriptedGateway((call) => {
      const page = /subaccounts2\?page=(\d+)/.exec(call)?.[1];
      if (page !== undefined) {
        return {
          metadata: { total: 130, pageSize: 20, pageNum: Number(page) },
          subaccounts: all.slice(Number(page) * 20, Number(page) * 20 + 20),
        };
      }
      return call.endsWith('subaccounts') ? all.slice(0, 100) : [master];
    });
    expect((await gateway.accounts()).value).toHaveLength(131);
  });

  it('are all there when one has no base currency yet, and that one alone is refused', async () => {
    const rows = [
      { id: ID, currency: 'USD' },
      { id: 'U7654321', currency: null, clearingStatus: 'P' },
    ];
    const { gateway, calls } = scriptedGateway(() => rows);
    const { value, oddities } = await gateway.accounts();
    expect(value.map(({ id, baseCurrency }) => [id, baseCurrency])).toEqual([
      [ID, 'USD'],
      ['U7654321', UNKNOWN_CURRENCY],
    ]);
    expect(oddities).toEqual([{ kind: 'currency', where: 'accounts', name: UNKNOWN_CURRENCY, count: 1 }]);
    const pending = value[1] as Account;
    for (const name of ['summary', 'ledger', 'positions', 'allocation', 'performance', 'monthly'] as const) {
      await expect(gateway[name](pending), name).rejects.toMatchObject({
        name: 'NoBaseCurrency',
        reason: 'not-available',
        message: expect.stringContaining('no base currency for the account U…4321'),
      });
    }
    expect(calls).toHaveLength(1);
  });

  it('may be none', async () => {
    const { gateway } = scriptedGateway(() => []);
    expect((await gateway.accounts()).value).toEqual([]);
  });
});

it('never takes an empty ledger for an account of nothing', async () => {
  const { gateway } = scriptedGateway(() => ({}));
  await expect(gateway.ledger(ACCOUNT)).rejects.toMatchObject({ name: 'AnswerUnreadable' });
});

it('never takes past values in another currency for values in that of the account', async () => {
  const dates = ['20260401', '20260402'];
  const start = { date: '20260331', val: 100 };
  const { gateway } = scriptedGateway(
    (call, _, body) => {
      const [id] = (body as { acctIds: string[] }).acctIds;
      const baseCurrency = id === ID ? 'EUR' : 'USD';
      if (call.endsWith('/pa/performance')) {
        const row = { id, baseCurrency, startNAV: start };
        return {
          pm: 'TWR',
          nav: { dates, data: [{ ...row, navs: [101, 102] }] },
          cps: { dates, data: [{ ...row, returns: [0.01, 0.02] }] },
        };
      }
      const series = { dates, nav: [101, 102], cps: [0.01, 0.02], startNAV: start };
      return { pm: 'TWR', view: [id], [id as string]: { baseCurrency, periods: ['1D'], '1D': series } };
    },
    { maxWaitMs: 3_600_000 },
  );
  const other = { name: 'AnswerUnreadable', message: expect.stringContaining("not the account's base currency") };
  await expect(gateway.performance(ACCOUNT)).rejects.toMatchObject(other);
  await expect(gateway.monthly(ACCOUNT)).rejects.toMatchObject(other);
  const same = { ...ACCOUNT, id: 'U7654321' };
  expect((await gateway.performance(same)).value.series).toHaveLength(1);
  expect((await gateway.monthly(same)).value.series).toHaveLength(1);
});

it('asks for the transactions of one contract for several accounts at once, and passes a warning on', async () => {
  const { gateway, calls } = scriptedGateway(() => ({
    transactions: [],
    currency: 'USD',
    from: 1_772_496_000_000,
    to: 1_775_088_000_000,
    warning: 'data are incomplete',
  }));
  const { value, gaps } = await gateway.transactions({ ids: ['U1', 'U2'], conid: 5, currency: 'USD', days: 365 });
  expect(JSON.parse(calls[0]?.body ?? '')).toEqual({ acctIds: ['U1', 'U2'], conids: [5], currency: 'USD', days: 365 });
  expect(value.rows.size).toBe(0);
  expect(gaps).toMatchObject([{ message: expect.stringContaining('data are incomplete') }]);
});
