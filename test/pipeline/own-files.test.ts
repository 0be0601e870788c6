import { beforeAll, describe, expect, it } from 'vitest';
import { reportFor } from '#pipeline/mail-choice';
import { ownFile } from '#pipeline/own-files';
import { renderMail } from '#render/mail';
import type { Report } from '#report/report';
import { amountsOf } from '#test/support/amounts';
import { demoReport } from '#test/support/demo-report';
import { sampleReport } from '#test/support/sample-report';
import { readZip } from '#test/support/zip';

const DISCREET = { attach: true, discreet: true } as const;
const MOST = 5_000_000;

/** Everything a discreet person gets, as texts: the mail's parts, the page, each part of the workbook. */
async function reached(report: Report): Promise<ReadonlyMap<string, string>> {
  const seen = reportFor(report, DISCREET);
  const mail = renderMail({
    reports: [seen],
    failures: [],
    attachments: [],
    sentAt: '2026-11-21T11:05:00Z',
    timeZone: 'UTC',
    archivePlace: '2026/11/20',
  });
  const page = await ownFile('page', report, DISCREET, MOST);
  const workbook = await ownFile('workbook', report, DISCREET, MOST);
  return new Map([
    ['subject', mail.subject],
    ['preheader', mail.preheader],
    ['html', mail.html],
    ['text', mail.text],
    ['page', Buffer.from(page ?? expect.fail('no page')).toString('utf8')],
    ...readZip(Buffer.from(workbook ?? expect.fail('no workbook'))).map(
      ({ name, content }) => [name, content.toString('utf8')] as const,
    ),
  ]);
}

/** Amounts that stand somewhere as a number of their own: not as a part of a longer one. */
function leaked(amounts: ReadonlySet<string>, texts: ReadonlyMap<string, string>): readonly string[] {
  const found: string[] = [];
  for (const [name, text] of texts) {
    for (const token of new Set(text.match(/\d[\d.,’]*\d/g))) {
      if (amounts.has(token)) found.push(`${name}: ${token}`);
    }
  }
  return found;
}

describe.each([
  ['the sample', async () => sampleReport()],
  ['a demo', () => demoReport(5, '2026-08-14')],
])('what a discreet person gets of %s', (_name, make) => {
  let report: Report;
  let texts: ReadonlyMap<string, string>;
  beforeAll(async () => {
    report = await make();
    texts = await reached(report);
  }, 60_000);

  it('holds no amount, quantity or price of the full report in any byte', () => {
    const amounts = amountsOf(report);
    expect(amounts.size).toBeGreaterThan(100);
    expect(leaked(amounts, texts)).toEqual([]);
  });

  it('keeps returns and weights', () => {
    expect(texts.get('html')).toMatch(/on the day/);
    expect(texts.get('text')).toMatch(/[+-]\d+\.\d\d%/);
    expect(texts.get('page')).toMatch(/Weight/);
    expect([...texts].find(([name]) => name.endsWith('workbook.xml'))?.[1]).toContain('Allocation');
  });

  it('holds the amounts where nothing is hidden', async () => {
    const page = await ownFile('page', report, { attach: true }, MOST);
    const full = new Map([['page', Buffer.from(page ?? '').toString('utf8')]]);
    expect(leaked(amountsOf(report), full).length).toBeGreaterThan(20);
  });
});

it('a file that is too large for the mail is none', async () => {
  expect(await ownFile('workbook', sampleReport(), DISCREET, 2_000)).toBeUndefined();
  expect(await ownFile('page', sampleReport(), DISCREET, 2_000)).toBeUndefined();
});

it('a page for another locale and zone has its separators, its date words and its hours', async () => {
  const choice = { attach: true, locale: 'de-DE', timeZone: 'Asia/Tokyo' } as const;
  const page = Buffer.from((await ownFile('page', sampleReport(), choice, MOST)) ?? '').toString('utf8');
  expect(page).toContain('695.446,61');
  expect(page).not.toContain('695,446.61');
  expect(page).toContain('Freitag, 20. November 2026');
  expect(page).toContain('GMT+9');
});
