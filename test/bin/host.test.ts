import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CloudDenied, CloudRefused } from '#owner/cloud-error';
import { Interrupted } from '#owner/interrupted';
import type { Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';
import { type FakeAccount, OUTPUTS, stackFacts } from '#test/support/fake-account';
import { HOSTILE } from '#test/support/hostile';

let terminal: Terminal;
let account: FakeAccount;
beforeEach(async () => {
  ({ terminal, account } = await deployedTerminal({ answer: 'y' }));
});
afterEach(() => terminal.leave());

describe('daybook host update', () => {
  it('runs the update document on the host and prints what the host says', async () => {
    account.outcomes = [
      undefined,
      { status: 'Pending', output: '', errors: '' },
      { status: 'InProgress', output: '', errors: '' },
      { status: 'Success', output: 'The gateway program is the newest.\r\n', errors: '' },
    ];
    const outcome = await terminal.type('host', 'update');
    expect(account.commands).toEqual(['Daybook-host-update on i-0123456789abcdef0']);
    expect(outcome.stdout).toBe('  The gateway program is the newest.\nThe host is up to date.\n');
    expect(outcome.code).toBe(0);
  });

  it.each([
    ['Failed', 'The update failed; the host keeps what it had.'],
    ['TimedOut', 'took too long'],
    ['Cancelled', 'stopped by hand'],
    ['Undeliverable', 'ended as Undeliverable'],
  ])('says when it ended as %s', async (status, words) => {
    account.outcomes = [{ status, output: '', errors: 'the new program did not open' }];
    const outcome = await terminal.type('host', 'update');
    expect(outcome.stdout).toContain(words);
    expect(outcome.stdout).toContain('the new program did not open');
    expect(outcome.code).toBe(10);
  });

  it('gives up on a host that does not take it', async () => {
    const outcome = await terminal.type('host', 'update');
    expect(outcome.stdout).toContain('did not take the update within five minutes');
    expect(terminal.clock.waited.ms).toBeLessThan(6 * 60_000);
    expect(outcome.code).toBe(10);
  });

  it('goes on without the person after Ctrl-C', async () => {
    await terminal.leave();
    const interruption = new AbortController();
    ({ terminal, account } = await deployedTerminal({ interrupted: interruption.signal }));
    const sleep = terminal.clock.sleep.bind(terminal.clock);
    terminal.clock.sleep = async (ms) => {
      interruption.abort(new Interrupted());
      await sleep(ms, interruption.signal);
    };
    const outcome = await terminal.type('host', 'update');
    expect(outcome.stderr).toContain('The update goes on without you');
    expect(outcome.code).toBe(130);
  });

  it('keeps what the host says inert', async () => {
    account.outcomes = [{ status: HOSTILE.join(' '), output: HOSTILE.join('\n'), errors: HOSTILE.join('\n') }];
    const { stdout } = await terminal.type('host', 'update');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });
});

describe('daybook host renew', () => {
  const later = (status: string, host: string = OUTPUTS.HostInstanceId) =>
    stackFacts({ status, outputs: { ...OUTPUTS, HostInstanceId: host } });

  it('raises the generation by one, follows, and says that a login is needed', async () => {
    account.stack = stackFacts({ parameters: { HostGeneration: '3' } });
    account.stackLater = [
      later('UPDATE_IN_PROGRESS'),
      later('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
      later('UPDATE_COMPLETE', 'i-0new'),
    ];
    const outcome = await terminal.type('host', 'renew');
    expect(account.parametersSet).toEqual([['HostGeneration', '4']]);
    expect(outcome.stdout).toContain('i-0123456789abcdef0 is replaced by i-0new');
    expect(outcome.stdout).toContain('log in at the gateway again');
    expect(outcome.code).toBe(0);
  });

  it('says why the stack did not take it, and that the old host stays', async () => {
    account.stackLater = [later('UPDATE_IN_PROGRESS'), later('UPDATE_ROLLBACK_COMPLETE')];
    account.failures = [{ resource: 'GatewayHost', reason: 'Insufficient capacity.' }];
    const outcome = await terminal.type('host', 'renew');
    expect(outcome.stdout).toMatch(
      /was not replaced.*UPDATE_ROLLBACK_COMPLETE\.\n {2}GatewayHost: Insufficient capacity\.\nThe old host stays/,
    );
    expect(outcome.code).toBe(10);
  });

  it.each(['n', '', 'maybe'])('changes nothing when the person answers "%s"', async (answer) => {
    await terminal.leave();
    ({ terminal, account } = await deployedTerminal({ answer }));
    expect((await terminal.type('host', 'renew')).stderr).toContain('Nothing was changed');
    expect(account.parametersSet).toEqual([]);
  });

  it('changes nothing when nobody can be asked, unless --yes is given', async () => {
    await terminal.leave();
    ({ terminal, account } = await deployedTerminal());
    const outcome = await terminal.type('host', 'renew');
    expect(outcome.stderr).toContain('Give --yes if it is meant');
    expect(outcome.code).toBe(2);
    expect(account.parametersSet).toEqual([]);
    account.stackLater = [later('UPDATE_COMPLETE', 'i-0new')];
    expect((await terminal.type('host', 'renew', '--yes')).code).toBe(0);
  });

  it('needs a stack that knows the generation of its host', async () => {
    account.stack = stackFacts({ parameters: {} });
    const outcome = await terminal.type('host', 'renew');
    expect(outcome.stderr).toContain('has no parameter HostGeneration');
    expect(account.parametersSet).toEqual([]);
  });

  it.each([
    new CloudDenied('cloudformation:UpdateStack'),
    new CloudRefused('ValidationError', 'AWS refused: another update is under way.', 'Wait.'),
  ])('says what AWS refuses: %s', async (error) => {
    account.refusals.set('setParameter', error);
    const outcome = await terminal.type('host', 'renew');
    expect(outcome.stderr).toBe(`daybook host: ${error.message}\n${error.nextStep}\n`);
    expect(outcome.code).toBe(10);
  });
});

it('needs to be told what to do', async () => {
  expect((await terminal.type('host')).stderr).toContain('say update or renew');
  expect((await terminal.type('host', 'reboot', 'now')).stderr).toMatch(
    /"reboot" is not one of[\s\S]*"now" is one word too many/,
  );
  expect((await terminal.type('host', 'update', '--yes')).code).toBe(2);
});
