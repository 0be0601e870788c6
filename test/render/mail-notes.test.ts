import { describe, expect, test } from 'vitest';
import { renderMail } from '#render/mail';
import type { MailInput } from '#render/mail-input';
import type { Check, ChecksBlock } from '#report/block';
import type { Report } from '#report/report';
import { htmlText } from '#test/support/html-text';
import { sampleReport } from '#test/support/sample-report';

const rest: Omit<MailInput, 'reports'> = {
  failures: [],
  attachments: [],
  sentAt: '2026-11-21T11:05:00Z',
  timeZone: 'UTC',
  archivePlace: '2026/11/20',
};

const warned = (...warnings: Report['warnings']): string =>
  renderMail({ reports: [{ ...sampleReport(), warnings }], ...rest }).html;

describe('the band’s terms', () => {
  test('stand in a column of one width, as wide as the longest of them', () => {
    const html = warned({ term: 'Missing', text: 'Holdings are missing.' }, { term: 'Borrowed', text: 'EUR 5 owed.' });
    const rows = [...html.matchAll(/<td class="q" width="(\d+)"[^>]*>(Missing|Borrowed)<\/td><td[^>]*>([^<]+)<\/td>/g)];
    expect(rows.map(([, , term, text]) => [term, text])).toEqual([
      ['Missing', 'Holdings are missing.'],
      ['Borrowed', 'EUR 5 owed.'],
    ]);
    const [first, second] = rows.map(([, width]) => Number(width));
    expect(second).toBe(first);
    expect(first).toBeGreaterThan(60);
  });

  test('stand above their texts where one is too long for a phone', () => {
    const html = warned({ term: 'Missing', text: 'One.' }, { term: 'Quantity changed without a trade', text: 'Two.' });
    expect(html).toMatch(/<div class="q"[^>]*>Missing<\/div>One\./);
    expect(html).toMatch(/<div class="q"[^>]*>Quantity changed without a trade<\/div>Two\./);
  });
});

describe('counts of accounts', () => {
  test('have their thousands marked wherever they stand', () => {
    const reports = Array.from({ length: 1_200 }, (_, i) => {
      const report = sampleReport();
      return { ...report, account: { ...report.account, label: `Client ${i}` } };
    });
    const failures = Array.from({ length: 1_100 }, (_, i) => ({ label: `Lost ${i}`, maskedId: '', text: 'no answer' }));
    const { subject, html } = renderMail({ reports, ...rest, failures });
    expect(subject).toContain('No report: 1,100 accounts');
    const words = htmlText(html);
    expect(words).toContain('Total, 1,200 of 2,300 accounts');
    expect(words).toContain('No report for 1,100 accounts');
    expect(words).not.toMatch(/\b\d{4,} (more )?accounts/);
  });
});

describe('the checks of an account that holds nothing', () => {
  const block: ChecksBlock = {
    kind: 'checks',
    id: 'checks',
    title: 'Checks',
    shownIn: ['mail'],
    checks: ['first', 'second', 'third'].map(
      (name, i): Check => ({
        ...{ id: name, name, finding: `reason ${i}`, verdict: i === 2 ? 'fail' : 'unchecked', valueKind: 'money' },
        ...{ expected: null, found: null, difference: null, tolerance: null },
      }),
    ),
  };
  const told = (netAssetValue: number): string => {
    const report = sampleReport();
    const headline = { ...report.headline, netAssetValue, dayResult: 0 };
    return renderMail({ reports: [{ ...report, headline, sections: [{ id: 'checks', blocks: [block] }] }], ...rest })
      .text;
  };

  test('are counted in one line where they are not possible, and those that failed are named', () => {
    const text = told(0);
    expect(text).toContain('Not possible: 2 checks');
    expect(text).toContain('! Failed: third');
    expect(text).not.toContain('reason 0');
  });

  test('are named with any value in it', () => {
    expect(told(0.01)).toContain('Not possible: first: reason 0');
  });
});
