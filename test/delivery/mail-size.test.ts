import { expect, it } from 'vitest';
import { mimeOf } from '#delivery/mime';
import { renderMail } from '#render/mail';
import { encodedLength, MAIL_LIMIT, MAIL_TARGET } from '#render/mail-size';
import type { Report } from '#report/report';
import { sampleReport } from '#test/support/sample-report';

const TEN_MEGABYTES = 10_000_000;

/** The message as it travels, and how many bytes of it are the HTML part. */
async function sizes(
  reports: readonly Report[],
  attached = 0,
): Promise<{ message: number; html: number; counted: number }> {
  const body = renderMail({
    reports,
    failures: [],
    attachments: [],
    sentAt: '2026-11-21T11:05:00Z',
    timeZone: 'Europe/Zurich',
    archivePlace: '2026/11/20',
  });
  const mime = await mimeOf({
    from: 'Daybook <daybook@example.org>',
    to: 'owner@example.com',
    subject: body.subject,
    html: body.html,
    text: body.text,
    date: new Date('2026-11-21T10:45:00Z'),
    messageId: '2026-11-20.abc.e1@daybook.invalid',
    attachments: [{ name: 'daybook.xlsx', contentType: 'application/octet-stream', body: new Uint8Array(attached) }],
  });
  const text = mime.toString('latin1');
  const start = text.indexOf('\r\n\r\n', text.indexOf('Content-Type: text/html')) + 4;
  const html = text.indexOf('\r\n--', start) - start;
  return { message: mime.byteLength, html, counted: encodedLength(body.html) };
}

it('the HTML part of one account is under the target as it travels, and of many under the limit', async () => {
  const one = await sizes([sampleReport()]);
  expect(one.html).toBeGreaterThan(10_000);
  expect(one.html).toBeLessThanOrEqual(MAIL_TARGET);
  const many = await sizes(Array.from({ length: 60 }, (_, i) => sampleReport({ label: `Client ${i}`, days: 20 })));
  expect(many.html).toBeLessThanOrEqual(MAIL_LIMIT);
});

it('the size that is checked before sending is the size that travels, within two in a hundred', async () => {
  const { html, counted } = await sizes([sampleReport({ label: 'Konto für Größe − 東京' })]);
  expect(Math.abs(counted - html) / html).toBeLessThan(0.02);
});

it('several accounts keep to the target by telling less of each', async () => {
  for (const count of [2, 3, 5, 8]) {
    const { html } = await sizes(Array.from({ length: count }, (_, i) => sampleReport({ label: `Account ${i}` })));
    expect(html, `${count} accounts`).toBeLessThanOrEqual(MAIL_TARGET);
  }
});

it('a message with all the files that may be attached is under ten megabytes', async () => {
  const { message } = await sizes([sampleReport()], 5_000_000);
  expect(message).toBeGreaterThan(5_000_000);
  expect(message).toBeLessThanOrEqual(TEN_MEGABYTES);
});
