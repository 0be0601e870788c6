import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkSettings, settingsSchema } from '#wiring/settings';

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

  it('refuse a recipient of an account that is not reported, and the same address twice', () => {
    expect(
      problems({
        accounts: [{ id: 'U1' }],
        recipients: [{ address: 'a@example.com', accounts: ['U2'] }, { address: 'A@example.com' }],
      }),
    ).toEqual(['recipients.0.accounts names U2, which is not among the accounts', 'recipients.1.address stands twice']);
  });

  it('never throw, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        const checked = checkSettings(input);
        expect('settings' in checked || checked.problems.length > 0).toBe(true);
      }),
    );
  });

  it('are described for editors by the schema in docs', async () => {
    const schema = `${JSON.stringify(z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`;
    await expect(schema).toMatchFileSnapshot('../../docs/settings.schema.json');
  });
});
