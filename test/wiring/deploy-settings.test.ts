import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDeploy, deployProblemsText, findingLines } from '#wiring/deploy-settings';
import { mostAccounts } from '#wiring/deploy-size';
import { dayWithout, finalOnOwnersClock } from '#wiring/deploy-times';
import { checkSettings, readSettings } from '#wiring/settings';

const whole = {
  stack: { region: 'eu-central-1', notices: 'owner@northwind.org' },
  accounts: [{ id: 'U1234567' }],
  recipients: [{ address: 'reader@northwind.org' }],
  sender: 'Daybook <daybook@northwind.org>',
  mail: { identity: 'domain' },
};

function check(changes: object): { problems: string[]; warnings: string[] } {
  const checked = checkSettings({ ...whole, ...changes });
  if ('problems' in checked) throw new Error(findingLines(checked.problems).join('\n'));
  const { problems, warnings } = checkDeploy(checked.settings);
  return { problems: findingLines(problems), warnings: findingLines(warnings) };
}

describe('settings of a deploy', () => {
  it('pass without a word when all is there', () => {
    expect(check({})).toEqual({ problems: [], warnings: [] });
  });

  it('have everything that is missing told at once', () => {
    const { problems } = check({ stack: undefined, accounts: undefined, recipients: [], sender: undefined });
    expect(problems).toEqual([
      'setting stack is missing: a deploy needs at least stack.region and stack.notices',
      'setting accounts are not listed. On AWS each account is named, so that one that appears later is never mailed unasked',
      'setting sender is "Daybook <daybook@localhost>", no address that SES can send from',
      'setting recipients are missing: name at least one',
    ]);
    const text = deployProblemsText(problems);
    expect(text.split('\n')[0]).toBe('4 things stop the deploy:');
    for (const problem of problems) expect(text).toContain(`- ${problem}.`);
  });

  it('take a zone of their region, and refuse another region’s', () => {
    const zone = (name: string) => check({ stack: { ...whole.stack, zone: name } }).problems;
    expect(zone('eu-central-1b')).toEqual([]);
    expect(zone('eu-central-2b')).toEqual(['setting stack.zone is eu-central-2b, no zone of eu-central-1']);
    const alone = { gateway: 'none', flex: { query: '1234567' }, stack: { ...whole.stack, zone: 'eu-central-1b' } };
    expect(check(alone).problems).toEqual([
      'setting stack.zone is eu-central-1b, and gateway is "none": there is no network',
    ]);
    expect(() => zone('euc1-az2')).toThrow('is not an availability zone such as eu-central-2b');
  });

  it.each(['u1234567', 'U12', '1234567', 'U1234567 ', 'All'])('refuse %j as an account number', (id) => {
    expect(check({ accounts: [{ id }] }).problems.join()).toContain('not an account number such as U1234567');
  });

  it('refuse paper accounts beside live ones, and take either alone', () => {
    expect(check({ accounts: [{ id: 'U1234567' }, { id: 'DU1234567' }] }).problems.join()).toContain(
      'beside live ones',
    );
    expect(check({ accounts: [{ id: 'DU1234567' }, { id: 'DU1234568' }] }).problems).toEqual([]);
  });

  it.each(['Daybook <daybook@localhost>', 'daybook@host.internal', 'daybook@gateway.local'])(
    'refuse the sender %s',
    (sender) => expect(check({ sender }).problems.join()).toContain('no address that SES can send from'),
  );

  it('warn of a sender that DMARC can not align, and refuse a domain that is not the owner’s', () => {
    const address = check({ sender: 'me@gmail.com', mail: { identity: 'address' } });
    expect(address.problems).toEqual([]);
    expect(address.warnings.join()).toMatch(/gmail\.com.*DMARC fails.*domain of your own/);
    expect(check({ sender: 'me@gmail.com', mail: { identity: 'existing' } }).warnings.join()).toContain('DMARC fails');
    expect(check({ sender: 'me@gmail.com' }).problems.join()).toContain('gmail.com is not yours');
    expect(check({ mail: { identity: 'address' } }).warnings.join()).toContain('If northwind.org has a DMARC policy');
  });

  it('warn of addresses left over from the example', () => {
    const { warnings } = check({ recipients: [{ address: 'owner@example.com' }] });
    expect(warnings).toEqual([
      "setting recipients.0.address is still the example's owner@example.com: no mail arrives there",
    ]);
  });

  it('warn of an account that is mailed to nobody', () => {
    const { warnings } = check({
      accounts: [{ id: 'U1234567' }, { id: 'U7654321' }],
      recipients: [{ address: 'reader@northwind.org', accounts: ['U1234567'] }],
    });
    expect(warnings).toEqual(['setting accounts.1 is mailed to nobody: it goes into the archive alone']);
  });

  it('say of a query that is wrong no more than that', () => {
    const { problems } = readSettings({ gateway: 'none', flex: { query: 'mine' } }, (all) => checkDeploy(all).problems);
    expect(problems.filter(({ where }) => /^(flex|gateway)/.test(where)).map(({ where }) => where)).toEqual([
      'flex.query',
    ]);
  });

  it('refuse a stack without any source, and take either alone or both', () => {
    expect(check({ gateway: 'none' }).problems).toEqual([
      'setting flex is missing, and gateway is "none": name the Flex query with flex.query',
    ]);
    const flex = { query: '1234567' };
    expect(check({ gateway: 'none', flex })).toEqual({ problems: [], warnings: [] });
    expect(check({ flex })).toEqual({ problems: [], warnings: [] });
  });

  it('refuse more accounts or recipients than one run can carry from step to step', () => {
    const accounts = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `U${1_000_000 + index}` }));
    expect(check({ accounts: accounts(2345) }).problems).toEqual([]);
    expect(check({ accounts: accounts(2346) }).problems).toEqual([
      'setting accounts are 2346: one stack with 1 recipient carries up to 2345. Deploy a second stack for the others',
    ]);
    const recipients = Array.from({ length: 1501 }, (_, index) => ({ address: `reader${index}@northwind.org` }));
    expect(check({ recipients: recipients.slice(1) }).problems).toEqual([]);
    expect(check({ recipients }).problems).toEqual([
      'setting recipients are 1501: one stack mails up to 1500. Deploy a second stack for the others',
    ]);
  });

  it('leave room for a thousand accounts whose reports all failed, and as many mails', () => {
    const key = '0123456789ab';
    const many = <T>(one: T): T[] => Array.from({ length: 1000 }, () => one);
    const failed = many({ account: key, failed: 'x'.repeat(40) });
    const source = { next: 'publish', status: 'complete', accounts: many(key) };
    const notified = many({ recipient: key, state: 'failed', why: 'ChannelBroken' });
    const state = { recipients: many(key), sources: { gateway: source, flex: source }, published: failed, notified };
    expect(mostAccounts(1000)).toBeGreaterThan(1000);
    expect(JSON.stringify(state).length).toBeLessThan(256 * 1024 - 4096);
  });

  it('warn of a host with too little memory', () => {
    expect(check({ gateway: { instanceType: 't4g.nano' } }).warnings.join()).toContain('half a GiB');
  });
});

describe('the hours of a deploy', () => {
  it.each([
    [{ close: '15:59' }, 'schedule.close is 15:59, before the exchange closes'],
    [{ close: '23:01' }, 'schedule.close is 23:01, too near to midnight'],
    [{ final: '04:59' }, 'schedule.final is 04:59, and no day is final before 05:00'],
    [{ final: '12:00' }, 'schedule.deadline is 12:00, not after the final run at 12:00'],
    [{ deadline: '05:00' }, 'schedule.deadline is 05:00, not after the final run at 05:45'],
  ])('refuse %j', (schedule, problem) => {
    expect(check({ schedule }).problems).toHaveLength(1);
    expect(check({ schedule }).problems.join()).toContain(problem);
  });

  it.each([{ close: '16:00' }, { close: '23:00' }, { final: '05:00' }, { deadline: '23:59' }])(
    'take %j',
    (schedule) => {
      expect(check({ schedule }).problems).toEqual([]);
    },
  );

  it('warn of an owner’s hour that a day lacks when the clocks go forward', () => {
    expect(check({ timeZone: 'Europe/Zurich', schedule: { ownerHour: '02:30' } }).warnings.join()).toContain(
      '(2026-03-29)',
    );
    const { warnings } = check({ timeZone: 'Asia/Singapore', schedule: { ownerHour: '02:30' } });
    expect(warnings.join()).not.toContain('leave out');
  });

  it('warn of an owner’s hour before the final run on the owner’s own clock', () => {
    const zurich = (ownerHour: string) => check({ timeZone: 'Europe/Zurich', schedule: { ownerHour } }).warnings;
    expect(zurich('08:00').join()).toContain('comes at up to 11:45 in Europe/Zurich');
    expect(zurich('11:45')).toHaveLength(1);
    expect(zurich('11:46')).toEqual([]);
    expect(check({ timeZone: 'America/Los_Angeles' }).warnings).toEqual([]);
  });

  it('know when the final run comes on other clocks, at its latest', () => {
    expect(finalOnOwnersClock('05:45', 'America/New_York')).toBe('05:45');
    expect(finalOnOwnersClock('05:45', 'Europe/London')).toBe('10:45');
    expect(finalOnOwnersClock('05:45', 'Asia/Singapore')).toBe('18:45');
  });

  it('know the days without an hour, New York and others', () => {
    expect(dayWithout('02:30', 'America/New_York')).toBe('2026-03-08');
    expect(dayWithout('01:30', 'America/New_York')).toBeUndefined();
    expect(dayWithout('03:00', 'America/New_York')).toBeUndefined();
  });

  it('lie where every day in New York has them, whatever passes the check', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    fc.assert(
      fc.property(time, time, time, (close, final, deadline) => {
        if (check({ schedule: { close, final, deadline } }).problems.length > 0) return;
        expect([close, final, deadline].map((hour) => dayWithout(hour, 'America/New_York'))).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
      }),
      { numRuns: 30 },
    );
  });
});
