import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Interrupted } from '#owner/interrupted';
import { openTerminal, type Terminal } from '#test/support/command';
import { gatewayOf, type TestGateway } from '#test/support/gateway-of';

const FRIDAY_EVENING = new Date('2026-11-20T21:45:00Z');
const SATURDAY = new Date('2026-11-21T10:45:00Z');

let terminal: Terminal;
let gateway: TestGateway;

beforeEach(async () => {
  terminal = await openTerminal({ at: FRIDAY_EVENING });
  gateway = await gatewayOf(terminal);
});
afterEach(async () => {
  await gateway.simulator.close();
  await terminal.leave();
});

const report = (...more: readonly string[]) => terminal.type('report', ...gateway.words, ...more);
const called = (path: RegExp) => gateway.simulator.calls.filter((call) => path.test(call.path)).length;

describe('a real account, as seen from the command', () => {
  it('keeps the holdings of the evening and joins them with the returns of the morning', async () => {
    const evening = await report('--run', 'close');
    expect(evening.code).toBe(0);
    expect(evening.stdout).toMatch(/Holdings of 1 account at the close of 20 Nov 2026 are kept/);
    expect(called(/\/pa\//)).toBe(0);

    await terminal.clock.advanceTo(SATURDAY);
    const asked = called(/positions/);
    const morning = await report('--json');
    expect(morning.code).toBe(0);
    expect(called(/positions/)).toBe(asked);
    const summary = JSON.parse(morning.stdout);
    expect(summary.accounts[0]).toMatchObject({ finality: 'final', revision: 1, warnings: [] });
  });

  it('calls the figures of the evening preliminary, and makes a new revision and a new mail of the final ones', async () => {
    const evening = JSON.parse((await report('--json')).stdout);
    expect(evening.accounts[0]).toMatchObject({ finality: 'preliminary', revision: 1 });
    const again = JSON.parse((await report('--json')).stdout);
    expect(again.mails).toMatchObject([{ state: 'already-sent' }]);

    await terminal.clock.advanceTo(SATURDAY);
    const morning = JSON.parse((await report('--json')).stdout);
    expect(morning.accounts[0]).toMatchObject({ finality: 'final', revision: 2 });
    expect(morning.mails).toMatchObject([{ state: 'sent' }]);
    expect(await readFile(evening.accounts[0].page, 'utf8')).toMatch(/[Pp]reliminary/);
  });

  it('keeps the pause between two calls of an endpoint across commands', async () => {
    await report('--run', 'close');
    await report();
    const before = called(/pa\/transactions/);
    expect(before).toBe(1);
    await report('--account', 'U7315402', '--out', 'daybook-archive');
    expect(called(/pa\/transactions/)).toBe(before);
    expect(gateway.simulator.calls.filter((call) => call.status === 429)).toEqual([]);
  });

  it('makes up for a missed day, marked, without a new call of PortfolioAnalyst', async () => {
    await terminal.clock.advanceTo(SATURDAY);
    expect((await report()).code).toBe(0);
    const missed = await report('--date', '2026-11-18', '--json');
    expect(missed.code).toBe(0);
    const [made] = JSON.parse(missed.stdout).accounts;
    expect(made).toMatchObject({ finality: 'final', revision: 1 });
    expect(JSON.stringify(made.warnings)).toContain('Reconstructed');
    expect(called(/allperiods/)).toBe(1);
  });

  it.each([
    ['2026-11-21', 'the market was closed that day'],
    ['2026-11-23', 'has not closed yet'],
    ['2025-11-10', 'reaches back one year'],
    ['18.11.2026', 'not a day of the form'],
  ])('says why --date %s can’t be had, and asks nothing', async (date, why) => {
    const outcome = await report('--date', date);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(why);
    expect(gateway.simulator.calls).toEqual([]);
  });

  it('goes on with the same run after a pause that it may wait for', async () => {
    gateway.simulator.fault({ path: '/portfolio/*/ledger', kind: 'status', status: 429, times: 1 });
    await terminal.clock.advanceTo(SATURDAY);
    const outcome = await report('--wait', '30', '--json');
    expect(outcome.code).toBe(0);
    expect(called(/ledger$/)).toBe(2);
    expect(JSON.parse(outcome.stdout).accounts[0]).toMatchObject({ finality: 'final' });
  });

  it('waits for the pauses when told to, and asks every contract', async () => {
    const outcome = await report('--wait', '600', '--json');
    expect(outcome.code).toBe(0);
    expect(called(/pa\/transactions/)).toBeGreaterThan(10);
    expect(gateway.simulator.calls.filter((call) => call.status === 429)).toEqual([]);
  });

  it('mails each recipient their own accounts, under the names the owner gave', async () => {
    const outcome = await report('--to', 'a@example.com', '--to', 'b@example.com', '--json');
    const { mails } = JSON.parse(outcome.stdout);
    expect(mails.map((mail: { to: string }) => mail.to)).toEqual(['a@example.com', 'b@example.com']);
    expect(await readFile(mails[1].where, 'utf8')).toMatch(/^To: b@example\.com/m);
  });

  it('leaves no account number in any key, mail or progress line', async () => {
    const outcome = await report('--json');
    const { mails, accounts } = JSON.parse(outcome.stdout);
    const mail = await readFile(mails[0].where, 'utf8');
    for (const text of [outcome.stderr, outcome.stdout, mail.slice(0, mail.indexOf('base64')), accounts[0].page]) {
      expect(text).not.toContain('7315402');
    }
  });

  it('never opens the brokerage session and never asks for more than two answers at once', async () => {
    await report('--wait', '600');
    expect(called(/iserver|order|logout|reauthenticate/)).toBe(0);
    expect(gateway.simulator.maxConcurrent).toBeLessThanOrEqual(2);
  });

  it('stops at the next step when interrupted, and goes on from there with the next command', async () => {
    const stop = new AbortController();
    const stopped = await openTerminal({ at: FRIDAY_EVENING, interrupted: stop.signal });
    const { simulator, words } = await gatewayOf(stopped);
    try {
      stop.abort(new Interrupted());
      const outcome = await stopped.type('report', ...words);
      expect(outcome.code).toBe(130);
      expect(outcome.stderr).toMatch(/goes on from there/);
    } finally {
      await simulator.close();
      await stopped.leave();
    }
  });

  it('refuses a close run after the day is over', async () => {
    await terminal.clock.advanceTo(SATURDAY);
    const outcome = await report('--run', 'close');
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/until midnight in New York/);
  });

  it('writes its archive where it is told', async () => {
    const outcome = await report('--out', 'elsewhere', '--json');
    expect(JSON.parse(outcome.stdout).accounts[0].page).toContain(join(terminal.folder, 'elsewhere'));
  });
});
