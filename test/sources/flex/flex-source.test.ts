import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
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

const broken = (response: ServerResponse) => response.writeHead(503).end();

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

  it.each<[string, string | Buffer, typeof FlexCutOff | typeof FlexUnreadable]>([
    ['a statement that is cut', STATEMENT.slice(0, -9), FlexCutOff],
    ['a page', '<!DOCTYPE html><html><body>Log in</body></html>', FlexUnreadable],
    ['a bare page', '<html/>', FlexUnreadable],
    ['a success', accepted(), FlexUnreadable],
    ['nothing', '', FlexUnreadable],
    ['UTF-16', Buffer.from(`\ufeff${STATEMENT}`, 'utf16le'), FlexUnreadable],
    ['latin1', Buffer.from(STATEMENT.replace('"Q"', '"\u00fc"'), 'latin1'), FlexUnreadable],
    ['an entity bomb', `<!DOCTYPE a [<!ENTITY a "aaaa">]>${STATEMENT}`, FlexUnreadable],
    ['a packed body that does not say so', gzipSync(STATEMENT), FlexUnreadable],
    ['a statement with more behind it', `${STATEMENT}<a/>`, FlexUnreadable],
  ])('keeps nothing of %s', async (_, body, type) => {
    const { failure } = await service([accepted(), (response) => response.end(body)]);
    expect(await failure()).toBeInstanceOf(type);
  });

  it('never takes a statement for a reference', async () => {
    expect(await (await service([STATEMENT])).failure()).toBeInstanceOf(FlexUnreadable);
  });

  it('takes a body that the service packs, and says so', async () => {
    const packed = (response: ServerResponse) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(STATEMENT));
    expect(await (await service([accepted(), packed])).fetched()).toBe(STATEMENT);
  });

  it('stops a statement without end at the cap, and the connection with it', async () => {
    const { failure, endless } = await endlessService(1024 * 1024);
    expect(await failure()).toMatchObject({ message: expect.stringContaining('larger') });
    expect(await endless).toBeLessThan(64 * 1024 * 1024);
  });

  it("gives up on a service's word that does not end", async () => {
    const wordy = (response: ServerResponse) => response.end(`<FlexStatementResponse>${'<a/>'.repeat(40_000)}`);
    expect(await (await service([accepted(), wordy])).failure()).toMatchObject({
      message: expect.stringContaining('on and on'),
    });
  });

  it('gives up on a service that falls silent', async () => {
    const { failure } = await service([() => undefined], { patienceMs: 1 });
    expect(await failure()).toMatchObject({ name: 'FlexUnreachable', reason: 'silent' });
  });
});

describe('what is kept', () => {
  const keepNothing = async () => undefined;

  it('is read to its end even where its keeper has it already', async () => {
    const { client } = await service([accepted(), STATEMENT]);
    expect(await client.fetch({ query: '1' }, keepNothing)).toMatchObject({
      bytes: STATEMENT.length,
      document: { statements: 1 },
    });
    const { client: cut } = await service([accepted(), STATEMENT.slice(0, -3)]);
    await expect(cut.fetch({ query: '1' }, keepNothing)).rejects.toBeInstanceOf(FlexCutOff);
  });

  it('is nothing when its keeper swallows the fault, or tells it in words of its own', async () => {
    for (const own of [undefined, new Error('the disk')]) {
      const { client } = await service([accepted(), STATEMENT.slice(0, -3)]);
      const keep = async (body: AsyncIterable<Uint8Array>) => {
        try {
          for await (const _ of body);
        } catch {
          if (own) throw own;
        }
      };
      await expect(client.fetch({ query: '1' }, keep)).rejects.toBeInstanceOf(FlexCutOff);
    }
  });

  it("passes on a fault of its keeper's own", async () => {
    const { client, calls } = await service([accepted(), STATEMENT]);
    const disk = new Error('no space');
    await expect(client.fetch({ query: '1' }, () => Promise.reject(disk))).rejects.toBe(disk);
    expect(calls).toHaveLength(2);
  });

  it('is asked for once: a body that broke off does not begin anew behind it', async () => {
    const breaks = (response: ServerResponse) =>
      response.writeHead(200).write(STATEMENT.slice(0, 150), () => response.destroy());
    const { failure, origins } = await service([accepted(), breaks, STATEMENT]);
    expect(await failure()).toMatchObject({ reason: 'cut-off' });
    expect(origins).toEqual([DOCUMENTED]);
  });
});

describe('what is asked', () => {
  it('may be the last so many days, or those of the query', async () => {
    const { fetched, calls } = await service([accepted(), STATEMENT, accepted(), STATEMENT]);
    await fetched({ lastDays: 30 });
    await fetched();
    expect(calls[0]?.url.searchParams.get('p')).toBe('30');
    expect(calls[2]?.url.searchParams.toString()).toBe(`t=${TOKEN}&q=77&v=3`);
  });

  it('spans 1 to 365 days', async () => {
    const { client, fetched, calls } = await service([accepted(), STATEMENT]);
    const days = (from: string, to: string) => ({ from: calendarDate(from), to: calendarDate(to) });
    for (const request of [
      { days: days('2025-01-01', '2026-01-01') },
      { days: days('2026-01-02', '2026-01-01') },
      { lastDays: 0 },
      { lastDays: 366 },
      { lastDays: 1.5 },
      { lastDays: 3, days: days('2026-01-01', '2026-01-01') },
    ]) {
      await expect(client.fetch({ query: '1', ...request }, async () => undefined)).rejects.toBeInstanceOf(RangeError);
    }
    expect(calls).toHaveLength(0);
    expect(await fetched({ days: days('2025-01-01', '2025-12-31') })).toBe(STATEMENT);
  });

  it('goes to the address that is given', async () => {
    const { fetched, origins } = await service([accepted(), broken, STATEMENT], { origin: 'https://127.0.0.1:1' });
    await fetched();
    expect(origins).toEqual(['https://127.0.0.1:1', 'https://gdcdyn.interactivebrokers.com']);
  });
});

describe('the outlook of a refusal', () => {
  it('is endless where one code was all that was said, and later where it was not', async () => {
    const endless = await service([refused('1001')]);
    expect(await endless.failure()).toMatchObject({ code: '1001', outlook: 'endless', resumeAt: expect.any(Date) });
    const hanging = await service([accepted(), refused('1019', 'Warn')]);
    expect(await hanging.failure()).toMatchObject({ code: '1019', outlook: 'endless' });
    const late = await service([accepted(), refused('1019', 'Warn'), refused('1004')]);
    expect(await late.failure()).toMatchObject({ code: '1004', outlook: 'later' });
    const paced = await service([refused('1018')]);
    expect(await paced.failure()).toMatchObject({ outlook: 'later', reason: 'paced' });
  });

  it('gets over 1001 that ends', async () => {
    expect(await (await service([refused('1001'), accepted(), refused('1001'), STATEMENT])).fetched()).toBe(STATEMENT);
  });

  it('is permanent where a person has to do something, and later where there is no statement yet', async () => {
    expect(await (await service([refused('1012')])).failure()).toMatchObject({ outlook: 'permanent' });
    expect(await (await service([refused('1003')])).failure()).toMatchObject({ outlook: 'later' });
    expect(await (await service([refused('1017')])).failure()).toMatchObject({ outlook: 'permanent' });
  });

  it('is an hour for a token that was shut out after failures', async () => {
    const { failure, calls } = await service([refused('1025')]);
    expect(await failure()).toMatchObject({
      meaning: 'locked-out',
      outlook: 'later',
      resumeAt: new Date(START.getTime() + 3_600_000),
    });
    expect(calls).toHaveLength(1);
  });

  it('shows a code that nobody documents as it was sent, and nothing that is none', async () => {
    const message = async (code: string) => ((await (await service([refused(code)])).failure()) as Error).message;
    expect(await message('4711')).toContain('(4711)');
    expect(await message('FX-12')).toContain('(FX-12)');
    expect(await message('no &lt;b&gt; at all')).toContain('(not a number)');
    expect(await message('')).toContain('(without a number)');
  });
});

/** Accepts a request, then sends a statement that never ends; tells how much of it went out. */
async function endlessService(bodyCap: number) {
  const { promise: endless, resolve: done } = Promise.withResolvers<number>();
  const piece = Buffer.from(`<A>${'<B c="1"/>'.repeat(6_000)}</A>`);
  const pour = (response: ServerResponse) => {
    let sent = 0;
    response.on('close', () => done(sent));
    response.write(STATEMENT.slice(0, STATEMENT.indexOf('/></FlexStatements>')).concat('>'));
    const more = () => {
      while (!response.destroyed) {
        sent += piece.byteLength;
        if (!response.write(piece)) {
          response.once('drain', more);
          return;
        }
      }
    };
    more();
  };
  return { ...(await service([accepted(), pour], { bodyCap })), endless };
}
