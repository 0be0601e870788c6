import { describe, expect, it } from 'vitest';
import { endRun } from '#pipeline/end-run';
import type { EndEvent, NotifyResult } from '#pipeline/events';
import { SourceError } from '#sources/source-error';
import { Machine } from '#test/support/machine';

const FINAL = { start: 'schedule', kind: 'final' } as const;
const CLOSE = { start: 'schedule', kind: 'close' } as const;
const away = () => new SourceError('unreachable', 'The gateway does not answer.', 'Look at the host.');

const living = async (at = '2026-11-21T10:45:00Z', reported = '2026-11-20'): Promise<Machine> =>
  (await new Machine(at).settled()).reportedBefore(reported);

const states = (ends: readonly { state: string }[]): string[] => ends.map(({ state }) => state);

/** A run taken, and ended by what its steps gave. */
async function ended(machine: Machine, steps: Partial<EndEvent>) {
  const [taken] = (await machine.begin(FINAL, 'mine')).runs;
  if (!taken) throw new Error('nothing was due');
  return endRun({ run: taken.run, execution: 'mine', ...steps }, machine.ports);
}

const COMPLETE = { next: 'publish', status: 'complete', accounts: ['a', 'b'] } as const;
const BOTH = [
  { account: 'a', revision: 1 },
  { account: 'b', revision: 1 },
] as const;
const SENT = { recipient: 'r1', state: 'sent' } as const;

describe('the end of a run', () => {
  it('is done when every account is reported and mailed', async () => {
    const machine = await living();
    const result = await ended(machine, { collected: COMPLETE, published: BOTH, notified: [SENT] });
    expect(result).toEqual({ run: { kind: 'final', marketDate: '2026-11-20' }, state: 'done', notices: [] });
    expect(machine.archive.json('state/runs/2026/11/20/final.json')).not.toHaveProperty('lease');
  });

  it('is partial when an account could not be built, and names it without its number', async () => {
    const machine = await living();
    const published = [BOTH[0], { account: 'b', failed: 'ArchiveCorrupted' }];
    const result = await ended(machine, { collected: COMPLETE, published, notified: [SENT] });
    expect(result.state).toBe('partial');
    expect(result.notices.map(({ message }) => message).join()).toMatch(
      /account b for Fri 20 Nov 2026.*ArchiveCorrupted/,
    );
  });

  it('is partial when a report went without a damaged Snapshot, and names each file once, to the owner too', async () => {
    const machine = await living();
    const damaged = ['snapshots/a/2026/11/19/close-1.00.json'];
    const steps = {
      collected: COMPLETE,
      published: BOTH.map((one) => ({ ...one, damaged })),
      notified: [SENT],
    };
    const result = await ended(machine, steps);
    expect(result.state).toBe('partial');
    expect(result.notices.map(({ subject }) => subject)).toEqual(['Damaged in the archive: Fri 20 Nov 2026']);
    expect(result.notices[0]?.message).toContain(damaged[0]);
    expect(machine.archive.json('state/runs/2026/11/20/final.json')).toMatchObject({
      why: { message: expect.stringContaining('snapshots/a/2026/11/19/close-1.00.json can') },
    });
    const [anew] = (await machine.begin({ start: 'person', kind: 'final' }, 'next')).runs;
    if (!anew) throw new Error('nothing was taken');
    const again = await endRun({ run: anew.run, execution: 'next', ...steps }, machine.ports);
    expect(again.state).toBe('partial');
    expect(again.notices).toEqual([]);
  });

  it('has failed when no account could be built', async () => {
    const published = [{ account: 'a', failed: 'ArchiveFull' }];
    const result = await ended(await living(), { collected: COMPLETE, published, notified: [] });
    expect(result.state).toBe('failed');
    expect(result.notices.map(({ subject }) => subject)).toEqual(['No report: Fri 20 Nov 2026']);
    expect(result.notices[0]?.message).toContain('ArchiveFull');
  });

  it('has failed when a step broke before there was a report', async () => {
    const result = await ended(await living(), { error: { Error: 'States.Timeout' } });
    expect(result.state).toBe('failed');
    expect(result.notices[0]?.message).toContain('States.Timeout');
  });

  it.each<[NotifyResult['state'], string]>([
    ['refused', 'the mail service refused it: not verified.'],
    ['paused', 'several mails in a row came back, so mail to this address is paused. Correct or remove'],
    ['unknown', 'it is not sent twice'],
    ['failed', 'sending broke off (not verified). "npx daybook run --date 2026-11-20" sends it'],
  ])('tells of a mail that is %s', async (state, words) => {
    const notified = [SENT, { recipient: 'r2', state, why: 'not verified' }];
    const result = await ended(await living(), { collected: COMPLETE, published: BOTH, notified });
    expect(result.state).toBe('partial');
    expect(result.notices).toHaveLength(1);
    expect(result.notices[0]?.message).toContain('r2…@example.com');
    expect(result.notices[0]?.message).toContain(words);
  });

  it('says of a recipient who called a mail spam that they did, and which object holds the pause', async () => {
    const notified = [{ recipient: 'r2', state: 'paused', why: 'complaint' } as const];
    const { notices } = await ended(await living(), { collected: COMPLETE, published: BOTH, notified });
    expect(notices[0]?.message).toContain('an earlier mail was called spam');
    expect(notices[0]?.message).not.toContain('came back');
    expect(notices[0]?.message).toContain('delete the object state/recipients/r2.json');
  });

  it('gives a repeated step the same answer, and leaves a run that was lost alone', async () => {
    const machine = await living();
    const first = await ended(machine, { error: { Error: 'Boom' } });
    const before = machine.archive.json('state/runs/2026/11/20/final.json');
    const event = { run: first.run, execution: 'mine', error: { Error: 'Boom' } };
    expect(await endRun(event, machine.ports)).toEqual(first);
    const other = await endRun({ ...event, execution: 'other' }, machine.ports);
    expect(other).toMatchObject({ state: 'failed', notices: [] });
    expect(machine.archive.json('state/runs/2026/11/20/final.json')).toEqual(before);
  });

  it('leaves a day reported when a person asks for it again and the try comes to nothing', async () => {
    const machine = await living();
    machine.fail = (call) => (call === 'allocation' ? away() : undefined);
    await machine.start(FINAL);
    expect(machine.state('final', '2026-11-20')).toBe('partial');
    machine.loggedIn = false;
    expect(states(await machine.start({ start: 'person', kind: 'final' }))).toEqual(['waiting']);
    expect(machine.state('final', '2026-11-20')).toBe('partial');
    await machine.start({ start: 'owner-hour' });
    expect(machine.notices).toEqual([]);
    machine.loggedIn = true;
    machine.fail = () => undefined;
    expect(states(await machine.start({ start: 'person', kind: 'final' }))).toEqual(['done']);
    expect(machine.state('final', '2026-11-20')).toBe('done');
    expect(machine.archive.json('state/runs/2026/11/20/final.json')).not.toHaveProperty('earlier');
  });

  it('names no address in its notices, whatever the error says', async () => {
    const machine = await living();
    machine.fail = () => new SourceError('unreachable', 'Nothing listens at https://10.0.0.5:8443.', 'Look there.');
    await machine.start(FINAL);
    expect(machine.notices[0]?.message).toContain('Nothing listens at the gateway. Look there.');
  });

  it('does not say that there is no report when an earlier one stands', async () => {
    const machine = await living();
    await machine.archive.put('reports/2026/11/20/a-r1/report.json', '{}');
    const [notice] = (await ended(machine, { error: { Error: 'Boom' } })).notices;
    expect(notice?.message).toContain('The report that is there from before stays as it is.');
  });

  it('says nothing of a close run for which nobody was logged in', async () => {
    const machine = await living('2026-11-20T21:30:00Z');
    machine.loggedIn = false;
    expect(states(await machine.start(CLOSE))).toEqual(['waiting']);
    expect(machine.notices).toEqual([]);
  });

  it('says nothing before the first login ever', async () => {
    const machine = new Machine('2026-11-21T10:45:00Z');
    machine.fail = away;
    expect(states(await machine.start(FINAL))).toEqual(['failed']);
    await machine.start({ start: 'deadline' });
    expect(machine.notices).toEqual([]);
  });
});

describe('an incident', () => {
  it('is told once, and its end once', async () => {
    const machine = await living();
    machine.fail = away;
    await machine.start(FINAL);
    await machine.start({ start: 'login' });
    await machine.start({ start: 'deadline' });
    expect(machine.subjects).toEqual(['No report: Fri 20 Nov 2026']);
    machine.fail = () => undefined;
    await machine.at('2026-11-21T18:00:00Z');
    await machine.start({ start: 'login' });
    await machine.at('2026-11-24T10:45:00Z');
    await machine.start(FINAL);
    expect(machine.subjects).toEqual(['No report: Fri 20 Nov 2026', 'Back again: Fri 20 Nov 2026']);
  });

  it('says what failed, since when, when it is tried next, and which report was the last', async () => {
    const machine = await living();
    machine.timeZone = 'Europe/Zurich';
    machine.fail = away;
    await machine.start(FINAL);
    expect(machine.notices[0]?.message).toBe(
      [
        'There is no report of Fri 20 Nov 2026.',
        'The gateway does not answer. Look at the host.',
        'First tried at Sat 21 Nov 2026 11:45 (Europe/Zurich).',
        'The last report is of Thu 19 Nov 2026.',
        'The next try is at Tue 24 Nov 2026 11:45 (Europe/Zurich) at the latest; "npx daybook run --date 2026-11-20" tries now.\n',
      ].join('\n\n'),
    );
  });

  it('with a recipient is told once until a mail reaches them again', async () => {
    const machine = await living();
    machine.notify = (recipient) => ({ recipient, state: 'refused', why: 'Not verified.' });
    await machine.start(FINAL);
    await machine.at('2026-11-24T10:45:00Z');
    await machine.start(FINAL);
    machine.notify = (recipient) => ({ recipient, state: 'sent' });
    await machine.at('2026-11-25T10:45:00Z');
    await machine.start(FINAL);
    machine.notify = (recipient) => ({ recipient, state: 'refused', why: 'Not verified.' });
    await machine.at('2026-11-26T10:45:00Z');
    await machine.start(FINAL);
    expect(machine.subjects).toEqual(['No mail: Fri 20 Nov 2026', 'No mail: Wed 25 Nov 2026']);
  });

  it('of a day that goes on failing is told once, and reports that come again once', async () => {
    const machine = await living();
    breaks(machine, '2026-11-20');
    await machine.start(FINAL);
    for (const day of ['24', '25', '26']) {
      await machine.at(`2026-11-${day}T10:45:00Z`);
      expect(states(await machine.start(FINAL))).toEqual(['done', 'failed']);
    }
    expect(machine.subjects).toEqual(['No report: Fri 20 Nov 2026', 'Back again: Mon 23 Nov 2026']);
  });

  it('is not over when an older day is made up for and the newest still fails', async () => {
    const machine = await living('2026-11-21T10:45:00Z', '2026-11-19');
    breaks(machine, '2026-11-20');
    expect(states(await machine.start(FINAL))).toEqual(['failed', 'done']);
    await machine.start({ start: 'login' });
    expect(machine.subjects).toEqual(['No report: Fri 20 Nov 2026']);
    breaks(machine, 'none');
    await machine.start({ start: 'login' });
    expect(machine.subjects.slice(1)).toEqual(['Back again: Fri 20 Nov 2026']);
  });
});

/** Nothing of this market day can be made into a report. */
function breaks(machine: Machine, day: string): void {
  const run = Machine.prototype.run.bind(machine);
  machine.run = (taken, execution) => {
    const broken = taken.run.marketDate === day;
    machine.publish = (account) => (broken ? { account, failed: 'Broken' } : { account, revision: 1 });
    return run(taken, execution);
  };
}

describe('an account of which nothing came', () => {
  const refused = () => new SourceError('account-refused', 'The broker refuses it.', 'Look in Client Portal.');

  it('is told, once until it is reported again: whoever gets mail of it alone gets none', async () => {
    const machine = await living();
    machine.accounts = ['U1', 'U2'];
    machine.fail = (_, account) => (account === 'U2' ? refused() : undefined);
    expect(states(await machine.start(FINAL))).toEqual(['partial']);
    expect(machine.subjects).toEqual(['No report: one account, Fri 20 Nov 2026']);
    expect(machine.notices[0]?.message).toMatch(/nothing of it could be collected.*The broker refuses it\./s);
    await machine.at('2026-11-24T10:45:00Z');
    await machine.start(FINAL);
    expect(machine.notices).toHaveLength(1);
    machine.fail = () => undefined;
    await machine.at('2026-11-25T10:45:00Z');
    expect(states(await machine.start(FINAL))).toEqual(['done']);
    machine.fail = (_, account) => (account === 'U2' ? refused() : undefined);
    await machine.at('2026-11-26T10:45:00Z');
    await machine.start(FINAL);
    expect(machine.subjects.slice(1)).toEqual(['No report: one account, Wed 25 Nov 2026']);
  });

  it('of a thousand accounts is told in what the machine can carry', async () => {
    const published = Array.from({ length: 1000 }, (_, index) => ({
      account: `a${index}`,
      failed: 'ArchiveUnreachable',
    }));
    const result = await ended(await living(), {
      collected: COMPLETE,
      published: [...BOTH, ...published],
      notified: [SENT],
    });
    expect(JSON.stringify(result).length).toBeLessThan(64_000);
    expect(result.notices.map(({ subject }) => subject)).toEqual(['No report: 1000 accounts, Fri 20 Nov 2026']);
    expect(result.notices[0]?.message).toContain('And 960 more of this kind');
  });

  it('is told with the others in one message', async () => {
    const machine = await living();
    machine.accounts = ['U1', 'U2', 'U3', 'U4'];
    machine.fail = (_, account) => (['U2', 'U3', 'U4'].includes(account) ? refused() : undefined);
    await machine.start(FINAL);
    expect(machine.subjects).toEqual(['No report: 3 accounts, Fri 20 Nov 2026']);
    expect(machine.notices[0]?.message.match(/There is no report of account/g)).toHaveLength(3);
  });
});
