import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostFolder, SESSION_HEALTHY_KEY, SESSION_KEY } from '#archive/keys';
import { Interrupted } from '#owner/interrupted';
import type { Simulator } from '#simulator/simulator';
import { type Outcome, openTerminal, type Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';
import { type FakeAccount, OUTPUTS } from '#test/support/fake-account';
import { type FakeAws, type FakeAwsOptions, fakeAws, isAlive } from '#test/support/fake-aws';
import { gatewayOf } from '#test/support/gateway-of';
import { startHttpsServer } from '#test/support/https-server';

const HOST = OUTPUTS.HostInstanceId;
const ROLE = OUTPUTS.LoginRoleArn;
const closing: (() => Promise<unknown>)[] = [];
let machine: string;
beforeEach(async () => {
  machine = await mkdtemp(join(tmpdir(), 'daybook-machine-'));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await rm(machine, { recursive: true, force: true });
});

describe('daybook login at a gateway of this machine', () => {
  async function begun(onShow: (simulator: Simulator) => void, loggedIn = false) {
    let simulator: Simulator | undefined;
    const terminal = await openTerminal({ onShow: () => simulator && onShow(simulator) });
    closing.push(() => terminal.leave());
    const gateway = await gatewayOf(terminal, { loggedIn });
    simulator = gateway.simulator;
    closing.push(() => gateway.simulator.close());
    return { terminal, ...gateway };
  }

  it('opens the page, explains its certificate, waits, and says what session it is', async () => {
    const { terminal, simulator, words } = await begun((one) => one.login());
    const outcome = await terminal.type('login', ...words);
    expect(terminal.shown).toEqual([`${simulator.url}/`]);
    expect(outcome.stderr).toContain(new X509Certificate(simulator.certificate).fingerprint256);
    expect(outcome.stdout).toContain('The session is healthy. It is a live session');
    expect(outcome.code).toBe(0);
  });

  it('calls a session paper by what IBKR says, not by the number of the account', async () => {
    const { terminal, simulator, words } = await begun((one) => one.login());
    const body = JSON.stringify([{ id: 'U1234567', type: 'DEMO', currency: 'USD' }]);
    simulator.fault({ path: '/portfolio/accounts', kind: 'status', status: 200, body });
    expect((await terminal.type('login', ...words)).stdout).toContain('It is a paper session');
  });

  it('means the gateway of the settings when nothing is deployed from them', async () => {
    const { terminal, simulator } = await begun((one) => one.login());
    const gateway = { url: simulator.url, ca: 'gateway.pem', serverName: simulator.serverName };
    await writeFile(join(terminal.folder, 'daybook.json'), JSON.stringify({ gateway }));
    expect((await terminal.type('login')).stdout).toContain('The session is healthy.');
  });

  it('opens no page when somebody is logged in already', async () => {
    const { terminal, words } = await begun(() => undefined, true);
    const outcome = await terminal.type('login', ...words);
    expect(outcome.stdout).toContain('Somebody is logged in already.');
    expect(terminal.shown).toEqual([]);
  });

  it('ends when nobody logs in, and says so', async () => {
    const { terminal, words } = await begun(() => undefined);
    const outcome = await terminal.type('login', ...words, '--wait', '2');
    expect(outcome.code).toBe(4);
    expect(outcome.stdout).toContain('No healthy session was seen');
  });

  it('takes a failure in the middle of the login for nothing', async () => {
    const { terminal, words } = await begun((one) => {
      one.fault({ path: '/tickle', kind: 'status', status: 503, times: 2 });
      one.login();
    });
    expect((await terminal.type('login', ...words)).code).toBe(0);
  });

  it('says at once that the gateway does not run', async () => {
    const { terminal, simulator, words } = await begun(() => undefined);
    await simulator.close();
    const outcome = await terminal.type('login', ...words);
    expect(outcome.code).toBe(3);
    expect(terminal.shown).toEqual([]);
  });

  it('keeps the doctor from the login service for two minutes', async () => {
    const { terminal, simulator, words } = await begun((one) => one.login());
    await terminal.type('login', ...words);
    const outcome = await terminal.type('doctor', '--validate', ...words);
    expect(outcome.code).toBe(7);
    expect(simulator.calls.map(({ path }) => path)).not.toContain('/sso/validate');
  });

  it('shows the page at another address when told to', async () => {
    const { terminal, words } = await begun((one) => one.login());
    await terminal.type('login', ...words, '--page', 'https://localhost:5443');
    expect(terminal.shown).toEqual(['https://localhost:5443']);
  });
});

describe('daybook login at the deployed gateway', () => {
  interface Begun {
    readonly terminal: Terminal;
    readonly account: FakeAccount;
    readonly aws: FakeAws;
    readonly login: (...words: readonly string[]) => Promise<Outcome>;
    readonly pageCertificate: string;
  }

  const session = (state: string, host = HOST): string =>
    JSON.stringify({ schema: 'daybook-session/1', state, since: '2026-11-21T10:46:00.000Z', host });
  const healthy = (at: string): string => JSON.stringify({ schema: 'daybook-session-healthy/1', at, first: at });

  /** What keep-session and the run do after a login. */
  async function loggedIn({ bucket }: FakeAccount, type = 'DEMO'): Promise<void> {
    await bucket.put(SESSION_KEY, session('healthy'));
    await bucket.put(SESSION_HEALTHY_KEY, healthy('2026-11-21T10:46:00.000Z'));
    const name = 'raw/login/2026/11/20/final/20261121T104700Z-accounts-1';
    const request = { method: 'GET', path: '/v1/api/portfolio/accounts' };
    await bucket.put(`${name}.json`, JSON.stringify([{ id: 'U1234567', type, currency: 'USD' }]));
    const asked = { endpoint: 'accounts', request, status: 200, headers: {}, receivedAt: '2026-11-21T10:47:00.000Z' };
    await bucket.put(`${name}.request.json`, JSON.stringify(asked));
  }

  async function begun(
    options: FakeAwsOptions & { onShow?: (account: FakeAccount) => Promise<void> | void; settings?: object } = {},
  ): Promise<Begun> {
    // The login listener at the end of the forward: answers as the gateway's first page does.
    const page = await startHttpsServer((_, response) =>
      response.writeHead(302, { Location: '/sso/Login?forwardTo=22' }).end(),
    );
    closing.push(() => page.close());
    const aws = await fakeAws(machine, { port: Number(new URL(page.origin).port), ...options });
    let known: FakeAccount | undefined;
    const { terminal, account } = await deployedTerminal({
      programs: aws.programs,
      onShow: () => known && options.onShow?.(known),
      ...(options.interrupted ? { interrupted: options.interrupted } : {}),
      ...(options.settings ? { settings: options.settings } : {}),
    });
    known = account;
    closing.push(() => terminal.leave());
    await account.bucket.put(`${hostFolder(HOST)}login-certificate.pem`, page.certificate);
    const login = (...words: readonly string[]): Promise<Outcome> => terminal.type('login', ...words);
    return { terminal, account, aws, login, pageCertificate: page.certificate };
  }

  async function nothingStayed(aws: FakeAws): Promise<void> {
    const plugins = (await aws.notes()).flatMap((line) => /^plugin (\d+)$/.exec(line)?.[1] ?? []).map(Number);
    expect(plugins).toHaveLength(1);
    expect(await Promise.all(plugins.map(isAlive))).toEqual([false]);
  }

  it('makes exactly this request: the login document, its host, a free port, under the login role alone', async () => {
    const { aws, login } = await begun({ onShow: (account) => loggedIn(account) });
    const outcome = await login('--profile', 'home');
    expect(outcome.stderr).toContain('Login page');
    expect((await aws.notes()).filter((line) => !line.startsWith('plugin'))).toEqual([
      `aws sts assume-role --region eu-central-2 --output json --role-arn ${ROLE} --role-session-name daybook-login --profile home`,
      `aws ssm start-session --region eu-central-2 --target ${HOST} --document-name Daybook-login --parameters localPortNumber=0`,
      'as ASIAROLE, profile none',
      'interrupted',
    ]);
    await nothingStayed(aws);
  });

  it('shows the page at the port that the forward has, with the fingerprint from the archive', async () => {
    const { terminal, login, pageCertificate } = await begun({ onShow: (account) => loggedIn(account) });
    const { stderr, stdout, code } = await login();
    expect(terminal.shown[0]).toMatch(/^https:\/\/localhost:\d+\/$/);
    expect(stderr).toContain(new X509Certificate(pageCertificate).fingerprint256);
    expect(stdout).toContain('The session is healthy. It is a paper session, as IBKR names its accounts.');
    expect(stdout).toContain('What is due starts by itself');
    expect(code).toBe(0);
  });

  it('says live of a live login', async () => {
    const { login } = await begun({ onShow: (account) => loggedIn(account, 'INDIVIDUAL') });
    expect((await login()).stdout).toContain('It is a live session');
  });

  it('names what is missing on this machine and where it comes from, and asks AWS for nothing', async () => {
    const { aws, login, account } = await begun({ without: ['aws', 'session-manager-plugin'] });
    account.stack = new Error('asked');
    const outcome = await login();
    expect(outcome.code).toBe(11);
    expect(outcome.stderr).toContain('session-manager-plugin is not found');
    expect(outcome.stderr).toContain('https://docs.aws.amazon.com/cli/');
    expect(await aws.notes()).toEqual([]);
  });

  it('sends nobody to a page that shows another certificate than the host wrote', async () => {
    const { terminal, account, aws, login } = await begun();
    const other = await startHttpsServer(() => undefined);
    closing.push(() => other.close());
    await account.bucket.put(`${hostFolder(HOST)}login-certificate.pem`, other.certificate);
    const outcome = await login();
    expect(outcome.code).toBe(10);
    expect(outcome.stderr).toContain('Log in nowhere');
    expect(terminal.shown).toEqual([]);
    await nothingStayed(aws);
  });

  it('closes the forward on Ctrl-C', async () => {
    const interruption = new AbortController();
    const { aws, login } = await begun({
      interrupted: interruption.signal,
      onShow: () => interruption.abort(new Interrupted()),
    });
    const outcome = await login();
    expect(outcome.code).toBe(130);
    expect(outcome.stderr).toContain('the way to the login page is closed');
    await nothingStayed(aws);
  });

  it('closes it when nobody logs in', async () => {
    const { aws, login } = await begun();
    const outcome = await login('--wait', '1');
    expect(outcome.code).toBe(4);
    await nothingStayed(aws);
  });

  it('is not misled by a session that was healthy before, nor by that of an older host', async () => {
    const { account, login } = await begun();
    await account.bucket.put(SESSION_KEY, session('healthy', 'i-old'));
    await account.bucket.put(SESSION_HEALTHY_KEY, healthy('2026-11-20T10:00:00.000Z'));
    expect((await login('--wait', '1')).code).toBe(4);
  });

  it('opens nothing while the session is healthy, unless told to', async () => {
    const { account, aws, login } = await begun();
    await account.bucket.put(SESSION_KEY, session('healthy'));
    const outcome = await login();
    expect(outcome.stdout).toContain('The session was healthy when a run last needed it.');
    expect(await aws.notes()).toEqual([]);
    const anyway = await login('--anyway', '--wait', '1');
    expect(anyway.stderr).toContain('end with Ctrl-C');
    expect(anyway.code).toBe(4);
  });

  it.each<[FakeAwsOptions, string]>([
    [
      { refusedRole: 'An error occurred (AccessDenied) when calling the AssumeRole operation' },
      'does not let this profile take the role',
    ],
    [{ refusedRole: 'Unable to locate credentials' }, 'Unable to locate credentials'],
    [{ refusedSession: 'An error occurred (TargetNotConnected) when calling' }, 'does not report to Systems Manager'],
    [{ refusedSession: 'An error occurred (AccessDeniedException) when calling' }, 'no right to ssm:StartSession'],
    [{ refusedSession: 'something else' }, 'did not open: something else'],
  ])('says what stands in the way: %j', async (options, message) => {
    const { login, terminal } = await begun(options);
    const outcome = await login();
    expect(outcome.code).toBe(10);
    expect(outcome.stderr).toContain(message);
    expect(terminal.shown).toEqual([]);
  });

  it('refuses flags of the other kind', async () => {
    const { login } = await begun();
    expect((await login('--page', 'https://localhost:1')).stderr).toContain(
      '--page goes only with a gateway of this machine',
    );
    const outcome = await login('--gateway', 'https://localhost:1', '--anyway');
    expect(outcome.stderr).toContain('--anyway goes only with a deployed gateway');
  });
});
