import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GATEWAY_NAME } from '#lib/host/ports';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { type Outcome, openTerminal } from '#test/support/command';
import { freePorts } from './gateway/free-ports.ts';
import { type RunningNginx, startNginx } from './gateway/nginx.ts';
import { type GatewayHost, startGatewayHost } from './real-gateway/gateway-host.ts';
import { startProgram } from './real-gateway/program.ts';

/** The proxy's own hour stands in its answers, so all clocks begin with it. */
const now = new Date();
let host: GatewayHost;
beforeAll(async () => {
  host = await startGatewayHost(demoScenario({ seed: 1, today: now }), now);
});
afterAll(() => host?.close());
// The doctor asks as fast as it may; the simulated limits run on a clock of their own.
beforeEach(() => host.clock.sleep(60_000));

/** One command at a fresh proxy, in a fresh terminal, and the log it wrote. */
async function typed(
  command: 'doctor' | 'login',
  proxy: RunningNginx,
  words: readonly string[] = [],
  onShow: (page: string) => Promise<void> | void = () => undefined,
): Promise<Outcome & { log: string; shown: readonly string[] }> {
  const terminal = await openTerminal({ at: new Date(), onShow });
  try {
    await writeFile(join(terminal.folder, 'proxy.pem'), proxy.certificate);
    // Above the deadline of the proxy, so that its word for a silent gateway arrives.
    await writeFile(join(terminal.folder, 'daybook.json'), JSON.stringify({ gateway: { deadlineSeconds: 6 } }));
    const gateway = [
      '--gateway',
      `https://127.0.0.1:${proxy.apiPort}`,
      '--ca',
      'proxy.pem',
      '--server-name',
      GATEWAY_NAME,
    ];
    const outcome = await terminal.type(command, '--quiet', ...gateway, ...words);
    const log = await readFile(join(terminal.folder, 'ticket.txt'), 'utf8').catch(() => '');
    return { ...outcome, log, shown: [...terminal.shown] };
  } finally {
    await proxy.close();
    await terminal.leave();
  }
}

const examined = (proxy: RunningNginx) => typed('doctor', proxy, ['--log', 'ticket.txt']);
const diagnosisIn = ({ stdout }: Outcome): string | undefined => /^Diagnosis: ([a-z -]+)\./m.exec(stdout)?.[1];

describe('at the real gateway program behind the deployed proxy', () => {
  it('the doctor finds nobody logged in', async () => {
    const outcome = await examined(await host.proxy());
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([4, 'needs login']);
  });

  it('the login command waits for the person at the login listener, and says what session it is', async () => {
    const proxy = await host.proxy();
    const page = `https://localhost:${proxy.loginPort}`;
    const outcome = await typed('login', proxy, ['--page', page], () => host.login(proxy));
    expect(outcome.shown).toEqual([page]);
    expect(outcome.stdout).toContain('The session is healthy. It is a live session');
    expect(outcome.code).toBe(0);
  }, 30_000);

  it('the doctor finds the login healthy, and its log holds no secret', async () => {
    const outcome = await examined(await host.proxy());
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([0, 'healthy']);
    expect(outcome.log).toContain('GET /v1/api/portfolio/<account 1>/ledger');
    expect(host.simulator.secrets.length).toBeGreaterThanOrEqual(4);
    for (const secret of [...host.simulator.secrets, DEMO_ACCOUNT]) {
      expect(outcome.log).not.toContain(secret);
      expect(outcome.stdout).not.toContain(secret);
    }
  });

  it('the doctor finds IBKR silent when the servers behind the program are', async () => {
    host.simulator.fault({ path: '*', kind: 'silent' });
    const outcome = await examined(await host.proxy());
    host.simulator.clearFaults();
    host.simulator.dropConnections();
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([3, 'ibkr silent']);
    expect(outcome.stdout).toContain('the gateway program behind it runs');
  }, 30_000);

  it('the doctor finds a caller whom the program does not let in', async () => {
    const program = await startProgram(host.simulator, '10.9.9.9');
    const proxy = await startNginx({ port: program.port, certificate: program.certificate }, 2);
    const outcome = await examined(proxy);
    await program.close();
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([3, 'blocked']);
  }, 30_000);

  it('the doctor finds a proxy without the program', async () => {
    const [port] = await freePorts(2);
    const outcome = await examined(await startNginx({ port, certificate: host.program.certificate }, 2));
    expect([outcome.code, diagnosisIn(outcome)]).toEqual([3, 'gateway down']);
  });
});
