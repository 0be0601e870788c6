import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';
import { type FakeAccount, OUTPUTS_WITHOUT_GATEWAY, stackFacts } from '#test/support/fake-account';

let terminal: Terminal;
let account: FakeAccount;

beforeEach(async () => {
  ({ terminal, account } = await deployedTerminal({ settings: { flex: { query: '1234567' }, gateway: 'none' } }));
  account.stack = stackFacts({ outputs: OUTPUTS_WITHOUT_GATEWAY });
});
afterEach(() => terminal.leave());

it('has nothing for the doctor to examine, which is no fault', async () => {
  const { stdout, code } = await terminal.type('doctor', 'deployed');
  expect(stdout).toContain('Diagnosis: no gateway. This stack has no gateway');
  expect(code).toBe(0);
});

it.each(['update', 'renew'])('has no host to %s, and the command says why', async (what) => {
  const { stderr, code } = await terminal.type('host', what, ...(what === 'renew' ? ['--yes'] : []));
  expect(stderr).toMatch(/The stack Daybook in eu-central-2 has no gateway.*\n.*"gateway": "none"/);
  expect(code).toBe(10);
  expect(account.commands).toEqual([]);
  expect(account.parametersSet).toEqual([]);
});

it('asks nobody to log in, before any program is looked for', async () => {
  const { stderr, code } = await terminal.type('login');
  expect(stderr).toMatch(/the settings say gateway "none": there is no gateway and nothing to log in to/);
  expect(stderr).not.toContain('plugin');
  expect(code).toBe(2);
});

it('is not what a stack has that names only a part of a host', async () => {
  account.stack = stackFacts({ outputs: { ...OUTPUTS_WITHOUT_GATEWAY, HostInstanceId: 'i-1' } });
  const { stderr } = await terminal.type('doctor', 'deployed');
  expect(stderr).toContain('has no output LoginDocumentName');
});
