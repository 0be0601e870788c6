import { beforeAll, describe, expect, it } from 'vitest';
import { reportFor } from '#pipeline/mail-choice';
import { mailPart } from '#pipeline/mail-part';
import { renderMail } from '#render/mail';
import type { Report } from '#report/report';
import { demoReport } from '#test/support/demo-report';

function mailOf(reports: readonly Report[], discreet: boolean, detail: 'full' | 'short'): string {
  const { subject, html, text } = renderMail({
    reports: reports.map((report) => reportFor(report, { attach: true, discreet })),
    ...{ detail, failures: [], attachments: [], archivePlace: '2026/11/20' },
    ...{ sentAt: '2026-11-21T11:05:00Z', timeZone: 'Europe/Zurich' },
  });
  return [subject, html, text].join('\n');
}

describe('what is kept of a report for the mail', () => {
  let report: Report;
  beforeAll(async () => {
    report = await demoReport(5, '2026-08-14');
  }, 60_000);

  it.each([
    [1, false, 'full'],
    [1, true, 'full'],
    [3, false, 'full'],
    [1, false, 'short'],
    [60, true, 'full'],
  ] as const)('makes the same mail of %d accounts as the whole (discreet: %s, %s)', (accounts, discreet, detail) => {
    const whole = Array.from({ length: accounts }, () => report);
    const part = whole.map((one) => mailPart(one, accounts));
    expect(mailOf(part, discreet, detail)).toBe(mailOf(whole, discreet, detail));
  });

  it('holds none of the tables that only page and workbook show', () => {
    const blocks = mailPart(report, 1).sections.flatMap((section) => section.blocks);
    expect(blocks.length).toBeGreaterThan(3);
    expect(blocks.every(({ shownIn }) => shownIn.includes('mail'))).toBe(true);
    expect(JSON.stringify(blocks).length).toBeLessThan(JSON.stringify(report.sections).length / 10);
    expect(mailPart(report, 60).sections).toEqual([]);
  });
});
