import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '#effects/virtual-clock';
import { demoScenario } from '#simulator/demo-scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { type Gateway, openGateway } from '#sources/gateway/gateway';
import type { RawAnswer } from '#sources/gateway/raw-answer';
import { openHttpClient } from '#sources/http/http-client';
import { memoryPacing } from '#test/support/scripted-http';

let simulator: Simulator;
let gateway: Gateway;
let kept: RawAnswer[];

beforeEach(async () => {
  const clock = new VirtualClock(new Date('2026-11-20T21:30:00Z'));
  simulator = await startSimulator({ scenario: demoScenario({ seed: 7, today: clock.now() }), clock });
  kept = [];
  const { url: origin, certificate: ca, serverName } = simulator;
  gateway = openGateway({
    http: openHttpClient({ origin, ca, serverName, userAgent: 'daybook/test' }),
    clock,
    pacing: memoryPacing(),
    keep: async (raw) => `raw/${kept.push(raw)}`,
    log: () => undefined,
    maxWaitMs: 3_600_000,
  });
});
afterEach(async () => {
  await gateway.close();
  await simulator.close();
});

async function firstAccount() {
  const [account] = (await gateway.accounts()).value;
  if (!account) throw new Error('the simulated login has no account');
  return account;
}

describe('a simulated account over a real connection', () => {
  it('is read whole, with nothing odd, and within all limits', async () => {
    const account = await firstAccount();
    const positions = await gateway.positions(account);
    const answers = [
      await gateway.meta(account.id),
      await gateway.summary(account),
      await gateway.ledger(account),
      positions,
      await gateway.allocation(account),
      await gateway.performance(account),
      await gateway.monthly(account),
    ];
    for (const [index, { conid }] of positions.value.slice(0, 3).entries()) {
      const query = { ids: [account.id], conid, currency: account.baseCurrency, days: 365 };
      const answer = await gateway.transactions(query);
      expect(answer.value.rows.get(account.id)?.length ?? 0, `contract ${index + 1}`).toBeGreaterThanOrEqual(0);
      answers.push(answer as never);
    }
    expect(answers.flatMap(({ oddities }) => oddities)).toEqual([]);
    expect(answers.flatMap((answer) => answer.gaps ?? [])).toEqual([]);
    expect(simulator.calls.filter(({ status }) => status !== 200)).toEqual([]);
    expect(kept).toHaveLength(simulator.calls.length);
  });

  it('adds up: holdings, cash and accruals are the net liquidation value', async () => {
    const account = await firstAccount();
    const ledger = (await gateway.ledger(account)).value;
    const positions = (await gateway.positions(account)).value;
    const rates = new Map(ledger.balances.map(({ currency, rateToBase }) => [currency, rateToBase ?? Number.NaN]));
    const held = positions.reduce(
      (sum, { marketValue, currency }) => sum + marketValue * (rates.get(currency) ?? Number.NaN),
      0,
    );
    const rest = ledger.balances.reduce(
      (sum, row) =>
        sum + (row.cash + row.accruedInterest + row.accruedDividends) * (rates.get(row.currency) ?? Number.NaN),
      0,
    );
    expect(held + rest).toBeCloseTo(ledger.netLiquidationBase, 0);
  });

  it.each([
    ['an unknown field in every row', { kind: 'extra-field', name: 'esg' }, 'field', 'esg'],
    ['an unknown asset class', { kind: 'unknown-asset-class', name: 'TOKEN' }, 'asset-class', 'TOKEN'],
    ['an unknown currency without a rate', { kind: 'unrated-currency', name: 'ZZZ' }, 'currency', 'ZZZ'],
  ] as const)('is read with %s, which is reported', async (_, fault, kind, name) => {
    simulator.fault({ path: '/portfolio/*/positions/0', ...fault });
    const answer = await gateway.positions(await firstAccount());
    expect(answer.oddities).toContainEqual(expect.objectContaining({ kind, name, where: 'positions' }));
    if (kind === 'field') expect(answer.value[0]?.remainder).toHaveProperty('esg');
  });

  it.each([
    ['a login page', { kind: 'html', page: 'login' }, 'needs-login'],
    ['a maintenance page', { kind: 'html', page: 'maintenance' }, 'maintenance'],
    ['an error with status 200', { kind: 'error-200' }, 'server-error'],
    ['a redirect to the login', { kind: 'redirect', to: 'login' }, 'needs-login'],
    ['a redirect to a foreign host', { kind: 'redirect', to: 'foreign' }, 'blocked'],
    ['a body that breaks off, twice', { kind: 'cut' }, 'cut-off'],
    ['a connection that breaks, twice', { kind: 'refuse' }, 'unreachable'],
    ['a body without an end', { kind: 'huge' }, 'unreadable'],
  ] as const)('ends with a cause when it answers with %s', async (_, fault, reason) => {
    const account = await firstAccount();
    simulator.fault({ path: '/portfolio/*/ledger', ...fault });
    await expect(gateway.ledger(account)).rejects.toMatchObject({ reason, nextStep: expect.stringMatching(/\.$/) });
  });

  it('survives one connection that breaks, and keeps nothing of half an answer as whole', async () => {
    const account = await firstAccount();
    simulator.fault({ path: '/portfolio/*/ledger', kind: 'cut', times: 1 });
    const { value, raw } = await gateway.ledger(account);
    expect(value.balances.length).toBeGreaterThan(0);
    expect(raw).toHaveLength(1);
    expect(kept.filter(({ endpoint }) => endpoint === 'ledger').map(({ partial }) => partial)).toEqual([true, false]);
  });
});
