import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mimeOf } from '#delivery/mime';
import { LOCALES } from '#domain/locale';
import { renderMail } from '#render/mail';
import { encodedLength, MAIL_LIMIT } from '#render/mail-size';
import { discreetReport } from '#report/discreet';
import { readRawMessage } from '#test/support/cloud/raw-message';
import { HOSTILE, hostileText, withText } from '#test/support/hostile';
import { sampleReport } from '#test/support/sample-report';

const words = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  fc.constantFrom(
    '',
    ' ',
    '\u200b',
    '=HYPERLINK("http://example.invalid")',
    '+1',
    '-1',
    '@a',
    `${'\u0301'.repeat(90)}`,
  ),
);
/** Controls but the line's end, and what turns the direction of the text around it. */
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const report = sampleReport({ days: 10, transactions: 5 });

const LIMITS = { subject: 50, preheader: 90 } as const;

test('text from outside is inert in every part of a mail, with and without amounts, in every locale', () => {
  const how = fc.record({
    text: words,
    discreet: fc.boolean(),
    locale: fc.constantFrom(...LOCALES),
    detail: fc.constantFrom('full', 'short'),
    several: fc.boolean(),
    failed: fc.boolean(),
  });
  fc.assert(
    fc.property(how, ({ text, discreet, locale, detail, several, failed }) => {
      const one = withText(report, text);
      const seen = discreet ? discreetReport(one) : one;
      const mail = renderMail({
        reports: several ? [seen, { ...seen, account: { ...seen.account, maskedId: 'U…8812' } }] : [seen],
        failures: failed ? [{ label: text, maskedId: 'U…1122', text }] : [],
        attachments: [{ name: 'daybook-2026-11-20.xlsx', title: `Workbook, ${text}`, bytes: 5_000 }],
        leftOut: [{ name: 'daybook-2026-11-20.html', title: `Full report, ${text}`, why: text }],
        locale,
        detail,
        sentAt: '2026-11-21T11:05:00Z',
        timeZone: 'Europe/Zurich',
        archivePlace: text,
      });
      expect(mail.html).not.toMatch(/<(script|img|a|svg|style[^>]* onload)\b/);
      expect(mail.html.match(/<!--/g)).toHaveLength(3);
      expect(mail.html.match(/<\/style>/g)).toHaveLength(2);
      for (const part of [mail.html, mail.text]) expect(part).not.toMatch(UNSEEN);
      for (const line of [mail.subject, mail.preheader]) expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      expect([...mail.subject].length).toBeLessThanOrEqual(LIMITS.subject);
      expect([...mail.preheader].length).toBeLessThanOrEqual(LIMITS.preheader);
      expect(Math.max(...mail.text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(76);
      expect(encodedLength(mail.html)).toBeLessThanOrEqual(MAIL_LIMIT);
    }),
    { numRuns: 80 },
  );
});

test.each(HOSTILE.map((text) => [text.slice(0, 30), text] as const))(
  'in the header of the message and in names of its files it ends nothing: %j',
  async (_name, text) => {
    const body = renderMail({
      reports: [withText(report, text)],
      failures: [{ label: text, maskedId: 'U…1122', text }],
      attachments: [],
      sentAt: '2026-11-21T11:05:00Z',
      timeZone: 'Europe/Zurich',
      archivePlace: text,
    });
    const message = await mimeOf({
      ...body,
      from: 'Daybook <daybook@example.org>',
      to: 'owner@example.com',
      date: new Date('2026-11-21T10:45:00Z'),
      messageId: '2026-11-20.abc.e1@daybook.invalid',
      attachments: [
        { name: 'daybook-2026-11-20.xlsx', contentType: 'application/octet-stream', body: Buffer.from('x') },
      ],
    });
    const read = readRawMessage(message);
    expect(Object.keys(read.headers).sort()).toEqual(
      ['content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'].sort(),
    );
    expect(read.to).toBe('owner@example.com');
    expect(read.subject).toBe(body.subject);
    expect(read.attachments.map(({ name }) => name)).toEqual(['daybook-2026-11-20.xlsx']);
  },
);
