import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { gatewayOf } from '#wiring/gateway-settings';
import { checkSettings, crossProblems, readSettings, settingsSchema } from '#wiring/settings';

const problems = (input: unknown) => {
  const checked = checkSettings(input);
  return 'problems' in checked ? checked.problems.map(({ where, problem }) => `${where} ${problem}`) : [];
};

describe('settings', () => {
  it('need nothing: every key has a default', () => {
    const checked = checkSettings({});
    expect('settings' in checked && checked.settings).toMatchObject({
      gateway: { url: 'https://localhost:5000' },
      recipients: [],
      archive: { folder: 'daybook-archive' },
      timeZone: 'America/New_York',
    });
  });

  it('have all their problems reported together', () => {
    const found = problems({
      gateway: { url: 'http://localhost:5000', port: 1 },
      accounts: [{ id: '' }],
      recipients: [{ address: 'nobody' }],
      timeZone: 'Mars/Olympus',
      closedDays: ['2026-13-01'],
      colour: 'red',
    });
    expect(found.join('\n')).toMatch(/gateway\.url is not an address/);
    expect(found).toContain('gateway.port is not a setting');
    expect(found.join('\n')).toMatch(/accounts\.0\.id/);
    expect(found).toContain('recipients.0.address is not a mail address');
    expect(found).toContain('timeZone is not an IANA time zone such as Europe/Zurich');
    expect(found).toContain('closedDays.0 is not a day of the form YYYY-MM-DD');
    expect(found).toContain('colour is not a setting');
  });

  it('say of a rate in percent what form it has', () => {
    const riskFree = { rate: 4.25, source: '3-month US Treasury bill', date: '2026-11-20' };
    expect(problems({ report: { riskFree } })).toEqual([
      'report.riskFree.rate is not a rate as a fraction, such as 0.0425 for 4.25 %',
    ]);
  });

  it('that are a list are told to be no object, and nothing more', () => {
    const further = () => [{ where: 'stack', problem: 'is missing' }];
    expect(readSettings([], further).problems).toEqual([{ where: 'the file', problem: 'should be an object' }]);
  });

  it('say that there is no gateway by one word, and name what is wrong within the one that is given', () => {
    const checked = checkSettings({ gateway: 'none', flex: { query: '1234567' } });
    expect('settings' in checked && [checked.settings.gateway, gatewayOf(checked.settings)]).toEqual([
      'none',
      undefined,
    ]);
    const neither = 'gateway should be an object, or "none" for Flex alone';
    expect(problems({ gateway: 'no' })).toEqual([neither]);
    expect(problems({ gateway: false })).toEqual([neither]);
    expect(problems({ gateway: ['none'] })).toEqual([neither]);
    expect(problems({ gateway: { url: 'localhost', port: 1 } })).toEqual([
      'gateway.url is not an address of the form https://localhost:5000',
      'gateway.port is not a setting',
    ]);
    expect(problems({ flex: {} })).toEqual(['flex.query is missing']);
    const noQuery = 'flex.query is not the number of a Flex query, such as "1234567" in quotes';
    expect(problems({ flex: { query: 1234567 } })).toEqual([noQuery]);
    expect(problems({ flex: { query: '12 34' } })).toEqual([noQuery]);
  });

  it('refuse a recipient of an account that is not reported, and the same address twice', () => {
    expect(
      problems({
        accounts: [{ id: 'U1' }],
        recipients: [{ address: 'a@example.com', accounts: ['U2'] }, { address: 'A@example.com' }],
      }),
    ).toEqual(['recipients.0.accounts names U2, which is not among the accounts', 'recipients.1.address stands twice']);
  });

  it('are refused in plain words', () => {
    expect(
      problems({
        gateway: { deadlineSeconds: 0, fixedAddress: 'yes' },
        accounts: [],
        recipients: 'me@example.com',
        sender: 5,
        mail: { identity: 'dns' },
        stack: { region: 'eu-central-1', logDays: 31 },
      }),
    ).toEqual([
      'gateway.deadlineSeconds should be at least 1',
      'gateway.fixedAddress should be a boolean',
      'accounts should be at least 1 entry',
      'recipients should be a list',
      'sender should be a string',
      'mail.identity should be one of "address", "domain", "existing"',
      'stack.notices is missing',
      'stack.logDays is not one of 7, 14, 30, 60, 90, 365',
    ]);
    expect(problems({ accounts: [{ id: 'U1', label: 'x'.repeat(41) }] })).toEqual([
      'accounts.0.label should be at most 40 characters',
    ]);
  });

  it('name no segment beside its account, whose holdings would count twice', () => {
    const accounts = (...ids: string[]) => problems({ accounts: ids.map((id) => ({ id })) });
    expect(accounts('U1234567C', 'U1234567')).toEqual([
      'accounts.0.id is U1234567C, a segment of U1234567: what lies in it may stand under both numbers. Name U1234567 alone',
    ]);
    expect(accounts('U1234567C', 'U7654321')).toEqual([]);
  });

  it('take no risk-free rate of a day to come', () => {
    const dated = (date: string) => problems({ report: { riskFree: { rate: 0.04, source: 'a bill', date } } });
    expect(dated('9999-12-31')).toEqual(['report.riskFree.date is 9999-12-31, a day to come: no rate is known yet']);
    expect(dated('2026-01-02')).toEqual([]);
    const of = (date: string) => {
      const { settings } = readSettings({ report: { riskFree: { rate: 0.04, source: 'a bill', date } } });
      return settings && crossProblems(settings, new Date('2026-01-02T10:30:00Z'));
    };
    // It is the 3rd already where the clocks are farthest ahead.
    expect(of('2026-01-03')).toEqual([]);
    expect(of('2026-01-04')).toHaveLength(1);
  });

  it.each(['+02:00', 'europe/zurich', 'EUROPE/ZURICH', 'utc', ''])('know no time zone %j, nor do schedules', (zone) => {
    expect(problems({ timeZone: zone })).toEqual(['timeZone is not an IANA time zone such as Europe/Zurich']);
  });

  it.each(['UTC', 'Europe/Zurich', 'America/Port_of_Spain', 'US/Eastern', 'Etc/GMT+5'])('know %s', (zone) => {
    expect(problems({ timeZone: zone })).toEqual([]);
  });

  it('take no line break into a name that heads a mail', () => {
    expect(problems({ accounts: [{ id: 'U1', label: 'A\r\nBcc: b@example.com' }] })).toHaveLength(1);
    expect(problems({ accounts: [{ id: 'U1', label: '  ' }] })).toHaveLength(1);
    expect(problems({ sender: 'A\u0000B <a@example.com>' })).toHaveLength(1);
  });

  it('never throw, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        const checked = checkSettings(input);
        expect('settings' in checked || checked.problems.length > 0).toBe(true);
      }),
    );
  });

  it('stand in docs/settings.md, each with its default, and none that is gone', async () => {
    const page = await readFile('docs/settings.md', 'utf8');
    const told = new Map(
      [...page.matchAll(/^\| `([\w.[\]]+)` \| ([^|]*) \|/gm)].map((row) => [row[1] ?? '', row[2] ?? '']),
    );
    const keys = keysOf(z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }) as Schema);
    expect([...told.keys()].sort()).toEqual([...keys.keys()].filter((key) => key !== '$schema').sort());
    for (const [key, value] of keys) {
      if (!['string', 'number', 'boolean'].includes(typeof value)) continue;
      expect(told.get(key)?.replaceAll('`', ''), key).toBe(String(value));
    }
  });

  it('are described for editors by the schema in docs', async () => {
    const schema = `${JSON.stringify(z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`;
    await expect(schema).toMatchFileSnapshot('../../docs/settings.schema.json');
  });
});

interface Schema {
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly default?: unknown;
}

/** Every key that takes a value, as the page writes it (`recipients[].address`), with its default; lists and `stack` too. */
function keysOf(schema: Schema, at = ''): Map<string, unknown> {
  const keys = new Map<string, unknown>();
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    const key = at ? `${at}.${name}` : name;
    if (!part.properties || key === 'stack') keys.set(key, part.default);
    for (const form of [part, ...(part.anyOf ?? [])]) {
      for (const [inner, value] of keysOf(form, key)) keys.set(inner, value);
    }
    if (part.items) for (const [inner, value] of keysOf(part.items, `${key}[]`)) keys.set(inner, value);
  }
  return keys;
}
