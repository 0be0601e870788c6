import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { VirtualClock } from '#effects/virtual-clock';
import { FlexCutOff, FlexRefused, FlexUnreachable, FlexUnreadable } from '#sources/flex/errors';
import { type FlexPorts, type FlexRequest, openFlexSource } from '#sources/flex/flex-source';
import { openHttpClient } from '#sources/http/http-client';
import { startHttpsServer } from '#test/support/https-server';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const TOKEN = '123456789012345678';
const START = new Date('2026-04-03T10:00:00Z');
const DOCUMENTED = 'https://ndcdyn.interactivebrokers.com';
const STATEMENT =
  '<FlexQueryResponse queryName="Q" type="AF"><FlexStatements count="1"><FlexStatement accountId="U1" fromDate="20260401" toDate="20260402"/></FlexStatements></FlexQueryResponse>';
const refused = (code: string, status = 'Fail') =>
  `<FlexStatementResponse><Status>${status}</Status><ErrorCode>${code}</ErrorCode><ErrorMessage>m</ErrorMessage></FlexStatementResponse>`;
const accepted = (url = 'https://gdcdyn.interactivebrokers.com/x', reference = 'R1') =>
  `<FlexStatementResponse><Status>Success</Status><ReferenceCode>${reference}</ReferenceCode><url>${url}</url></FlexStatementResponse>`;

type Step = string | ((response: ServerResponse) => void);

/** A service that answers step by step over real sockets, whatever host is asked; the last step stays. */
async function service(steps: readonly Step[], more: Partial<FlexPorts> = {}) {
  const calls: { url: URL; agent: string | undefined; at: number }[] = [];
  const origins: string[] = [];
  const clock = new VirtualClock(START);
  const server = await startHttpsServer((request, response) => {
    const step = steps[Math.min(calls.length, steps.length - 1)] ?? '';
    const at = clock.now().getTime() - START.getTime();
    calls.push({ url: new URL(request.url ?? '', DOCUMENTED), agent: request.headers['user-agent'], at });
    if (typeof step === 'string') response.end(step);
    else step(response);
  });
  opened.push(server);
  const client = openFlexSource({
    token: TOKEN,
    clock,
    connect: (origin) => {
      origins.push(origin);
      return openHttpClient({ origin: server.origin, ca: server.certificate, userAgent: 'daybook/test' });
    },
    ...more,
  });
  opened.unshift(client);
  const fetched = async (request: Partial<FlexRequest> = {}) => {
    const kept: Uint8Array[] = [];
    const result = await client.fetch({ query: '77', ...request }, async (body) => {
      for await (const piece of body) kept.push(piece);
    });
    const text = Buffer.concat(kept).toString();
    expect(result.bytes).toBe(Buffer.byteLength(text));
    return text;
  };
  const failure = async () => {
    let kept = 0;
    const error: unknown = await client
      .fetch({ query: '77' }, async (body) => {
        for await (const _ of body);
        kept += 1;
      })
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(kept).toBe(0);
    expect(JSON.stringify([error, error instanceof Error && [error.message, error.stack]])).not.toContain(TOKEN);
    return error;
  };
  return { client, fetched, calls, origins, clock, failure };
}

describe('the Flex source', () => {
  it('asks for the statement, waits while it is made, and gives it as it came', async () => {
    const { fetched, calls, origins } = await service([accepted(), refused('1019', 'Warn'), STATEMENT]);
    const days = { from: calendarDate('2026-04-01'), to: calendarDate('2026-04-02') };
    expect(await fetched({ days })).toBe(STATEMENT);
    expect(calls.map(({ url }) => url.pathname.split('/').at(-1))).toEqual([
      'SendRequest',
      'GetStatement',
      'GetStatement',
    ]);
    expect(Object.fromEntries(calls[0]?.url.searchParams ?? [])).toEqual({
      t: TOKEN,
      q: '77',
      v: '3',
      fd: '20260401',
      td: '20260402',
    });
    expect(Object.fromEntries(calls[1]?.url.searchParams ?? [])).toEqual({ t: TOKEN, q: 'R1', v: '3' });
    expect(calls.map(({ at }) => at)).toEqual([0, 10_000, 20_000]);
    expect(calls[0]?.agent).toBe('daybook/test');
    expect(origins).toEqual([DOCUMENTED]);
  });

  it('sends at most ten requests a minute, also over several statements', async () => {
    const { fetched, calls } = await service([accepted(), STATEMENT, accepted(), STATEMENT]);
    await fetched();
    await fetched();
    expect(calls.map(({ at }) => at)).toEqual([0, 10_000, 16_500, 26_500]);
  });

  it.each(['1001', '1004', '1005', '1006', '1007', '1008', '1009', '1018', '1021'])(
    'waits a minute at %s, and gives up after three times',
    async (code) => {
      const { failure, calls } = await service([accepted(), refused(code)]);
      expect(await failure()).toMatchObject({
        name: 'FlexRefused',
        code,
        meaning: code === '1018' ? 'paced' : 'not-ready',
        resumeAt: new Date(START.getTime() + 10_000 + 4 * 60_000),
      });
      expect(calls.map(({ at }) => at)).toEqual([0, 10_000, 70_000, 130_000, 190_000]);
    },
  );

  it.each([
    ['1003', 'no-data'],
    ['1010', 'bad-request'],
    ['1011', 'no-permission-or-expired'],
    ['1012', 'no-permission-or-expired'],
    ['1013', 'blocked'],
    ['1014', 'bad-request'],
    ['1015', 'no-permission-or-expired'],
    ['1016', 'unknown-account'],
    ['1020', 'bad-request'],
    ['4711', 'server-error'],
  ])('stops at once at %s', async (code, meaning) => {
    const { failure, calls } = await service([refused(code)]);
    const error = await failure();
    expect(error).toBeInstanceOf(FlexRefused);
    expect(error).toMatchObject({ code, meaning, resumeAt: undefined });
    expect((error as Error).message).toContain(code);
    expect(calls).toHaveLength(1);
  });

  it('starts again once when the reference is no longer known', async () => {
    const { fetched } = await service([accepted(), refused('1017'), accepted(undefined, 'R2'), STATEMENT]);
    expect(await fetched()).toBe(STATEMENT);
    const { failure, calls } = await service([accepted(), refused('1017'), accepted(), refused('1017')]);
    expect(await failure()).toMatchObject({ code: '1017' });
    expect(calls).toHaveLength(4);
  });

  it('gives up on a statement that is never finished, and says when to ask again', async () => {
    const { failure, clock } = await service([accepted(), refused('1019', 'Warn')]);
    expect(await failure()).toMatchObject({ code: '1019', meaning: 'not-ready', resumeAt: expect.any(Date) });
    expect(clock.now().getTime() - START.getTime()).toBeLessThanOrEqual(600_000);
  });

  const broken = (response: ServerResponse) => response.writeHead(503).end();
  it("falls back to the host that the service names, if it is IBKR's", async () => {
    const { fetched, origins } = await service([accepted(), broken, STATEMENT]);
    expect(await fetched()).toBe(STATEMENT);
    expect(origins).toEqual([DOCUMENTED, 'https://gdcdyn.interactivebrokers.com']);
  });

  it.each([
    'https://evil.example/x',
    'https://interactivebrokers.com.evil.example/x',
    'https://evilinteractivebrokers.com/x',
    'http://gdcdyn.interactivebrokers.com/x',
    'https://gdcdyn.interactivebrokers.com:444/x',
    'https://user@gdcdyn.interactivebrokers.com/x',
    'nonsense',
  ])('never takes the token to %s', async (url) => {
    const { failure, origins } = await service([accepted(url), broken, STATEMENT]);
    expect(await failure()).toBeInstanceOf(FlexUnreachable);
    expect(origins).toEqual([DOCUMENTED]);
  });

  it.each<[string, Step, string]>([
    ['a redirect', (response) => response.writeHead(302, { location: 'https://x.example/' }).end(), 'not followed'],
    ['another status', broken, 'status 503'],
    ['a closed connection', (response) => response.destroy(), 'not reached'],
    [
      'a body that breaks off',
      (response) => response.writeHead(200, { 'content-length': '99' }).write('<a', () => response.destroy()),
      'broke off',
    ],
  ])('tells %s as what it is', async (_, step, says) => {
    const { failure } = await service([step]);
    const error = await failure();
    expect(error).toBeInstanceOf(FlexUnreachable);
    expect((error as Error).message).toContain(says);
  });

  it('never takes anything else for a statement', async () => {
    expect(await (await service([accepted(), STATEMENT.slice(0, -9)])).failure()).toBeInstanceOf(FlexCutOff);
    expect(await (await service(['<html/>'])).failure()).toBeInstanceOf(FlexUnreadable);
    expect(await (await service([accepted(), accepted()])).failure()).toBeInstanceOf(FlexUnreadable);
    expect(await (await service([STATEMENT])).failure()).toBeInstanceOf(FlexUnreadable);
    expect(await (await service([accepted(), STATEMENT + ' '.repeat(200)], { bodyCap: 300 })).failure()).toMatchObject({
      message: expect.stringContaining('larger'),
    });
  });
});
