import { spawnSync } from 'node:child_process';
import { GatewayProgramMissing, gatewayProgram } from '#test/host/real-gateway/obtain';
import { unfitNode } from '#test/house/node-24';
import { runChecks } from '#test/house/run-checks';
import { vitestCheck } from '#test/house/vitest-check';

/** What the host tests need, and the Debian package that has it. */
const PROGRAMS = [
  { what: 'chromium', debian: 'chromium', command: 'chromium', args: ['--version'] },
  { what: 'soffice', debian: 'libreoffice-calc', command: 'soffice', args: ['--version'] },
  { what: 'openpyxl', debian: 'python3-openpyxl', command: '/usr/bin/python3', args: ['-c', 'import openpyxl'] },
  { what: 'pdftoppm', debian: 'poppler-utils', command: 'pdftoppm', args: ['-v'] },
  { what: 'nginx', debian: 'nginx', command: 'nginx', args: ['-v'] },
  { what: 'shellcheck', debian: 'shellcheck', command: 'shellcheck', args: ['--version'] },
  { what: 'systemd-analyze', debian: 'systemd', command: 'systemd-analyze', args: ['--version'] },
  { what: 'nft', debian: 'nftables', command: 'nft', args: ['--version'] },
  { what: 'openssl', debian: 'openssl', command: 'openssl', args: ['version'] },
  { what: 'curl', debian: 'curl', command: 'curl', args: ['--version'] },
  { what: 'java', debian: 'default-jre-headless', command: 'java', args: ['-version'] },
  { what: 'keytool', debian: 'default-jre-headless', command: 'keytool', args: ['-help'] },
  { what: 'unzip', debian: 'unzip', command: 'unzip', args: ['-v'] },
] as const;

/**
 * The checks that need real programs: `npm run test:host`. A missing program is a failure, never a skip; the Client Portal
 * gateway is fetched when `GATEWAY_HOME` names none.
 */
const problem = unfitNode(process.versions.node);
const missing = PROGRAMS.filter(({ command, args }) => spawnSync(command, args, { stdio: 'ignore' }).status !== 0);
for (const { what, debian } of missing) {
  console.error(`${what} can't be started. On Debian or Ubuntu: sudo apt-get install ${debian}`);
}
if (problem) console.error(problem);
const noGateway = await gatewayProgram().then(
  () => undefined,
  (error: unknown) => {
    if (!(error instanceof GatewayProgramMissing)) throw error;
    return error.message;
  },
);
if (noGateway) console.error(noGateway);

if (problem || noGateway || missing.length > 0) {
  console.log(`0 passed, ${missing.length + [problem, noGateway].filter(Boolean).length} failed`);
  process.exitCode = 1;
} else {
  process.exitCode = await runChecks([vitestCheck('tests with real programs', 'vitest.host.config.ts')], console.log);
}
