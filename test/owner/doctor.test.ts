import { expect, it } from 'vitest';
import { VirtualClock } from '#effects/virtual-clock';
import { examine } from '#owner/doctor';
import type { Exchange } from '#owner/exchange-log';
import type { Pacing } from '#sources/gateway/pacing';
import type { HttpAnswer, HttpCall } from '#sources/http/http-client';
import { answer, memoryPacing } from '#test/support/scripted-http';

const GOOD: Readonly<Record<string, HttpAnswer>> = {
  '/': answer(302, '', { location: '/sso/Login?forwardTo=22' }),
  '/v1/api/tickle': answer(200, { session: 's', iserver: { authStatus: { authenticated: false, connected: true } } }),
  '/v1/api/iserver/auth/status': answer(200, { authenticated: false, connected: true, competing: false }),
  '/v1/api/portfolio/accounts': answer(200, [{ id: 'U1234567', type: 'DEMO', currency: 'USD' }]),
  '/v1/api/portfolio/U1234567/ledger': answer(200, { BASE: {} }),
};

/** A gateway that takes `ms` for the answer to one target. */
function walked(
  slow: string,
  ms: number,
  answers: Readonly<Record<string, HttpAnswer>> = GOOD,
  pacing: Pacing = memoryPacing(),
) {
  const clock = new VirtualClock(new Date('2026-11-21T10:45:00Z'));
  const send = async ({ target }: HttpCall): Promise<HttpAnswer> => {
    if (target === slow) await clock.advanceTo(new Date(clock.now().getTime() + ms));
    return answers[target] ?? answer(404, 'Not Found');
  };
  const exchanges: Exchange[] = [];
  const http = { send, close: async () => undefined };
  const ports = { http, clock, pacing, before: () => undefined };
  return examine({ validate: false }, ports, exchanges).then((examined) => ({ ...examined, exchanges }));
}

it('says how long each answer took, and which was slow', async () => {
  const { steps, conclusion } = await walked('/v1/api/portfolio/accounts', 6_000);
  expect(steps.map(({ ms }) => ms)).toEqual([0, 0, 0, undefined, 6_000, 0]);
  expect(steps[4]?.text).toContain('Slow: IBKR cuts calls after 10 seconds.');
  expect(conclusion).toMatchObject({ diagnosis: 'healthy', text: expect.stringContaining('paper') as string });
});

it('calls nothing slow that is not', async () => {
  const { steps } = await walked('/v1/api/portfolio/accounts', 4_999);
  expect(steps.some(({ text }) => text.includes('Slow'))).toBe(false);
});

it('notes every call with its times', async () => {
  const { exchanges } = await walked('/v1/api/tickle', 1_500);
  const tickle = exchanges.find(({ target }) => target === '/v1/api/tickle');
  expect([tickle?.sentAt, tickle?.endedAt]).toEqual(['2026-11-21T10:45:00.000Z', '2026-11-21T10:45:01.500Z']);
});

it('takes an allow-list that leaves the trading session out for nothing', async () => {
  const denied = answer(403, '{"error":"denied","by":"proxy"}', { 'x-daybook-proxy': 'denied' });
  const { steps, conclusion } = await walked('', 0, { ...GOOD, '/v1/api/iserver/auth/status': denied });
  expect(steps[2]).toMatchObject({ state: 'note', status: 403 });
  expect(conclusion.diagnosis).toBe('healthy');
});

it('lets what is no failure of the gateway through', async () => {
  const broken = new Error('the archive is gone');
  const pacing = { change: () => Promise.reject(broken) };
  await expect(walked('', 0, GOOD, pacing)).rejects.toBe(broken);
});

it('finds a tickle that names no session to be no login', async () => {
  const answers = { ...GOOD, '/v1/api/tickle': answer(200, { iserver: { authStatus: { authenticated: false } } }) };
  expect((await walked('', 0, answers)).conclusion.diagnosis).toBe('needs-login');
});

it('says so when what answers at the address is something else', async () => {
  const answers = { ...GOOD, '/': answer(200, '{"hello":"world"}') };
  const { steps } = await walked('', 0, answers);
  expect(steps[0]).toMatchObject({
    state: 'note',
    text: expect.stringContaining('not as a Client Portal gateway') as string,
  });
});
