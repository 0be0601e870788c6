import { describe, expect, it } from 'vitest';
import { Paced } from '#sources/gateway/errors';
import { DeadlineExceeded, GatewayUnreachable } from '#sources/http/errors';
import { account } from '#test/support/fake-gateway';
import { answer, memoryPacing, type Scripted, scriptedGateway } from '#test/support/scripted-http';

const ACCOUNT = account('U1234567');
const START = new Date('2026-11-20T21:30:00Z');
const after = (seconds: number): Date => new Date(START.getTime() + seconds * 1_000);

/** One call of PortfolioAnalyst that ends as scripted, and what the next one is told. */
async function next(scripted: Scripted | (() => Scripted)) {
  const pacing = memoryPacing();
  const first = scriptedGateway(() => (typeof scripted === 'function' ? scripted() : scripted), { pacing });
  await first.gateway.performance(ACCOUNT).catch(() => undefined);
  const second = scriptedGateway(() => ({ pm: 'TWR' }), { pacing, maxWaitMs: 0, start: first.clock.now() });
  const told = await second.gateway.performance(ACCOUNT).catch((error: unknown) => error);
  return { told, calls: second.calls.length };
}

describe('a call of PortfolioAnalyst', () => {
  it('that was given up counts from then: the gateway still sends it', async () => {
    const pacing = memoryPacing();
    const gateway = scriptedGateway(
      () => {
        void gateway.clock.advanceTo(after(65));
        return new DeadlineExceeded('late', 'again');
      },
      { pacing },
    );
    await gateway.gateway.performance(ACCOUNT).catch(() => undefined);
    expect(pacing.record.calls['all-periods']).toMatchObject({ until: after(65 + 901).toISOString() });
  });

  it('that took long counts from its answer', async () => {
    const pacing = memoryPacing();
    const gateway = scriptedGateway(
      () => {
        void gateway.clock.advanceTo(after(40));
        return { pm: 'TWR' };
      },
      { pacing },
    );
    await gateway.gateway.performance(ACCOUNT).catch(() => undefined);
    expect(pacing.record.calls['all-periods']).toMatchObject({ until: after(40 + 901).toISOString() });
  });

  it('whose process died in it counts as given up at its deadline', async () => {
    const pacing = memoryPacing();
    const keep = () => Promise.reject(new Error('killed'));
    await scriptedGateway(() => ({ pm: 'TWR' }), { pacing, keep })
      .gateway.performance(ACCOUNT)
      .catch(() => undefined);
    expect(pacing.record.calls['all-periods']).toMatchObject({ until: after(65 + 901).toISOString() });
  });

  it.each<[string, Scripted]>([
    ['at which nothing listened', new GatewayUnreachable('refused', 'start it', false)],
    ['that our proxy did not pass on', answer(403, '', { 'x-daybook-proxy': 'denied' })],
    ['that our proxy held back', answer(503, '', { 'x-daybook-proxy': 'limited' })],
  ])('%s costs nothing', async (_, scripted) => {
    expect((await next(scripted)).calls).toBe(1);
  });

  it.each<[string, Scripted]>([
    ['that broke off', new GatewayUnreachable('reset', 'again', true)],
    ['whose body IBKR rejects', answer(400, { error: 'Bad Request' })],
    ['that our proxy gave up', answer(504, '', { 'x-daybook-proxy': 'timeout' })],
    ['that IBKR could not answer', answer(500, { error: 'oops' })],
  ])('%s spends the window', async (_, scripted) => {
    const { told, calls } = await next(scripted);
    expect(told).toBeInstanceOf(Paced);
    expect(calls).toBe(0);
  });

  it('is not let out early by a clock that was set forward', async () => {
    const pacing = memoryPacing();
    await scriptedGateway(() => ({ pm: 'TWR' }), { pacing }).gateway.performance(ACCOUNT);
    const truly = { date: after(60).toUTCString() };
    const hourAhead = scriptedGateway(
      (call) => answer(200, call.includes('/pa/') ? { pm: 'TWR' } : [{ id: ACCOUNT.id, currency: 'USD' }], truly),
      { pacing, start: after(3_660), maxWaitMs: 0 },
    );
    await hourAhead.gateway.accounts();
    await expect(hourAhead.gateway.performance(ACCOUNT)).rejects.toBeInstanceOf(Paced);
    expect(hourAhead.calls).toHaveLength(1);
  });
});

it('tells a 429 with a long Retry-After to come back then', async () => {
  const { gateway } = scriptedGateway(() => answer(429, '', { 'retry-after': '3600' }));
  await expect(gateway.allocation(ACCOUNT)).rejects.toMatchObject({ resumeAt: after(3_600) });
});
