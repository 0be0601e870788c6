import { describe, expect, it } from 'vitest';
import { mimeOf } from '#delivery/mime';
import { renderMail } from '#render/mail';
import type { MailInput } from '#render/mail-input';
import { MAIL_LIMIT, MAIL_TARGET } from '#render/mail-size';
import { table } from '#report/block';
import { discreetReport } from '#report/discreet';
import type { Report } from '#report/report';
import { sampleReport } from '#test/support/sample-report';

const LONG = 'Donaudampfschifffahrtsgesellschaftskapitän & Söhne “Zukunft” '.repeat(10);
const WHOLE_MESSAGE = 10_000_000;

interface Sizes {
  readonly html: number;
  readonly message: number;
  readonly subject: number;
  readonly preheader: number;
  readonly text: string;
}

/** A message with files of five million bytes, as much as is ever attached, as it travels. */
async function sizes(reports: readonly Report[], more: Partial<MailInput> = {}): Promise<Sizes> {
  const attachments = reports.map(({ account }, i) => ({
    name: `daybook-2026-11-20-${i}.xlsx`,
    title: `Workbook, ${account.label}`,
    bytes: Math.floor(5_000_000 / reports.length),
  }));
  const body = renderMail({
    reports,
    failures: [],
    attachments,
    sentAt: '2026-11-21T11:05:00Z',
    timeZone: 'Europe/Zurich',
    archivePlace: '2026/11/20',
    ...more,
  });
  const message = await mimeOf({
    from: 'Daybook <daybook@example.org>',
    to: 'owner@example.com',
    subject: body.subject,
    html: body.html,
    text: body.text,
    date: new Date('2026-11-21T10:45:00Z'),
    messageId: '2026-11-20.abc.e1@daybook.invalid',
    attachments: attachments.map(({ name, bytes }) => ({
      name,
      contentType: 'application/octet-stream',
      body: new Uint8Array(bytes),
    })),
  });
  return {
    html: encodedHtml(message),
    message: message.byteLength,
    subject: [...body.subject].length,
    preheader: [...body.preheader].length,
    text: body.text.replaceAll(/\s+/g, ' '),
  };
}

/** Bytes of the HTML part as it travels. */
function encodedHtml(message: Buffer): number {
  const start = message.indexOf('\r\n\r\n', message.indexOf('Content-Type: text/html')) + 4;
  return message.indexOf('\r\n--', start) - start;
}

/** The sample with a table of so many positions, as every output takes it. */
function withPositions(count: number, name = 'Holding'): Report {
  const sample = sampleReport();
  const positions = table({
    id: 'all-positions',
    title: 'Positions',
    shownIn: ['mail', 'page', 'workbook'],
    sheet: 'All positions',
    columns: [
      { key: 'symbol', title: 'Symbol', kind: 'text' },
      { key: 'value', title: 'Value', kind: 'money', unit: 'USD' },
      { key: 'weight', title: 'Weight', kind: 'weight', weight: 'lead', bar: true },
    ],
    rows: Array.from({ length: count }, (_, i) => ({ symbol: `${name} ${i}`, value: 100 + i, weight: 1 / count })),
  });
  return { ...sample, sections: [...sample.sections, { id: 'all', blocks: [positions] }] };
}

const warned = (report: Report, count: number): Report => {
  const items = Array.from({ length: count }, (_, i) => ({ term: `Warning ${i}`, text: `${LONG.slice(0, 200)} ${i}` }));
  const notes: Report['sections'][number]['blocks'][number] = {
    kind: 'notice',
    id: 'all-warnings',
    title: 'Warnings',
    shownIn: ['mail', 'page'],
    tone: 'warning',
    items,
  };
  return { ...report, warnings: items, sections: [...report.sections, { id: 'warnings', blocks: [notes] }] };
};

const named = (report: Report, label: string, i = 0): Report => ({
  ...report,
  account: { ...report.account, label, key: `${i}`.padStart(12, '0') },
});

const clients = (count: number, label: string): readonly Report[] => {
  const one = sampleReport({ days: 20, transactions: 10 });
  return Array.from({ length: count }, (_, i) => named(one, `${label} ${i}`, i));
};

const CASES: Readonly<Record<string, { readonly limit: number; readonly reports: () => readonly Report[] }>> = {
  '5,000 positions': { limit: MAIL_TARGET, reports: () => [withPositions(5_000)] },
  '5,000 positions with long names': { limit: MAIL_TARGET, reports: () => [withPositions(5_000, LONG)] },
  '1,000 accounts': { limit: MAIL_LIMIT, reports: () => clients(1_000, 'Client') },
  '1,000 accounts with long names': { limit: MAIL_LIMIT, reports: () => clients(1_000, LONG) },
  'a long name': { limit: MAIL_TARGET, reports: () => [named(sampleReport(), LONG)] },
  '250 warnings': { limit: MAIL_TARGET, reports: () => [warned(sampleReport(), 250)] },
  'two accounts of 250 warnings': {
    limit: MAIL_TARGET,
    reports: () => ['Main', 'Pension'].map((label, i) => warned(named(sampleReport(), label, i), 250)),
  },
};

describe.each(Object.entries(CASES))('the mail of %s', (_name, { limit, reports }) => {
  it.each([
    ['as it is', (report: Report) => report, {}],
    ['without amounts', discreetReport, {}],
    ['in another language’s numbers', (report: Report) => report, { locale: 'fr-FR' }],
  ] as const)(
    '%s keeps every limit as it travels',
    async (_how, seen, more) => {
      const { html, message, subject, preheader } = await sizes(reports().map(seen), more);
      expect(html).toBeGreaterThan(5_000);
      expect(html).toBeLessThanOrEqual(limit);
      expect(message).toBeGreaterThan(5_000_000);
      expect(message).toBeLessThanOrEqual(WHOLE_MESSAGE);
      expect(subject).toBeLessThanOrEqual(50);
      expect(preheader).toBeLessThanOrEqual(90);
    },
    60_000,
  );
});

it('what 5,000 positions or 250 warnings leave no room for is counted, and the figures stay', async () => {
  const positions = await sizes([withPositions(5_000)]);
  expect(positions.text).toContain('4,988 more in the full report.');
  const { text } = await sizes([warned(sampleReport(), 250)]);
  expect(text).toContain('242 in the full report');
  expect(text).toContain('240 more in the full report');
  for (const part of [positions.text, text]) expect(part).toContain('KEY FIGURES');
});
