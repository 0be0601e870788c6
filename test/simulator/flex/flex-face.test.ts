import { describe, expect, it } from 'vitest';
import { demoScenario } from '#simulator/demo-scenario';
import { emptyScenario } from '#simulator/empty-scenario';
import { parseFault } from '#simulator/faults';
import type { Scenario } from '#simulator/scenario';
import { FlexCutOff, FlexRefused, FlexUnreachable, FlexUnreadable } from '#sources/flex/errors';
import { fetchFrom } from '#test/simulator/caller';
import { type Running, run } from '#test/simulator/running';
import { daysFrom, statementsOf } from './statements-of.ts';

const FRIDAY = '2026-11-20';
/** Saturday, 05:45 in New York. */
const MORNING = '2026-11-21T10:45:00Z';
const SERVICE = '/AccountManagement/FlexWebService';

const LIFE = demoScenario({ seed: 1, today: new Date(MORNING) });
const start = (options: Parameters<typeof run>[2] = {}, at = MORNING, scenario: Scenario = LIFE): Promise<Running> =>
  run(scenario, at, options);

async function ask({ simulator }: Running, name: string, words: Record<string, string>): Promise<string> {
  const query = new URLSearchParams({ t: simulator.flex.token, v: '3', ...words });
  const reply = await fetchFrom(simulator, 'GET', `${SERVICE}/${name}?${query}`);
  expect(reply.status).toBe(200);
  expect(reply.headers['content-type']).toBe('text/xml;charset=UTF-8');
  return reply.text;
}

const word = (text: string, name: string): string | undefined => new RegExp(`<${name}>(.*)</${name}>`).exec(text)?.[1];
const pause = (running: Running, ms = 60_000): Promise<void> =>
  running.clock.advanceTo(new Date(running.clock.now().getTime() + ms));

/** The code of the refusal of one request. */
async function codeOf(running: Running, words: Record<string, string> = {}): Promise<string | undefined> {
  await pause(running);
  return word(await ask(running, 'SendRequest', { q: running.simulator.flex.query, ...words }), 'ErrorCode');
}

const days = (fd: string, td = fd) => ({ fd: fd.replaceAll('-', ''), td: td.replaceAll('-', '') });

describe('the simulated Flex Web Service', () => {
  it('gives a reference and its own address, says that it is at work, and then the statement', async () => {
    const running = await start({ flex: { inProgress: 2 } });
    const accepted = await ask(running, 'SendRequest', { q: running.simulator.flex.query });
    expect(word(accepted, 'Status')).toBe('Success');
    expect(word(accepted, 'url')).toBe(`${running.simulator.flex.origin}${SERVICE}/GetStatement`);
    expect(running.simulator.flex.origin).toBe(running.simulator.url);
    const q = word(accepted, 'ReferenceCode') ?? '';
    for (const code of ['1019', '1019', undefined]) {
      await pause(running, 10_000);
      const text = await ask(running, 'GetStatement', { q });
      expect(word(text, 'ErrorCode')).toBe(code);
      if (code) expect(word(text, 'Status')).toBe('Warn');
      else expect(text).toMatch(/^<FlexQueryResponse queryName="Daybook" type="AF">/);
    }
    expect(running.simulator.calls.map(({ path, status }) => `${path} ${status}`)).toEqual([
      '/FlexWebService/SendRequest 200',
      '/FlexWebService/GetStatement 200',
      '/FlexWebService/GetStatement 200',
      '/FlexWebService/GetStatement 200',
    ]);
  });

  it('gives the days that were asked for, or those that are saved in the query', async () => {
    const running = await start();
    const head = async (asked: Parameters<typeof statementsOf>[1], options?: Parameters<typeof statementsOf>[2]) => {
      await pause(running);
      const { pieces, text } = await statementsOf(running, asked, options);
      return [pieces[0]?.from, pieces.at(-1)?.to, /period="([^"]*)"/.exec(text)?.[1]];
    };
    expect(await head({})).toEqual(['2026-10-22', FRIDAY, 'Last30CalendarDays']);
    expect(await head(daysFrom('2026-11-14', '2026-11-16'))).toEqual(['2026-11-14', '2026-11-16', '']);
    expect(await head({ lastDays: 3 })).toEqual(['2026-11-18', FRIDAY, '']);
    const slashes = { slashOrder: 'month-first' } as const;
    expect(await head({ query: '1100003' }, slashes)).toEqual([FRIDAY, FRIDAY, 'LastBusinessDay']);
    expect(await head({ query: '1100004' })).toEqual(['2025-11-21', FRIDAY, 'Last365CalendarDays']);
  });

  it('refuses days that are none, too many, or in the wrong order', async () => {
    const running = await start();
    expect(await codeOf(running, days('2025-11-21', FRIDAY))).toBeUndefined();
    expect(await codeOf(running, days('2025-11-20', FRIDAY))).toBe('1020');
    expect(await codeOf(running, days(FRIDAY, '2026-11-19'))).toBe('1020');
    expect(await codeOf(running, days('2026-02-30', '2026-03-02'))).toBe('1020');
    expect(await codeOf(running, { fd: '20261120' })).toBe('1020');
    expect(await codeOf(running, { p: '366' })).toBe('1020');
    expect(await codeOf(running, { p: '0' })).toBe('1020');
    // Asked both ways, the days win.
    expect(await codeOf(running, { ...days(FRIDAY), p: '0' })).toBeUndefined();
    // Nothing is traded on these two days.
    expect(await codeOf(running, days('2026-11-14', '2026-11-15'))).toBe('1003');
  });

  it('has no statement of a day before the night after it, by the clock', async () => {
    const running = await start({ flex: { readyHour: 5 } }, '2026-11-21T09:58:00Z');
    expect(await codeOf(running, days(FRIDAY))).toBe('1003');
    expect(await codeOf(running, days(FRIDAY))).toBeUndefined();
    // A saved period ends with what is there.
    const early = await start({}, '2026-11-21T08:00:00Z');
    const { pieces } = await statementsOf(early);
    expect(pieces[0]?.to).toBe('2026-11-19');
  });

  it('tells each reason for which it refuses by its code', async () => {
    const running = await start({ flex: { tokenExpires: '2026-11-21' } });
    expect(await codeOf(running)).toBeUndefined();
    expect(await codeOf(running, { t: '1' })).toBe('1015');
    expect(await codeOf(running, { q: '7' })).toBe('1014');
    expect(await codeOf(running, { q: '' })).toBe('1020');
    await pause(running);
    expect(word(await ask(running, 'GetStatement', { q: '1234567890' }), 'ErrorCode')).toBe('1017');
    await running.clock.advanceTo(new Date('2026-11-22T10:45:00Z'));
    expect(await codeOf(running)).toBe('1012');
    const inactive = await start({}, MORNING, { name: 'none', accountIds: [], answer: () => undefined });
    expect(await codeOf(inactive)).toBe('1011');
  });

  it('takes one request a second and ten a minute, and forgets them after a minute', async () => {
    const running = await start();
    const send = async (): Promise<string | undefined> =>
      word(await ask(running, 'SendRequest', { q: running.simulator.flex.query }), 'ErrorCode');
    expect(await send()).toBeUndefined();
    expect(await send()).toBe('1018');
    for (let call = 0; call < 8; call += 1) {
      await pause(running, 2_000);
      expect(await send()).toBeUndefined();
    }
    await pause(running, 2_000);
    expect(await send()).toBe('1018');
    await pause(running, 61_000);
    expect(await send()).toBeUndefined();
    const free = await start({ flex: { limits: false } });
    expect(word(await ask(free, 'SendRequest', { q: '1100001' }), 'Status')).toBe('Success');
    expect(word(await ask(free, 'SendRequest', { q: '1100001' }), 'Status')).toBe('Success');
  });

  it('refuses a caller without a name, and knows no other call', async () => {
    const { simulator } = await start();
    const nameless = await fetchFrom(simulator, 'GET', `${SERVICE}/SendRequest?t=1`, { headers: { 'User-Agent': '' } });
    expect(nameless.status).toBe(403);
    expect((await fetchFrom(simulator, 'GET', `${SERVICE}/Other`)).status).toBe(404);
    expect((await fetchFrom(simulator, 'POST', `${SERVICE}/SendRequest`, { body: {} })).status).toBe(404);
  });

  it('tells an account that was never funded in zeros', async () => {
    const running = await start({}, MORNING, emptyScenario({ today: new Date(MORNING) }));
    const { pieces } = await statementsOf(running, daysFrom(FRIDAY, FRIDAY));
    expect(pieces[0]).toMatchObject({
      baseCurrency: 'USD',
      bookings: { trades: [], cashTransactions: [], changes: [{ starting: 0, ending: 0 }] },
      close: { positions: [] },
    });
  });

  it('writes the same facts in the dates, levels and sections that each query is set to', async () => {
    const running = await start();
    const texts: Record<string, string> = {};
    for (const query of ['1100001', '1100002', '1100003', '1100004', '1100005']) {
      await pause(running);
      const options = query === '1100003' ? ({ slashOrder: 'month-first' } as const) : {};
      texts[query] = (await statementsOf(running, { query, ...daysFrom('2026-11-02', FRIDAY) }, options)).text;
    }
    expect(texts['1100001']).toContain('fromDate="20261102"');
    expect(texts['1100001']).toMatch(/dateTime="20261102;202000"/);
    expect(texts['1100002']).toMatch(/dateTime="2026-11-02;20:20:00 EST"/);
    expect(texts['1100002']?.match(/<FlexStatement /g)).toHaveLength(15);
    expect(texts['1100003']).toMatch(/dateTime="11\/02\/2026, 20:20:00"/);
    expect(texts['1100003']).not.toMatch(/fxRateToBase|<ChangeInNAV|<EquitySummary/);
    expect(texts['1100004']).toMatch(/dateTime="02-Nov-26 20:20:00"/);
    expect(texts['1100001']).toContain('levelOfDetail="LOT"');
    expect(texts['1100005']).not.toMatch(/levelOfDetail|<Order |<SymbolSummary /);
  });

  it('confirms the trades of the running day, minutes after they were made', async () => {
    const traded = [...LIFE.truth(new Date(MORNING)).days].reverse().find((day) => {
      const { bookings } = LIFE.truth(new Date(MORNING)).day(day);
      return bookings.some(({ kind }) => kind === 'trade');
    });
    const running = await start({}, `${traded}T23:00:00Z`);
    const { pieces } = await statementsOf(running, { query: '1100009' });
    expect(pieces).toMatchObject([{ query: 'trade-confirmation', from: traded, to: traded }]);
    const truth = LIFE.truth(new Date(MORNING)).day(traded ?? '');
    expect(
      pieces[0]?.bookings.trades?.map(({ contract, quantity, netCash }) => [contract.conid, quantity, netCash]),
    ).toEqual(
      truth.bookings
        .filter(({ kind }) => kind === 'trade')
        .map((one) => [one.conid, one.quantity, Math.round((one.amount - (one.commission ?? 0)) * 100) / 100]),
    );
  });
});

describe('a fault of the Flex Web Service', () => {
  const struck = async (text: string, asked: Parameters<typeof statementsOf>[1] = daysFrom(FRIDAY, FRIDAY)) => {
    const running = await start();
    running.simulator.fault(parseFault(text));
    return statementsOf(running, asked);
  };

  it.each(['1001', '1009', '1013', '1021'])('flex-%s refuses with that code for ever', async (code) => {
    await expect(struck(`/FlexWebService/SendRequest=flex-${code}`)).rejects.toMatchObject({ code });
  });

  it('flex-1019 keeps a statement in the making as often as it says', async () => {
    const { pieces } = await struck('/FlexWebService/GetStatement=flex-1019:5');
    expect(pieces[0]?.to).toBe(FRIDAY);
    await expect(struck('/FlexWebService/GetStatement=flex-1019')).rejects.toMatchObject({ code: '1019' });
  });

  it('flex-late has the statement of a day come a day later', async () => {
    await expect(struck('/FlexWebService/SendRequest=flex-late')).rejects.toMatchObject({ code: '1003' });
  });

  it('flex-one-day gives one day where the query has thirty saved, and the days that a request names', async () => {
    const { pieces } = await struck('/FlexWebService/SendRequest=flex-one-day', {});
    expect([pieces[0]?.from, pieces[0]?.to]).toEqual([FRIDAY, FRIDAY]);
    const named = await struck('/FlexWebService/SendRequest=flex-one-day', daysFrom('2026-11-16', FRIDAY));
    expect(named.pieces[0]?.from).toBe('2026-11-16');
  });

  it('flex-count says one statement more than there are', async () => {
    expect((await struck('/FlexWebService/GetStatement=flex-count')).count).toBe(2);
  });

  it('flex-warn and flex-foreign-url change what is said when a request is taken, and no more', async () => {
    const running = await start();
    running.simulator.fault(parseFault('/FlexWebService/SendRequest=flex-warn:1'));
    running.simulator.fault(parseFault('/FlexWebService/SendRequest=flex-foreign-url:1'));
    const warned = await ask(running, 'SendRequest', { q: '1100001' });
    expect([word(warned, 'Status'), word(warned, 'ReferenceCode')]).toEqual([
      'Warn',
      expect.stringMatching(/^\d{10}$/),
    ]);
    await pause(running);
    const foreign = await ask(running, 'SendRequest', { q: '1100001' });
    expect([word(foreign, 'Status'), word(foreign, 'url')]).toEqual(['Success', expect.stringContaining('.invalid/')]);
  });

  it('flex-unknown adds what nobody knows', async () => {
    const { pieces } = await struck('/FlexWebService/GetStatement=flex-unknown');
    expect(pieces[0]?.unknown).toMatchObject([{ section: 'SimulatedSection', name: 'SimulatedRow' }]);
  });

  it.each([
    ['cut', FlexUnreachable],
    ['flex-half', FlexCutOff],
    ['flex-entities', FlexUnreadable],
    ['flex-external-entity', FlexUnreadable],
    ['flex-deep', FlexUnreadable],
    ['flex-encoding', FlexUnreadable],
    ['html', FlexUnreadable],
  ])('%s gives no statement', async (name, error) => {
    await expect(struck(`/FlexWebService/GetStatement=${name}`)).rejects.toBeInstanceOf(error);
  });

  it('huge sends rows for as many megabytes as it says', async () => {
    const running = await start();
    running.simulator.fault({ path: '/FlexWebService/GetStatement', kind: 'huge', megabytes: 2 });
    const { text, pieces } = await statementsOf(running);
    expect(text.length).toBeGreaterThan(2 * 1024 * 1024);
    expect(pieces[0]?.unknown.length).toBeGreaterThan(30);
  });

  it('flex-envelope gives the word of the service in place of the statement', async () => {
    await expect(struck('/FlexWebService/GetStatement=flex-envelope')).rejects.toBeInstanceOf(Error);
  });

  it('is not spent on a statement that is still in the making', async () => {
    const running = await start({ flex: { inProgress: 3 } });
    running.simulator.fault(parseFault('/FlexWebService/GetStatement=flex-count:1'));
    expect((await statementsOf(running)).count).toBe(2);
  });

  it('strikes no call of the gateway, and those of the gateway none of its own', async () => {
    const running = await start();
    running.simulator.fault(parseFault('*=flex-1012'));
    running.simulator.fault(parseFault('*=empty-accounts'));
    expect((await fetchFrom(running.simulator, 'GET', '/v1/api/portfolio/accounts')).text).toBe('[]');
    await expect(statementsOf(running)).rejects.toBeInstanceOf(FlexRefused);
  });

  it.each([
    ['/portfolio/accounts=flex-1019', /begin with \/FlexWebService\//],
    ['/FlexWebService/GetStatement=error-200', /answers with XML/],
    ['/FlexWebService/GetStatement=flex-late', /the other call/],
    ['/FlexWebService/SendRequest=flex-12', /is no fault/],
  ])('that would strike nothing is refused: %s', (text, message) => {
    expect(() => parseFault(text)).toThrow(message);
  });
});
