import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordedScenario } from '#simulator/recorded-scenario';
import { RecordingsError } from '#simulator/recordings-error';
import { call, json } from './caller.ts';
import { type Running, run } from './running.ts';

const OWN = fileURLToPath(new URL('../../src/simulator/recordings', import.meta.url));

interface Manifest {
  readonly accounts: readonly {
    readonly answers: readonly {
      method: string;
      path: string;
      file: string;
      query?: Record<string, string>;
      requestBody?: unknown;
    }[];
  }[];
}

async function play(folder: string, account?: string): Promise<Running> {
  const { scenario, at } = await recordedScenario({ folder, ...(account ? { account } : {}) });
  return run(scenario, at.toISOString());
}

describe('the project’s own recordings', () => {
  it('are all served byte for byte, each for the request the manifest names', async () => {
    const manifest = JSON.parse(await readFile(join(OWN, 'manifest.json'), 'utf8')) as Manifest;
    const answers = manifest.accounts[0]?.answers ?? [];
    expect(answers).toHaveLength(16);
    const { simulator, clock } = await play(OWN);
    for (const { method, path, file, query, requestBody } of answers) {
      const search = query ? `?${new URLSearchParams(query)}` : '';
      // Lists come before what needs them, and no limit is broken.
      await clock.sleep(15 * 60_000);
      const { status, text } = await call(simulator, method, `${path}${search}`, requestBody);
      expect({ path, status }).toEqual({ path, status: 200 });
      expect(text).toBe(await readFile(join(OWN, file), 'utf8'));
    }
  });

  it('play at the moment they were made', async () => {
    const { at } = await recordedScenario({ folder: OWN });
    expect(at.toISOString()).toBe('2026-04-02T20:32:11.000Z');
  });

  it('are found whatever else the query says, and whatever the order of a body’s names', async () => {
    const { simulator } = await play(OWN);
    await call(simulator, 'GET', '/portfolio/accounts');
    const rows = await json<unknown[]>(simulator, 'GET', '/portfolio/U1234567/positions/0?sort=position&direction=d');
    expect(rows).toHaveLength(2);
    const body = { days: 30, currency: 'USD', conids: ['756733'], acctIds: ['U1234567'] };
    expect((await call(simulator, 'POST', '/pa/transactions', body)).status).toBe(200);
  });

  it('answer what they lack as a gateway would', async () => {
    const { simulator, clock } = await play(OWN);
    await call(simulator, 'GET', '/portfolio/accounts');
    const acctIds = ['U1234567'];
    const status = async (method: string, path: string, body?: unknown): Promise<number> => {
      await clock.sleep(15 * 60_000);
      return (await call(simulator, method, path, body)).status;
    };
    expect(await status('GET', '/portfolio/U9999999/ledger')).toBe(401);
    expect(await status('GET', '/portfolio/U1234567/combo/positions')).toBe(404);
    expect(await status('POST', '/pa/performance', { acctIds, period: '3M' })).toBe(400);
    expect(await status('POST', '/pa/performance', { acctIds, period: '1Y' })).toBe(404);
    expect(await status('POST', '/pa/allperiods', { acctIds: ['U9999999'] })).toBe(500);
    expect(await json(simulator, 'GET', '/portfolio/U1234567/positions/7')).toEqual([]);
  });

  it('give of several definitions asked for those that are recorded', async () => {
    const { simulator } = await play(OWN);
    const { secdef } = await json<{ secdef: { conid: number }[] }>(
      simulator,
      'GET',
      '/trsrv/secdef?conids=320227571,756733',
    );
    expect(secdef.map(({ conid }) => conid)).toEqual([756733]);
  });
});

describe('any folder of recordings', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recordings-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (name: string, content: unknown): Promise<void> =>
    writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  const account = (name: string, answers: unknown[]): unknown => ({
    name,
    accountId: 'DU7654321',
    recordedAt: '2025-06-03T15:00:00Z',
    answers,
  });

  it('may rename account numbers, hold several answers in a file, and answer with other statuses', async () => {
    await write('list.json', '[{"id": "U1", "note": "U1, U12 and U1.5"}]');
    await write('parts.json', {
      ok: { status: 200, body: { total: 1.5 } },
      refused: { status: 503, body: 'busy' },
    });
    await write('plain.txt', '');
    await write('manifest.json', {
      bodies: [
        { file: 'list.json', status: 200, contentType: 'application/json' },
        { file: 'plain.txt', status: 410, contentType: null },
      ],
      accounts: [
        account('first', []),
        account('second', [
          { method: 'GET', path: '/portfolio/accounts', file: 'list.json', idMap: { U1: 'DU7654321' } },
          { method: 'GET', path: '/portfolio/DU7654321/ledger', file: 'parts.json', key: 'ok' },
          { method: 'GET', path: '/portfolio/DU7654321/summary', file: 'parts.json', key: 'refused' },
          { method: 'GET', path: '/portfolio/DU7654321/meta', file: 'plain.txt' },
          { host: 'flex', method: 'GET', path: '/SendRequest', file: 'absent.xml' },
        ]),
      ],
    });
    const { simulator } = await play(folder, 'second');
    expect((await call(simulator, 'GET', '/portfolio/accounts')).text).toBe(
      '[{"id": "DU7654321", "note": "DU7654321, U12 and DU7654321.5"}]',
    );
    expect(await json(simulator, 'GET', '/portfolio/DU7654321/ledger')).toEqual({ total: 1.5 });
    expect(await call(simulator, 'GET', '/portfolio/DU7654321/summary')).toMatchObject({ status: 503, text: 'busy' });
    const gone = await call(simulator, 'GET', '/portfolio/DU7654321/meta');
    expect(gone).toMatchObject({ status: 410, text: '' });
    expect(gone.headers['content-type']).toBeUndefined();
  });

  it('is refused with its cause when it can’t be played', async () => {
    const message = (name?: string): Promise<string> =>
      recordedScenario({ folder, ...(name ? { account: name } : {}) }).then(
        () => 'played',
        (error: unknown) => (error instanceof RecordingsError ? error.message : String(error)),
      );
    expect(await message()).toMatch(/has no manifest\.json/);
    await write('manifest.json', '{"bodies": [');
    expect(await message()).toMatch(/manifest\.json is not JSON/);
    await write('manifest.json', {});
    expect(await message()).toMatch(/lacks "accounts" or "bodies"/);
    await write('manifest.json', { bodies: [], accounts: [] });
    expect(await message()).toMatch(/has no accounts/);
    await write('manifest.json', {
      bodies: [],
      accounts: [account('one', [{ method: 'GET', path: '/tickle', file: 'no.json' }])],
    });
    expect(await message('two')).toMatch(/no recorded account two\. Choose one of: one/);
    expect(await message()).toMatch(/no\.json, which can't be read/);
  });
});
