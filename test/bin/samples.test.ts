import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runSamples } from '#bin/samples/run';
import { type SampleEntry, samplesFolder, TRAPS } from '#test/support/samples-folder';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function run(entries: readonly SampleEntry[]) {
  const folder = await samplesFolder(entries);
  folders.push(folder);
  const lines: string[] = [];
  const code = await runSamples(folder, (line) => lines.push(line));
  return { code, lines, folder };
}

/** Another value of the same sort. */
function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value * 1.001 + 1;
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return [...value, 'one more'];
  return value === null ? 'something' : { ...(value as object), more: 1 };
}

describe('the check of recorded answers', () => {
  it('comes to every verdict and figure of bodies with all known traps', async () => {
    const { code, lines } = await run(TRAPS);
    expect(lines).toEqual(['Not used: none', 'Facts not compared: none', '19 passed, 0 failed, 0 skipped']);
    expect(code).toBe(0);
  });

  it("comes to all of the project's own recordings, and leaves no fact out", async () => {
    const lines: string[] = [];
    const code = await runSamples(join('src', 'simulator', 'recordings'), (line) => lines.push(line));
    expect(lines).toContain('Facts not compared: none');
    expect(lines.at(-1)).toMatch(/^\d\d passed, 0 failed, \d+ skipped$/);
    expect(code).toBe(0);
  });

  /** Facts that hold figures of their own: each of them is tried. */
  const GROUPS = ['cash', 'executions', 'openPositions', 'changeInNav'];
  const facts = TRAPS.flatMap((entry) =>
    Object.entries((entry.facts ?? {}) as object).flatMap(([fact, value]) =>
      GROUPS.includes(fact)
        ? Object.keys(value as object).map((inner) => ({ entry, fact: `${fact}.${inner}` }))
        : [{ entry, fact }],
    ),
  );
  it.each(facts.map(({ entry, fact }) => [entry.file, fact, entry] as const))(
    'sees that %s has another figure for "%s"',
    async (file, fact, entry) => {
      const wrong = { ...(entry.facts as Record<string, unknown>) };
      const [outer = '', inner] = fact.split('.');
      if (inner !== undefined) {
        const figures = wrong[outer] as Record<string, unknown>;
        wrong[outer] = { ...figures, [inner]: otherThan(figures[inner]) };
      } else wrong[fact] = fact === 'byPeriod' ? { YTD: { points: 5 } } : otherThan(wrong[fact]);
      const { code, lines } = await run([{ ...entry, facts: wrong }]);
      expect(code).toBe(1);
      expect(lines[0]).toContain(`${file}: ${fact}`);
      expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    },
  );

  it('sees another verdict, also with the other statuses and with a login that is fine', async () => {
    const { lines } = await run([
      { file: 'a.json', kind: 'error', path: '/x', status: 429, content: '', expect: 'blocked' },
      { file: 'b.json', kind: 'error', path: '/x', status: 429, alsoStatus: [500], content: '', expect: 'paced' },
      {
        file: 'c.json',
        kind: 'error',
        path: '/x',
        status: 401,
        content: '',
        expect: 'needs-login',
        expectIfLoginIsFine: 'paced',
      },
    ]);
    expect(lines.slice(0, 3)).toEqual([
      'a.json: verdict: expected blocked, found paced',
      'b.json: with status 500: verdict: expected paced, found server-error',
      'c.json: verdict once the login is proved good: expected paced, found unknown-account',
    ]);
  });

  it('names facts it does not know as not compared, at every depth, and passes nothing for them', async () => {
    const { lines } = await run([
      {
        file: 'a.json',
        kind: 'accounts',
        path: '/portfolio/accounts',
        content: [],
        expect: 'empty',
        facts: { moonPhase: 3 },
      },
      {
        ...(TRAPS.find(({ file }) => file === 'holes.json') as SampleEntry),
        facts: { byPeriod: { YTD: { mood: 1 }, '1D': {} } },
      },
    ]);
    expect(lines).toContain('  a.json: moonPhase');
    expect(lines).toContain('  holes.json: byPeriod.YTD.mood');
  });

  it('lists what is not used with the reason', async () => {
    const { code, lines } = await run([
      { file: 'a.xml', kind: 'flex-statement', host: 'elsewhere', path: '/GetStatement', content: '<x/>' },
      { file: 'b.json', kind: 'history', path: '/iserver/marketdata/history', content: {} },
      { file: 'c.json', kind: 'message', method: 'POST', path: '/logout', content: { status: true } },
    ]);
    expect(lines).toEqual([
      'Not used:',
      '  a.xml: the host "elsewhere" is not asked',
      '  b.json: answers of the kind "history" are not used',
      '  c.json: /logout is not called',
      'Facts not compared: none',
      '0 passed, 0 failed, 3 skipped',
    ]);
    expect(code).toBe(1);
  });

  it('says where a body of another form differs instead of ending', async () => {
    const { lines } = await run([
      { file: 'a.json', kind: 'ledger', path: '/portfolio/{accountId}/ledger', content: { USD: { cashbalance: 'x' } } },
    ]);
    expect(lines[0]).toMatch(/^a\.json: verdict: expected data, found unreadable \(.*row USD, field/);
  });

  it('compares sums with a tolerance of a thousand-millionth, all else exactly', async () => {
    const entry = TRAPS.find(({ file }) => file === 'allocation.json') as SampleEntry;
    const facts = { ...(entry.facts as object), netTotal: -509.7 * (1 + 5e-10) };
    expect((await run([{ ...entry, facts }])).code).toBe(0);
    expect((await run([{ ...entry, facts: { ...facts, netTotal: -509.7 * (1 + 5e-9) } }])).code).toBe(1);
    const ledger = TRAPS.find(({ kind }) => kind === 'ledger') as SampleEntry;
    const near = { ...(ledger.facts as object), netLiquidationBase: 150.00000000001 };
    expect((await run([{ ...ledger, facts: near }])).code).toBe(1);
  });
});

describe('what a manifest writes in its own way', () => {
  it('is an instant without its fraction of a second', async () => {
    const content = { netliquidation: { amount: 5, currency: 'USD', timestamp: 1_775_161_929_417 } };
    const totals = { file: 'a.json', kind: 'summary', path: '/portfolio/{accountId}/summary' };
    const at = (asOf: string) => run([{ ...totals, content, facts: { asOf } }]);
    expect((await at('2026-04-02T20:32:09Z')).code).toBe(0);
    expect((await at('2026-04-02T20:32:10Z')).code).toBe(1);
  });

  it('is a sum of amounts that cancel out, whatever order they were added in', async () => {
    const bookings = [-0.1, -0.2, 0.3].map((amt) => ({ cur: 'USD', rawDate: '20231211', amt, conid: 7, type: 'Buy' }));
    const content = { currency: 'USD', from: 1_702_270_800_000, to: 1_702_530_000_000, transactions: bookings };
    const netted = (facts: object) =>
      run([{ file: 'a.json', kind: 'transactions', path: '/pa/transactions', content, facts }]);
    expect((await netted({ netAmount: -2.7755575615628914e-17, amountByType: { Buy: 0 } })).code).toBe(0);
    expect((await netted({ netAmount: -1e-11 })).code).toBe(1);
    expect((await netted({ amountByType: { Buy: 1e-11 } })).code).toBe(1);
    expect((await netted({ amountByType: null })).code).toBe(1);
    expect((await netted({ types: { Buy: 3 } })).code).toBe(0);
  });

  it('is judged under each name by what was added under it, and not by a larger sum beside it', async () => {
    const line = { long: { STK: 1e12, CASH: 3 }, short: { CASH: -3 } };
    const content = { assetClass: line, sector: { long: {}, short: {} }, group: { long: {}, short: {} } };
    const netted = (CASH: number) =>
      run([
        {
          file: 'a.json',
          kind: 'allocation',
          path: '/portfolio/{accountId}/allocation',
          content,
          facts: { netByAssetClass: { STK: 1e12, CASH } },
        },
      ]);
    expect((await netted(1e-13)).code).toBe(0);
    expect((await netted(1e-6)).code).toBe(1);
  });

  it('is nothing at all for one contract that is not held, and for no other question', async () => {
    const nothing = { file: 'a.json', kind: 'positions', content: '', contentType: null, expect: 'empty' };
    expect((await run([{ ...nothing, path: '/portfolio/{accountId}/position/{conid}' }])).code).toBe(0);
    expect((await run([{ ...nothing, path: '/portfolio/{accountId}/positions/{pageId}' }])).code).toBe(1);
    expect((await run([{ ...nothing, path: '/portfolio/{accountId}/position/{conid}', status: 500 }])).code).toBe(1);
  });

  it('is the count of entries and accounts, without a new field beside them', async () => {
    const net = { amount: 5, currency: 'USD' };
    for (const newField of ['new', 1.5, [1], { a: 1 }]) {
      const { lines, code } = await run([
        {
          file: 'a.json',
          kind: 'summary',
          path: '/portfolio/{accountId}/summary',
          content: { netliquidation: net, unheardOf: net, newField },
          facts: { keyCount: 2 },
        },
        {
          file: 'b.json',
          kind: 'positions',
          path: '/portfolio/positions/{conid}',
          content: { U1: [{ acctId: 'U1', conid: 7, position: 1, mktValue: 10, currency: 'USD' }], newField },
          facts: { accounts: ['U1'], rows: 1 },
        },
      ]);
      expect([lines.at(-1), code]).toEqual(['2 passed, 0 failed, 0 skipped', 0]);
    }
  });

  it('is nothing for the base currency of an account that has none yet', async () => {
    const accounts = { file: 'a.json', kind: 'accounts', path: '/portfolio/accounts' };
    const content = [
      { id: 'U1', currency: 'USD' },
      { id: 'U2', currency: null },
    ];
    expect((await run([{ ...accounts, content, facts: { baseCurrencies: { U1: 'USD', U2: null } } }])).code).toBe(0);
  });
});

describe('a folder that can not be used', () => {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  afterEach(() => lines.splice(0));

  it('is named when it or its manifest is missing', async () => {
    expect(await runSamples(join('no', 'such', 'folder'), print)).toBe(2);
    expect(lines).toEqual([expect.stringMatching(/manifest\.json can't be read \(ENOENT\)\. Give a folder/)]);
  });

  it('is named when a body is missing', async () => {
    const { folder } = await run([{ file: 'a.json', kind: 'ledger', content: {}, expect: 'empty', path: '/x' }]);
    await rm(join(folder, 'a.json'));
    expect(await runSamples(folder, print)).toBe(2);
    expect(lines[0]).toContain('a.json');
  });

  it('is named when its manifest is none', async () => {
    const { folder } = await run([]);
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(folder, 'manifest.json'), '{"bodies":3}');
    expect(await runSamples(folder, print)).toBe(2);
    await writeFile(join(folder, 'manifest.json'), 'no JSON');
    expect(await runSamples(folder, print)).toBe(2);
    expect(lines).toHaveLength(2);
  });
});
