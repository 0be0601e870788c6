import { readFile, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Interrupted } from '#owner/interrupted';
import type { Fault } from '#simulator/faults';
import type { Simulator } from '#simulator/simulator';
import { type Outcome, openTerminal, type Terminal } from '#test/support/command';
import { gatewayOf } from '#test/support/gateway-of';
import { startHttpsServer } from '#test/support/https-server';

let terminal: Terminal;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  terminal = await openTerminal();
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  await terminal.leave();
});

/** The doctor's word on a simulated gateway; answers may take a second. */
async function examined(
  options: { loggedIn?: boolean; faults?: readonly Fault[]; words?: readonly string[] } = {},
): Promise<Outcome & { simulator: Simulator }> {
  const { simulator, words } = await gatewayOf(terminal, { loggedIn: options.loggedIn ?? true });
  closing.push(() => simulator.close());
  for (const fault of options.faults ?? []) simulator.fault(fault);
  await writeFile(join(terminal.folder, 'daybook.json'), JSON.stringify({ gateway: { deadlineSeconds: 1 } }));
  const outcome = await terminal.type('doctor', '--quiet', ...words, ...(options.words ?? []));
  return { ...outcome, simulator };
}

/** Its word on whatever answers as `listener` does. */
async function examinedServer(listener: RequestListener): Promise<Outcome> {
  const server = await startHttpsServer(listener);
  closing.push(() => server.close());
  await writeFile(join(terminal.folder, 'gateway.pem'), server.certificate);
  return terminal.type('doctor', '--quiet', '--gateway', server.origin, '--ca', 'gateway.pem');
}

const diagnosisIn = ({ stdout }: Outcome): string | undefined => /^Diagnosis: ([a-z -]+)\./m.exec(stdout)?.[1];
const paths = ({ calls }: Simulator): string[] => calls.map(({ method, path }) => `${method} ${path}`);

describe('daybook doctor', () => {
  it('finds a good login healthy, and asks for each thing once', async () => {
    const outcome = await examined();
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([0, 'healthy']);
    const [account] = outcome.simulator.calls.flatMap(({ path }) => /portfolio\/(U\w+)/.exec(path)?.[1] ?? []);
    expect(paths(outcome.simulator)).toEqual([
      'GET /',
      'POST /tickle',
      'POST /iserver/auth/status',
      'GET /portfolio/accounts',
      `GET /portfolio/${account}/ledger`,
    ]);
    expect(outcome.stdout).not.toContain(account);
  });

  it('finds nobody logged in, and asks no further', async () => {
    const outcome = await examined({ loggedIn: false });
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([4, 'needs login']);
    expect(new Set(paths(outcome.simulator))).toEqual(new Set(['GET /', 'POST /tickle']));
    expect(outcome.stdout).toMatch(/GET \/portfolio\/accounts +not asked: needs login, see above/);
  });

  it('finds IBKR silent behind a gateway that runs', async () => {
    const outcome = await examined({ faults: [{ path: '*', kind: 'silent' }] });
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([3, 'ibkr silent']);
    expect(outcome.stdout).toContain('The gateway program runs');
  });

  it('finds maintenance by the page that says so', async () => {
    const outcome = await examined({ faults: [{ path: '*', kind: 'html', page: 'maintenance' }] });
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([9, 'maintenance']);
  });

  it('finds a limit of IBKR, says until when, and asks no further', async () => {
    const outcome = await examined({ faults: [{ path: '/portfolio/accounts', kind: 'status', status: 429 }] });
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([7, 'paced']);
    expect(outcome.stdout).toContain('Not before 2026-11-21T11:00');
    expect(paths(outcome.simulator).at(-1)).toBe('GET /portfolio/accounts');
  });

  it('keeps the limit that an earlier command met', async () => {
    const { simulator } = await examined({ faults: [{ path: '/portfolio/accounts', kind: 'status', status: 429 }] });
    const before = simulator.calls.length;
    const outcome = await terminal.type('doctor', '--gateway', simulator.url, '--ca', 'gateway.pem');
    expect(outcome.code).toBe(7);
    expect(simulator.calls.slice(before).map(({ path }) => path)).toEqual(['/']);
  });

  it('takes one tickle that failed for nothing when the account can be read', async () => {
    const outcome = await examined({ faults: [{ path: '/tickle', kind: 'status', status: 503 }] });
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([0, 'healthy']);
    expect(outcome.stdout).toMatch(/✗ POST \/tickle +503/);
  });

  it('finds a login without an account', async () => {
    const outcome = await examined({ faults: [{ path: '/portfolio/accounts', kind: 'empty-accounts' }] });
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([5, 'account refused']);
  });

  it('takes a trading session that is busy elsewhere for nothing', async () => {
    const body = JSON.stringify({ authenticated: false, competing: true, connected: true });
    const outcome = await examined({ faults: [{ path: '/iserver/auth/status', kind: 'status', status: 200, body }] });
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([0, 'healthy']);
    expect(outcome.stdout).toContain('belongs to another program of this user');
  });

  it('finds an answer of another form', async () => {
    const body = '{"accounts":[]}';
    const outcome = await examined({ faults: [{ path: '/portfolio/accounts', kind: 'status', status: 200, body }] });
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([9, 'schema changed']);
  });

  it('finds a gateway that does not run', async () => {
    const { simulator, words } = await gatewayOf(terminal);
    await simulator.close();
    const outcome = await terminal.type('doctor', ...words);
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([3, 'gateway down']);
  });

  it('finds another certificate than the one trusted', async () => {
    const { simulator } = await gatewayOf(terminal);
    closing.push(() => simulator.close());
    const other = await startHttpsServer(() => undefined);
    closing.push(() => other.close());
    await writeFile(join(terminal.folder, 'other.pem'), other.certificate);
    const outcome = await terminal.type('doctor', '--gateway', simulator.url, '--ca', 'other.pem');
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([3, 'blocked']);
    expect(simulator.calls).toEqual([]);
  });

  it('finds a caller whom the gateway does not let in', async () => {
    const outcome = await examinedServer((_, response) => response.writeHead(404).end('Access Denied'));
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([3, 'blocked']);
    expect(outcome.stdout).toContain('ips.allow');
  });

  it('finds a proxy without a gateway behind it', async () => {
    const outcome = await examinedServer((_, response) => {
      response
        .writeHead(502, { 'X-Daybook-Proxy': 'unreachable' })
        .end('{"error":"gateway does not run","by":"proxy"}');
    });
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([3, 'gateway down']);
  });

  it('asks the login service only when told to', async () => {
    const outcome = await examined({ words: ['--validate'] });
    expect(paths(outcome.simulator)).toContain('GET /sso/validate');
    expect(outcome.stdout).toContain('It is a live login.');
    const again = await terminal.type(
      'doctor',
      '--validate',
      '--gateway',
      outcome.simulator.url,
      '--ca',
      'gateway.pem',
    );
    expect(paths(outcome.simulator).filter((path) => path === 'GET /sso/validate')).toHaveLength(1);
    expect(again.code).toBe(7);
  });

  it('prints one object for a script', async () => {
    const { stdout } = await examined({ loggedIn: false, words: ['--json'] });
    const told = JSON.parse(stdout) as {
      conclusion: object;
      steps: { what: string; diagnosis?: string; by?: string }[];
    };
    expect(told.conclusion).toMatchObject({ diagnosis: 'needs-login' });
    expect(told.steps[1]).toMatchObject({ what: 'POST /tickle', state: 'bad', diagnosis: 'needs-login', status: 401 });
  });

  it('writes a log that names neither account, session nor person', async () => {
    const { simulator } = await examined({ words: ['--log', 'ticket.txt'] });
    const log = await readFile(join(terminal.folder, 'ticket.txt'), 'utf8');
    expect(log).toContain('GET /v1/api/portfolio/<account 1>/ledger');
    const account = simulator.calls.flatMap(({ path }) => /portfolio\/(U\w+)/.exec(path)?.[1] ?? [])[0] ?? '';
    for (const secret of [account, '5f2c1a90b7d84e63a1f0c2d94b86e371', '02:00:5E', '104772915']) {
      expect(secret).not.toBe('');
      expect(log).not.toContain(secret);
    }
  });

  it('writes what it saw also when the person stops it', async () => {
    const interruption = new AbortController();
    const stopped = await openTerminal({ interrupted: interruption.signal });
    closing.push(() => stopped.leave());
    const { simulator, words } = await gatewayOf(stopped);
    closing.push(() => simulator.close());
    interruption.abort(new Interrupted());
    const outcome = await stopped.type('doctor', '--log', 'ticket.txt', ...words);
    expect(outcome.code).toBe(130);
    expect(await readFile(join(stopped.folder, 'ticket.txt'), 'utf8')).toContain('the examination broke off');
  });

  it('writes over no file, and asks nothing then', async () => {
    await writeFile(join(terminal.folder, 'ticket.txt'), 'mine');
    const outcome = await examined({ words: ['--log', 'ticket.txt'] });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('is there already');
    expect(outcome.simulator.calls).toEqual([]);
    expect(await readFile(join(terminal.folder, 'ticket.txt'), 'utf8')).toBe('mine');
  });

  it.each([
    [['nonsense'], 'not "deployed"'],
    [['deployed', '--gateway', 'https://localhost:1'], '--gateway does not go with "deployed"'],
    [['--region', 'eu-central-2'], '--region goes only with "deployed"'],
  ])('refuses %j', async (words, message) => {
    const outcome = await terminal.type('doctor', ...words);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(message);
  });
});
