import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Outcome, openTerminal, type Terminal } from '#test/support/command';
import { FRIDAY, gatewayOf, type TestGateway } from '#test/support/gateway-of';

let terminal: Terminal;
let gateway: TestGateway | undefined;

beforeEach(async () => {
  terminal = await openTerminal();
});
afterEach(async () => {
  await gateway?.simulator.close();
  gateway = undefined;
  await terminal.leave();
});

const start = async (options: Parameters<typeof gatewayOf>[1] = {}): Promise<TestGateway> => {
  gateway = await gatewayOf(terminal, options);
  return gateway;
};

const report = async (...more: readonly string[]): Promise<Outcome> =>
  terminal.type('report', ...(gateway?.words ?? []), ...more);

/** One clear message, a next step, no stack trace. */
function expectClear(outcome: Outcome, code: number, message: RegExp): void {
  expect(outcome.stderr + outcome.stdout).toMatch(message);
  expect(outcome.code).toBe(code);
  expect(outcome.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(outcome.stderr + outcome.stdout).not.toMatch(/undefined|\[object/);
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(join(terminal.folder, folder), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('wrong words', () => {
  it('are all named together, and nothing is begun', async () => {
    const outcome = await terminal.type('demo', '--sead', '3', '--date', '2026-02-30', '--scenario', 'moon', 'extra');
    expectClear(outcome, 2, /4 things to mend first/);
    expect(outcome.stderr).toContain('--sead is not a flag of this command; did you mean --seed?');
    expect(outcome.stderr).toContain('--date 2026-02-30 is not a day of the form YYYY-MM-DD');
    expect(outcome.stderr).toContain('"moon" is not one of demo, recorded');
    expect(await filesUnder('.')).toEqual([]);
  });

  it('that would do nothing beside the scenario are refused', async () => {
    const outcome = await terminal.type('demo', '--size', '0.1', '--clients', '3', '--account', 'paper');
    expectClear(outcome, 2, /3 things to mend first/);
    expect(outcome.stderr).toContain('--size is for the scenario large, and this is demo');
    expect(outcome.stderr).toContain('--clients is for the scenario advisor, and this is demo');
    expect(outcome.stderr).toContain('--account is for the scenario recorded, and this is demo');
    expect(await filesUnder('.')).toEqual([]);
  });

  it('in the settings file and in the flags are named together', async () => {
    await writeFile(join(terminal.folder, 'daybook.json'), '{"colour": 1, "timeZone": "Mars/Olympus"}');
    const outcome = await terminal.type('report', '--gateway', 'localhost', '--wait', 'long', '--ca', 'none.pem');
    expectClear(outcome, 2, /things to mend first/);
    for (const part of ['colour is not a setting', 'timeZone', '--gateway', '--wait long']) {
      expect(outcome.stderr).toContain(part);
    }
  });

  it.each(['"https://localhost:5000"', 'null', '[]'])(
    'such as %s in place of the gateway, with flags',
    async (value) => {
      await writeFile(join(terminal.folder, 'daybook.json'), `{"gateway": ${value}}`);
      const outcome = await terminal.type('report', '--gateway', 'https://localhost:1');
      expectClear(
        outcome,
        2,
        /one thing to mend first\s+- setting gateway should be an object, or "none" for Flex alone\n/,
      );
    },
  );

  it('such as a settings file that is no JSON, or is not there, are said plainly', async () => {
    await writeFile(join(terminal.folder, 'broken.json'), '{ "accounts": ');
    expectClear(await terminal.type('report', '--settings', 'broken.json'), 2, /broken\.json is not JSON/);
    expectClear(await terminal.type('report', '--settings', 'absent.json'), 2, /absent\.json can't be read/);
  });

  it('such as a folder without recordings, or an account that is not among them, are said plainly', async () => {
    const absent = await terminal.type('demo', '--scenario', 'recorded', '--recordings', 'nowhere');
    expectClear(absent, 2, /nowhere/);
    const nobody = await terminal.type('demo', '--scenario', 'recorded', '--account', 'nobody');
    expectClear(nobody, 2, /nobody/);
  });

  it('get a suggestion when they are near a command', async () => {
    expectClear(await terminal.type('reprot'), 2, /did you mean report\?/);
  });

  it('such as a day without trading are refused with the reason', async () => {
    expectClear(
      await terminal.type('demo', '--date', '2026-11-26'),
      2,
      /2026-11-26 is not a trading day .*Thanksgiving/,
    );
  });
});

describe('a gateway', () => {
  it('that is not there is said to be unreachable', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    expectClear(await terminal.type('report', '--gateway', `https://127.0.0.1:${port}`), 3, /Nothing listens at https/);
  });

  it('that shows another certificate than the trusted one is refused, with what to do', async () => {
    const { simulator } = await start();
    const other = await gatewayOf(terminal);
    await other.simulator.close();
    const outcome = await terminal.type('report', '--gateway', simulator.url, '--ca', 'gateway.pem');
    expectClear(outcome, 3, /certificate/i);
    expect(simulator.calls).toHaveLength(0);
  });

  it('that nobody is logged in to asks for the login', async () => {
    await start({ loggedIn: false });
    expectClear(await report(), 4, /nobody is logged in/i);
  });

  it('whose login shows no account says so', async () => {
    const { simulator } = await start();
    simulator.fault({ kind: 'empty-accounts', path: '/portfolio/accounts' });
    expectClear(await report(), 5, /no account/i);
  });

  it('whose login lacks the account asked for names it', async () => {
    await start();
    expectClear(await report('--account', 'U7777777'), 5, /U…7777 is not in this login/);
  });

  it('that answers with the login page asks for the login', async () => {
    const { simulator } = await start();
    simulator.fault({ kind: 'html', page: 'login', path: '/portfolio/accounts' });
    expectClear(await report(), 4, /logged in/i);
  });

  it('that answers with HTML for one part costs that part only', async () => {
    const { simulator } = await start();
    simulator.fault({ kind: 'html', page: 'maintenance', path: '/portfolio/*/allocation' });
    const outcome = await report();
    expectClear(outcome, 6, /allocation/i);
    expect(outcome.stdout).toMatch(/Page {6}/);
  });

  it('that cuts an answer short costs that part only, and what came is kept as partial', async () => {
    const { simulator } = await start();
    simulator.fault({ kind: 'cut', path: '/portfolio/*/summary' });
    expectClear(await report(), 6, /Account totals are missing: .* broke off after \d+ bytes/);
    expect((await filesUnder('daybook-archive/raw')).some((file) => file.endsWith('.partial'))).toBe(true);
  });

  it('that never finishes an answer is given up at the deadline', async () => {
    const { simulator } = await start();
    simulator.fault({ kind: 'hang', path: '/portfolio/*/summary' });
    await writeFile(join(terminal.folder, 'daybook.json'), '{"gateway": {"deadlineSeconds": 1}}');
    const outcome = await report();
    expect([3, 6]).toContain(outcome.code);
    expectClear(outcome, outcome.code, /did not|answer|deadline|seconds/i);
  });

  it('that says 200 and means an error costs that part only', async () => {
    const { simulator } = await start();
    simulator.fault({ kind: 'error-200', path: '/portfolio/*/ledger' });
    const outcome = await report();
    expectClear(outcome, 6, /cash|ledger|currencies/i);
  });

  it('that is paced waits for nobody and says until when', async () => {
    const { simulator } = await start();
    simulator.fault({ kind: 'status', status: 429, path: '/pa/allperiods' });
    const outcome = await report();
    expectClear(outcome, 7, /2026-11-21T11:0/);
  });
});

describe('answers nobody has seen before', () => {
  it('keep an unknown asset class, count it, and say so', async () => {
    const { simulator } = await start();
    simulator.fault({ kind: 'unknown-asset-class', path: '/portfolio/*/positions/0' });
    const outcome = await report('--json');
    expect(outcome.code).toBe(0);
    const page = await readFile(JSON.parse(outcome.stdout).accounts[0].page, 'utf8');
    expect(page).toMatch(/asset class/i);
  });

  it('flag a currency without a rate and leave it out of no total in silence', async () => {
    const { simulator } = await start();
    simulator.fault({ kind: 'unrated-currency', path: '/portfolio/*/positions/0' });
    const outcome = await report('--json');
    const summary = JSON.parse(outcome.stdout);
    expect(JSON.stringify(summary.accounts[0].warnings)).toMatch(/rate/i);
    expect(summary.accounts[0].checks.failed.length).toBeGreaterThan(0);
  });
});

describe('the archive', () => {
  it('with a damaged Snapshot is not rebuilt from it', async () => {
    await terminal.type('demo', '--date', FRIDAY, '--quiet');
    const files = await filesUnder('daybook-demo/snapshots');
    const final = files
      .filter((file) => file.includes('/final-'))
      .sort()
      .at(-1) as string;
    await writeFile(final, (await readFile(final, 'utf8')).replace(/"conid":(\d)/, '"conid":9$1'));
    const outcome = await terminal.type('publish', '--out', 'daybook-demo');
    expectClear(outcome, 8, /damaged/);
    expect(outcome.stderr).toContain(final);
  });

  it('that holds nothing says where one comes from', async () => {
    expectClear(await terminal.type('publish', '--out', 'empty'), 8, /holds no Snapshot/);
  });

  it('whose place is taken by a file is refused and the file left alone', async () => {
    await writeFile(join(terminal.folder, 'taken'), 'mine');
    expectClear(await terminal.type('demo', '--date', FRIDAY, '--out', 'taken'), 8, /a file stands at this path/);
    expect(await readFile(join(terminal.folder, 'taken'), 'utf8')).toBe('mine');
  });
});

it('shows the stack trace only to those who ask for it', async () => {
  await writeFile(join(terminal.folder, 'taken'), 'mine');
  const outcome = await terminal.type('demo', '--date', FRIDAY, '--out', 'taken', '--debug');
  expect(outcome.stderr).toMatch(/^\s+at .*:\d+:\d+/m);
});
