import { describe, expect, it } from 'vitest';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { call } from '#test/simulator/caller';
import { run } from '#test/simulator/running';

const scenario = demoScenario({ seed: 1, today: new Date('2026-11-21T17:00:00Z') });
const AT = '2026-11-20T21:30:00Z';
const MINUTE = 60_000;
const acctIds = [DEMO_ACCOUNT];

describe('the broker’s pacing', () => {
  it.each([
    ['GET', '/portfolio/accounts', 5_000, undefined],
    ['GET', '/portfolio/subaccounts', 5_000, undefined],
    ['GET', '/sso/validate', MINUTE, undefined],
    ['POST', '/tickle', 1_000, undefined],
    ['POST', '/pa/allperiods', 15 * MINUTE, { acctIds }],
    ['POST', '/pa/performance', 15 * MINUTE, { acctIds, period: '1Y' }],
    ['POST', '/pa/transactions', 15 * MINUTE, { acctIds, conids: [756733], currency: 'USD', days: 30 }],
  ])('lets %s %s through once in %i ms', async (method, path, interval, body) => {
    const { simulator, clock } = await run(scenario, AT);
    expect((await call(simulator, method, path, body)).status).toBe(200);
    await clock.sleep(interval);
    expect((await call(simulator, method, path, body)).status).toBe(200);
    await clock.sleep(interval - 1);
    expect(await call(simulator, method, path, body)).toMatchObject({ status: 429, text: '' });
  });

  it('keeps a caller out for a quarter of an hour, anew with each further try, at that endpoint alone', async () => {
    const { simulator, clock } = await run(scenario, AT);
    const list = async (): Promise<number> => (await call(simulator, 'GET', '/portfolio/accounts')).status;
    expect([await list(), await list()]).toEqual([200, 429]);
    expect((await call(simulator, 'GET', '/portfolio/subaccounts')).status).toBe(200);
    await clock.sleep(14 * MINUTE);
    expect(await list()).toBe(429);
    await clock.sleep(15 * MINUTE - 1);
    expect(await list()).toBe(429);
    await clock.sleep(15 * MINUTE);
    expect(await list()).toBe(200);
  });

  it('counts a refused body as a call', async () => {
    const { simulator, clock } = await run(scenario, AT);
    expect((await call(simulator, 'POST', '/pa/performance', { acctIds, period: '3M' })).status).toBe(400);
    await clock.sleep(MINUTE);
    expect((await call(simulator, 'POST', '/pa/performance', { acctIds, period: '1M' })).status).toBe(429);
  });

  it('has a limit of ten calls a second for a clock that runs, and none for one that stands still', async () => {
    const statuses = async (globalLimit: boolean): Promise<number[]> => {
      const { simulator } = await run(scenario, AT, { globalLimit });
      const seen: number[] = [];
      for (let count = 0; count < 11; count += 1)
        seen.push((await call(simulator, 'GET', '/trsrv/secdef?conids=1')).status);
      return seen;
    };
    expect(await statuses(false)).toEqual(Array(11).fill(200));
    expect(await statuses(true)).toEqual([...Array(10).fill(200), 429]);
  });
});
