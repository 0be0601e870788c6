import { describe, expect, it } from 'vitest';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { FAULT_WORDS, type Fault, FaultSyntaxError, parseFault } from '#simulator/faults';
import type { WireLedger, WirePosition } from './answered.ts';
import { call, json } from './caller.ts';
import { type Running, run } from './running.ts';

const scenario = demoScenario({ seed: 1, today: new Date('2026-11-21T17:00:00Z') });
const LEDGER = `/portfolio/${DEMO_ACCOUNT}/ledger`;
const POSITIONS = `/portfolio/${DEMO_ACCOUNT}/positions/0`;

async function broken(...faults: Fault[]): Promise<Running> {
  const running = await run(scenario, '2026-11-20T21:30:00Z');
  await call(running.simulator, 'GET', '/portfolio/accounts');
  for (const fault of faults) running.simulator.fault(fault);
  return running;
}

describe('a fault', () => {
  it('gives another status, so often and no more, and only where it was set', async () => {
    const { simulator } = await broken({
      kind: 'status',
      status: 503,
      body: '{"error":"down"}',
      method: 'GET',
      path: '/portfolio/*/ledger',
      times: 1,
    });
    expect((await call(simulator, 'GET', POSITIONS)).status).toBe(200);
    expect(await call(simulator, 'GET', LEDGER)).toMatchObject({ status: 503, text: '{"error":"down"}' });
    expect((await call(simulator, 'GET', LEDGER)).status).toBe(200);
  });

  it('ends when it is cleared', async () => {
    const { simulator } = await broken({ kind: 'status', status: 500, path: '*' });
    expect((await call(simulator, 'GET', LEDGER)).status).toBe(500);
    simulator.clearFaults();
    expect((await call(simulator, 'GET', LEDGER)).status).toBe(200);
  });

  it.each([
    ['login', 'Login'],
    ['maintenance', 'maintenance'],
  ] as const)('puts the %s page where JSON should be', async (page, word) => {
    const { simulator } = await broken({ kind: 'html', page, path: LEDGER });
    const { status, headers, text } = await call(simulator, 'GET', LEDGER);
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html;charset=utf-8' });
    expect(text).toContain(word);
  });

  it('says 200 and means an error', async () => {
    const { simulator } = await broken({ kind: 'error-200', path: LEDGER });
    expect(await json(simulator, 'GET', LEDGER)).toEqual({ error: 'failed to process request' });
  });

  it('cuts a body in the middle', async () => {
    const { simulator } = await broken({ kind: 'cut', path: LEDGER });
    await expect(call(simulator, 'GET', LEDGER)).rejects.toThrow(/aborted|hang up|reset/i);
  });

  it.each(['hang', 'drip', 'silent'] as const)('never ends an answer: %s', async (kind) => {
    const { simulator } = await broken({ kind, path: LEDGER });
    let ended = false;
    const asking = call(simulator, 'GET', LEDGER).then(
      () => {
        ended = true;
      },
      () => undefined,
    );
    // Other calls go through meanwhile, and closing the simulator frees the caller.
    expect((await call(simulator, 'GET', POSITIONS)).status).toBe(200);
    expect(ended).toBe(false);
    await simulator.close();
    await asking;
    expect(ended).toBe(false);
  });

  it.each([
    ['login', /^\/sso\/Login/],
    ['foreign', /^https:\/\/public-host\.invalid/],
  ] as const)('sends the caller to the %s page or host', async (to, location) => {
    const { simulator } = await broken({ kind: 'redirect', to, path: LEDGER });
    const { status, headers } = await call(simulator, 'GET', LEDGER);
    expect(status).toBe(302);
    expect(headers.location).toMatch(location);
  });

  it('refuses one call, or every connection', async () => {
    const one = await broken({ kind: 'refuse', path: LEDGER });
    await expect(call(one.simulator, 'GET', LEDGER)).rejects.toThrow();
    expect((await call(one.simulator, 'GET', POSITIONS)).status).toBe(200);
    const all = await broken({ kind: 'refuse', path: '*' });
    const before = all.simulator.calls.length;
    await expect(call(all.simulator, 'GET', POSITIONS)).rejects.toThrow();
    expect(all.simulator.calls).toHaveLength(before);
  });

  it('adds a field to every row', async () => {
    const { simulator } = await broken({ kind: 'extra-field', path: '/portfolio/*' });
    const positions = await json<Record<string, unknown>[]>(simulator, 'GET', POSITIONS);
    expect(positions.every((row) => row.simulatedField === 'new')).toBe(true);
    const ledger = await json<Record<string, Record<string, unknown>>>(simulator, 'GET', LEDGER);
    expect(Object.values(ledger).every((row) => row.simulatedField === 'new')).toBe(true);
  });

  it('brings an asset class and currencies nobody knows', async () => {
    const { simulator } = await broken(
      { kind: 'unknown-asset-class', path: POSITIONS, times: 1 },
      { kind: 'unrated-currency', path: POSITIONS, times: 1 },
      { kind: 'extra-currency', path: LEDGER },
    );
    expect((await json<WirePosition[]>(simulator, 'GET', POSITIONS))[0]?.assetClass).toBe('XQZ');
    expect((await json<WirePosition[]>(simulator, 'GET', POSITIONS))[0]?.currency).toBe('ZZD');
    const ledger = await json<WireLedger>(simulator, 'GET', LEDGER);
    expect(ledger.ZZD).toMatchObject({ currency: 'ZZD', cashbalance: 1_000, exchangerate: 0.5 });
  });

  it('empties the list of accounts', async () => {
    const { simulator, clock } = await broken({ kind: 'empty-accounts', path: '/portfolio/accounts' });
    await clock.sleep(5_000);
    expect(await json(simulator, 'GET', '/portfolio/accounts')).toEqual([]);
  });

  it('sends more than anyone wants to hold', async () => {
    const { simulator } = await broken({ kind: 'huge', megabytes: 3, path: LEDGER });
    expect((await call(simulator, 'GET', LEDGER)).text.length).toBeGreaterThan(3 * 1024 * 1024);
  });

  it('does not hide a broken limit: that is answered 429 first', async () => {
    const { simulator } = await broken({ kind: 'status', status: 500, path: '/portfolio/accounts' });
    expect((await call(simulator, 'GET', '/portfolio/accounts')).status).toBe(429);
  });
});

describe('a fault in words', () => {
  it('is a method, a path, a status or a name, and how often', () => {
    expect(parseFault('POST /pa/allperiods=429')).toEqual({
      method: 'POST',
      path: '/pa/allperiods',
      kind: 'status',
      status: 429,
    });
    expect(parseFault('get /portfolio/*/ledger = html:2')).toEqual({
      method: 'GET',
      path: '/portfolio/*/ledger',
      kind: 'html',
      page: 'login',
      times: 2,
    });
    for (const word of FAULT_WORDS) expect(parseFault(`/*=${word}`)).toMatchObject({ path: '/*' });
  });

  it.each(['', 'tickle=429', '/tickle', '/tickle=nonsense', '/tickle=999', '/tickle=cut:0'])(
    'that is none, "%s", is refused with what is possible',
    (text) => {
      expect(() => parseFault(text)).toThrow(FaultSyntaxError);
      expect(() => parseFault(text)).toThrow(/Faults: a status of three digits, html|would strike no call/);
    },
  );
});
