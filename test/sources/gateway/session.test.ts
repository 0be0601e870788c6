import { describe, expect, it } from 'vitest';
import { maskedId } from '#domain/account';
import { AccountRefused, NeedsLogin, NotReady, Paced, ServerError } from '#sources/gateway/errors';
import { NO_CALLS } from '#sources/gateway/pacing';
import { CutBody, DeadlineExceeded, GatewayUnreachable } from '#sources/http/errors';
import { account } from '#test/support/fake-gateway';
import { answer, memoryPacing, type Scripted, scriptedGateway } from '#test/support/scripted-http';

const ID = 'U1234567';
const ACCOUNT = account(ID);
const ACCOUNTS = [{ id: ID, currency: 'USD', type: 'INDIVIDUAL' }];
const ALLOCATION = { assetClass: { long: { STK: 1 }, short: {} }, sector: {}, group: {} };
const TICKLE = { session: 'secret-of-the-session', iserver: { authStatus: { authenticated: false, connected: true } } };
const PA = { pm: 'TWR', view: [ID], included: [ID] };

/** A gateway that answers well but for what `odd` says. */
function gatewayWith(odd: (call: string, before: number) => Scripted | undefined, options = {}) {
  return scriptedGateway((call, before) => {
    const scripted = odd(call, before);
    if (scripted) return scripted;
    if (call.endsWith('/portfolio/accounts')) return ACCOUNTS;
    if (call.endsWith('/allocation')) return ALLOCATION;
    if (call.endsWith('/tickle')) return TICKLE;
    if (call.endsWith('/pa/allperiods')) return PA;
    return answer(404, { error: 'Not Found' });
  }, options);
}
const targets = (calls: readonly { method: string; target: string }[]) =>
  calls.map(({ method, target }) => `${method} ${target.replace('/v1/api', '')}`);
const fault = new DeadlineExceeded('slow', 'wait');

describe('a 401 on an account', () => {
  it('asks for a login when a tickle says so', async () => {
    const { gateway, calls } = gatewayWith((call) => (call.endsWith('accounts') ? undefined : answer(401)));
    await gateway.accounts();
    await expect(gateway.allocation(ACCOUNT)).rejects.toThrow(NeedsLogin);
    expect(targets(calls)).toEqual(['GET /portfolio/accounts', `GET /portfolio/${ID}/allocation`, 'POST /tickle']);
  });

  it('is about the account when the tickle is fine; the message shows no whole number', async () => {
    const { gateway, calls } = gatewayWith((call) => (call.includes('allocation') ? answer(401) : undefined));
    await gateway.accounts();
    const refused = gateway.allocation(ACCOUNT);
    await expect(refused).rejects.toThrow(AccountRefused);
    await expect(refused).rejects.toThrow(maskedId(ID));
    await expect(refused).rejects.not.toThrow(ID);
    expect(calls).toHaveLength(3);
  });

  it('is cured by reading the accounts where they were not read', async () => {
    const { gateway, calls } = gatewayWith((call, before) =>
      call.includes('allocation') && before === 0 ? answer(401) : undefined,
    );
    expect((await gateway.allocation(ACCOUNT)).value.assetClass).toHaveLength(1);
    expect(targets(calls).slice(1)).toEqual([
      'POST /tickle',
      'GET /portfolio/accounts',
      `GET /portfolio/${ID}/allocation`,
    ]);
  });

  it('stays about the account when reading the accounts does not cure it', async () => {
    const { gateway } = gatewayWith((call) => (call.includes('allocation') ? answer(401) : undefined));
    await expect(gateway.allocation(ACCOUNT)).rejects.toThrow(AccountRefused);
  });

  it('is looked into on the list of accounts too, once, before anybody is sent to log in', async () => {
    const { gateway, calls } = gatewayWith(() => answer(401));
    await expect(gateway.accounts()).rejects.toThrow(NeedsLogin);
    expect(targets(calls)).toEqual(['GET /portfolio/accounts', 'POST /tickle']);
  });

  it('is a list that is not there yet when it is the list that is refused to a good login', async () => {
    const { gateway, calls } = gatewayWith((call) => (call.endsWith('accounts') ? answer(401) : undefined));
    await expect(gateway.accounts()).rejects.toThrow(NotReady);
    expect(calls).toHaveLength(2);
  });

  it('is doubted like a page that nobody knows', async () => {
    const page = answer(200, '<html><body>Welcome</body></html>');
    const odd = gatewayWith((call) => (call.includes('allocation') ? page : undefined));
    await expect(odd.gateway.allocation(ACCOUNT)).rejects.toMatchObject({ name: 'NotJson', reason: 'unreadable' });
    const lost = gatewayWith((call) => (call.includes('allocation') ? page : answer(401)));
    await expect(lost.gateway.allocation(ACCOUNT)).rejects.toThrow(NeedsLogin);
  });

  it.each([
    ['200', answer(200, { error: 'not authenticated', statusCode: 401 })],
    ['200 and no status', answer(200, { error: 'no session' })],
    ['500', answer(500, { error: 'Please log in: not authenticated' })],
  ])('is one also in words, under %s: a tickle is asked before anybody is sent to log in', async (_, refusal) => {
    const good = gatewayWith((call) => (call.includes('allocation') ? refusal : undefined));
    await good.gateway.accounts();
    await expect(good.gateway.allocation(ACCOUNT)).rejects.toThrow(AccountRefused);
    const over = gatewayWith((call) => (call.endsWith('accounts') ? undefined : refusal));
    await over.gateway.accounts();
    await expect(over.gateway.allocation(ACCOUNT)).rejects.toThrow(NeedsLogin);
    expect(targets(over.calls).at(-1)).toBe('POST /tickle');
  });

  it('tells nothing of a login when the tickle itself fails', async () => {
    const { gateway } = gatewayWith((call) =>
      call.includes('allocation') ? answer(401) : call.includes('tickle') ? answer(503) : undefined,
    );
    await gateway.accounts();
    await expect(gateway.allocation(ACCOUNT)).rejects.toThrow(ServerError);
  });
});

it('reads the accounts again, once, when IBKR wants them first', async () => {
  const first = answer(400, { error: 'Bad Request: Please query /accounts first' });
  const { gateway, calls } = gatewayWith((call, before) =>
    call.includes('allocation') && before < 1 ? first : undefined,
  );
  await gateway.accounts();
  await gateway.allocation(ACCOUNT);
  expect(targets(calls).slice(1)).toEqual([
    `GET /portfolio/${ID}/allocation`,
    'GET /portfolio/accounts',
    `GET /portfolio/${ID}/allocation`,
  ]);
  const never = gatewayWith((call) => (call.includes('allocation') ? first : undefined));
  await expect(never.gateway.allocation(ACCOUNT)).rejects.toMatchObject({ name: 'AccountsFirst' });
  expect(never.calls).toHaveLength(3);
});

describe('a connection that fails', () => {
  it('is tried once more for a read, after a pause longer than the deadline', async () => {
    const { gateway, calls, events } = gatewayWith((call, before) =>
      call.includes('alloc') && before === 0 ? fault : undefined,
    );
    await gateway.allocation(ACCOUNT);
    const [first, second] = calls;
    expect((second?.at.getTime() ?? 0) - (first?.at.getTime() ?? 0)).toBeGreaterThan(first?.deadlineMs ?? 0);
    expect(events[0]).toEqual({ event: 'again', endpoint: 'allocation', why: 'DeadlineExceeded' });
  });

  it('is not tried a third time', async () => {
    const { gateway, calls } = gatewayWith((call) => (call.includes('alloc') ? fault : undefined));
    await expect(gateway.allocation(ACCOUNT)).rejects.toBe(fault);
    expect(calls).toHaveLength(2);
  });

  it('is final where nothing listens, and for calls that spend a window', async () => {
    const refused = new GatewayUnreachable('refused', 'start it', false);
    const down = gatewayWith(() => refused);
    await expect(down.gateway.allocation(ACCOUNT)).rejects.toBe(refused);
    expect(down.calls).toHaveLength(1);
    const spent = gatewayWith((call) => (call.includes('/pa/') ? fault : undefined));
    await expect(spent.gateway.performance(ACCOUNT)).rejects.toBe(fault);
    expect(spent.calls).toHaveLength(1);
  });
});

describe('every answer is kept before it is read', () => {
  it('failures too, with what was asked and without cookies', async () => {
    const headers = { 'set-cookie': 'api=secret', 'content-type': 'text/html', location: '/x?token=secret' };
    const { gateway, kept } = gatewayWith((call) => (call.includes('/pa/') ? answer(500, 'oops', headers) : undefined));
    await expect(gateway.performance(ACCOUNT)).rejects.toThrow(ServerError);
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({
      endpoint: 'all-periods',
      account: ID,
      request: { method: 'POST', path: '/v1/api/pa/allperiods', body: { acctIds: [ID] } },
      status: 500,
      headers: { 'content-type': 'text/html' },
      receivedAt: '2026-11-20T21:30:00.000Z',
      partial: false,
    });
    expect(JSON.stringify(kept[0])).not.toContain('secret');
    expect(Buffer.from(kept[0]?.body ?? []).toString()).toBe('oops');
  });

  it('cut ones too, marked as partial and never read', async () => {
    const cut = { ...answer(200, ACCOUNTS), cut: new CutBody('cut', 'again') };
    const { gateway, kept, calls } = gatewayWith((call) => (call.includes('alloc') ? cut : undefined));
    await expect(gateway.allocation(ACCOUNT)).rejects.toBe(cut.cut);
    expect(calls).toHaveLength(2);
    expect(kept.map(({ partial }) => partial)).toEqual([true, true]);
  });

  it('but not the tickle, which holds the key of the session', async () => {
    const { gateway, kept } = gatewayWith((call) => (call.includes('alloc') ? answer(401) : undefined));
    await gateway.accounts();
    await gateway.allocation(ACCOUNT).catch(() => undefined);
    expect(kept.map(({ endpoint }) => endpoint)).toEqual(['accounts', 'allocation']);
  });

  it('and what keeping throws comes through as it is', async () => {
    const full = new Error('no space left');
    const { gateway, calls } = gatewayWith(() => undefined, { keep: () => Promise.reject(full) });
    await expect(gateway.allocation(ACCOUNT)).rejects.toBe(full);
    expect(calls).toHaveLength(1);
  });
});

describe('limits', () => {
  it('are sat out when short', async () => {
    const { gateway, calls } = gatewayWith(() => undefined);
    await gateway.accounts();
    await gateway.accounts();
    expect((calls[1]?.at.getTime() ?? 0) - (calls[0]?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(5_000);
  });

  it('end the question with the moment to come back when long; nothing is sent', async () => {
    const { gateway, calls } = gatewayWith(() => undefined);
    await gateway.performance(ACCOUNT);
    const second = gateway.performance(ACCOUNT);
    await expect(second).rejects.toThrow(Paced);
    await expect(second).rejects.toMatchObject({ reason: 'paced', resumeAt: new Date('2026-11-20T21:45:01.000Z') });
    expect(calls).toHaveLength(1);
  });

  it('hold for the next process too', async () => {
    const pacing = memoryPacing();
    await gatewayWith(() => undefined, { pacing }).gateway.performance(ACCOUNT);
    const next = gatewayWith(() => undefined, { pacing, start: new Date('2026-11-20T21:40:00Z') });
    await expect(next.gateway.performance(ACCOUNT)).rejects.toThrow(Paced);
    const later = gatewayWith(() => undefined, { pacing, start: new Date('2026-11-20T21:45:02Z') });
    await expect(later.gateway.performance(ACCOUNT)).resolves.toBeDefined();
  });

  it('are spent by a call that fails', async () => {
    const { gateway } = gatewayWith((call) =>
      call.includes('/pa/') ? answer(400, { error: 'Bad Request' }) : undefined,
    );
    await expect(gateway.performance(ACCOUNT)).rejects.toMatchObject({ reason: 'bad-request' });
    await expect(gateway.performance(ACCOUNT)).rejects.toThrow(Paced);
  });

  it('never hold longer than the limit itself, whatever a clock that ran ahead wrote down', async () => {
    const ahead = { at: '2035-12-31T23:45:00Z', until: '2036-01-01T00:00:00Z' };
    const pacing = memoryPacing({ ...NO_CALLS, calls: { 'all-periods': ahead } });
    const { gateway, clock } = gatewayWith(() => undefined, { pacing, maxWaitMs: 3_600_000 });
    await gateway.performance(ACCOUNT);
    expect(clock.waited.ms).toBeLessThanOrEqual(901_000);
  });

  it('let calls of one paced endpoint pass one after the other', async () => {
    const { gateway, calls } = gatewayWith(() => undefined, { maxWaitMs: 3_600_000 });
    await Promise.all([gateway.performance(ACCOUNT), gateway.performance(ACCOUNT), gateway.performance(ACCOUNT)]);
    const times = calls.map(({ at }) => at.getTime());
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(900_000);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(900_000);
  });

  it('keep a tenth of a second between any two calls', async () => {
    const { gateway, calls } = gatewayWith(() => undefined);
    for (let call = 0; call < 5; call += 1) await gateway.allocation(ACCOUNT);
    const times = calls.map(({ at }) => at.getTime());
    for (const [index, time] of times.slice(1).entries())
      expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(100);
  });
});

describe('a 429', () => {
  it('is not tried again, and keeps every process away for a quarter of an hour', async () => {
    const pacing = memoryPacing();
    const { gateway, calls } = gatewayWith((call) => (call.includes('alloc') ? answer(429) : undefined), { pacing });
    const refused = gateway.allocation(ACCOUNT);
    await expect(refused).rejects.toThrow(Paced);
    await expect(refused).rejects.toMatchObject({ resumeAt: new Date('2026-11-20T21:45:00.000Z') });
    expect(calls).toHaveLength(1);
    const next = gatewayWith(() => undefined, { pacing });
    await expect(next.gateway.accounts()).rejects.toThrow(Paced);
    expect(next.calls).toHaveLength(0);
  });
});
