import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hostFolder, SESSION_KEY } from '#archive/keys';
import type { Outcome, Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';
import { type FakeAccount, OUTPUTS } from '#test/support/fake-account';
import { startHttpsServer } from '#test/support/https-server';

const HOST = OUTPUTS.HostInstanceId;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('daybook doctor deployed', () => {
  /** A deployed Daybook whose host has told of itself. */
  async function deployed(certificateEnds: string): Promise<{ terminal: Terminal; account: FakeAccount }> {
    const { terminal, account } = await deployedTerminal();
    closing.push(() => terminal.leave());
    const page = await startHttpsServer(() => undefined, { notAfter: new Date(certificateEnds) });
    closing.push(() => page.close());
    await account.bucket.put(`${hostFolder(HOST)}certificate.pem`, page.certificate);
    const build = { build: '20230424', known: true, installedAt: '2026-11-01T00:00:00Z' };
    await account.bucket.put(`${hostFolder(HOST)}build.json`, JSON.stringify(build));
    return { terminal, account };
  }
  const session = (state: string): string =>
    JSON.stringify({ schema: 'daybook-session/1', state, since: '2026-11-21T05:00:00.000Z', host: HOST });
  const diagnosisIn = ({ stdout }: Outcome): string | undefined => /^Diagnosis: ([a-z -]+)\./m.exec(stdout)?.[1];

  it('says what is seen from where', async () => {
    const { terminal } = await deployed('2028-01-01T00:00:00Z');
    const { stdout } = await terminal.type('doctor', 'deployed', '--json');
    const told = JSON.parse(stdout) as { steps: { what: string; seenFrom: string }[] };
    expect(told.steps.map(({ what, seenFrom }) => `${what} from ${seenFrom}`)).toEqual([
      'Host from AWS',
      'Certificate from the archive',
      'Gateway from the archive',
      'Session from the archive',
      'Last answers from the archive',
    ]);
  });

  it('does not pretend to know a session that no run has needed', async () => {
    const { terminal } = await deployed('2028-01-01T00:00:00Z');
    const outcome = await terminal.type('doctor', 'deployed');
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([11, 'unknown']);
  });

  it('sends to the login when nobody is logged in', async () => {
    const { terminal, account } = await deployed('2028-01-01T00:00:00Z');
    await account.bucket.put(SESSION_KEY, session('needs-login'));
    const outcome = await terminal.type('doctor', 'deployed');
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([4, 'needs login']);
    expect(outcome.stdout).toContain('daybook login');
  });

  it('takes a certificate that ends soon for no trouble of today', async () => {
    const { terminal, account } = await deployed('2026-12-01T00:00:00Z');
    await account.bucket.put(SESSION_KEY, session('healthy'));
    const outcome = await terminal.type('doctor', 'deployed');
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([0, 'healthy']);
    expect(outcome.stdout).toContain('daybook host renew');
  });

  it('finds a host that is away, whatever its session was', async () => {
    const { terminal, account } = await deployed('2028-01-01T00:00:00Z');
    await account.bucket.put(SESSION_KEY, session('healthy'));
    account.ping = { online: false };
    const outcome = await terminal.type('doctor', 'deployed');
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([3, 'gateway down']);
  });

  it("writes the newest run's last answers into the log, and whose they are into none of it", async () => {
    const { terminal, account } = await deployed('2028-01-01T00:00:00Z');
    const name = 'raw/login/2026/11/20/final/20261121T104700Z-accounts-1';
    const request = { method: 'GET', path: '/v1/api/portfolio/accounts' };
    const asked = { endpoint: 'accounts', request, status: 503, headers: {}, receivedAt: '2026-11-21T10:47:00.000Z' };
    await account.bucket.put(`${name}.json`, '{"error":"Service Unavailable for U1234567","statusCode":503}');
    await account.bucket.put(`${name}.request.json`, JSON.stringify(asked));
    const { stdout } = await terminal.type('doctor', 'deployed', '--log', 'ticket.txt');
    expect(stdout).toContain('1 was a refusal');
    const log = await readFile(join(terminal.folder, 'ticket.txt'), 'utf8');
    expect(log).toContain('2026-11-21T10:47:00.000Z  answered 503');
    expect(log).toContain('"error": "Service Unavailable for …"');
    expect(log).not.toContain('U1234567');
  });
});
