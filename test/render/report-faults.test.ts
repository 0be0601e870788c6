import { describe, expect, it } from 'vitest';
import { renderMail } from '#render/mail';
import { renderPage } from '#render/page';
import type { Report } from '#report/report';
import { withText } from '#test/support/hostile';
import { htmlText } from '#test/support/html-text';
import { reportOf } from '#test/support/report-of';
import { sampleReport } from '#test/support/sample-report';
import { performance, position, present, type SnapshotParts, series, snapshot } from '#test/support/snapshot';
import { workbookFile } from '#test/support/workbook-file';

const built = (datasets: SnapshotParts['datasets'], label?: string): Report =>
  reportOf(snapshot({ ...(datasets ? { datasets } : {}) }), { ...(label === undefined ? {} : { label }) });
const mailOf = (report: Report) =>
  renderMail({
    reports: [report],
    failures: [],
    attachments: [],
    sentAt: '2026-11-21T11:05:00Z',
    timeZone: 'America/New_York',
    archivePlace: '2026/11/20',
  });

describe('F25 a value that is not above zero', () => {
  const rising = Array.from({ length: 25 }, (_, i) => 1000 + i);
  const base = { period: '1Y', start: { date: series(rising).start.date, netAssetValue: 1000 } };
  /** Levels that fall below zero, and a value that falls to nothing before money comes again. */
  const negative = series(rising, {
    ...base,
    points: series(rising).points.map((point, i) =>
      i >= 10 ? { ...point, netAssetValue: -50 - i, cumulativeReturn: -1.05 } : point,
    ),
  });
  const emptied = series(rising, {
    ...base,
    points: series(rising).points.map((point, i) =>
      i >= 10 ? { ...point, netAssetValue: i < 18 ? 0 : 900, cumulativeReturn: -1 } : point,
    ),
  });

  it.each([
    ['below zero', negative],
    ['at zero before a deposit', emptied],
  ])('F25 %s: returns are not meaningful, and no figure is without end', async (_, told) => {
    const report = built({ performance: present(performance([told])) });
    const texts = [htmlText(renderPage(report)), mailOf(report).text];
    for (const text of texts) expect(text).not.toMatch(/Infinity|NaN|∞/);
    expect(texts[0]).toContain('n/a');
    const statistics = report.sections
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) => (block.kind === 'statistics' ? block.statistics : []));
    expect(statistics.filter(({ label, value }) => label === 'Volatility' && typeof value === 'number')).toEqual([]);
    const cells = (await workbookFile(report)).sheets.flatMap(({ cells: of }) => [...of.values()]);
    for (const { value } of cells) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  });
});

describe('F65 to F69 texts from outside', () => {
  const everywhere = (text: string): Report => withText(sampleReport({ days: 30, transactions: 5 }), text);

  it.each(['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', ']]><!--'])(
    'F65 %s is literal text on page, in the mail and on every sheet',
    async (text) => {
      const report = everywhere(text);
      const [page, mail] = [renderPage(report), mailOf(report)];
      for (const html of [page, mail.html]) {
        expect(html).not.toMatch(/<(script|img)\b/);
        expect(htmlText(html)).toContain(text);
      }
      const { sheets } = await workbookFile(report);
      const written = sheets.flatMap(({ cells }) => [...cells.values()].map(({ value }) => value));
      expect(written).toContain(text);
    },
  );

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '|cmd', '=HYPERLINK("http://x")'])(
    'F66 a cell that begins as %j is text, never a formula',
    async (symbol) => {
      const file = await workbookFile(built({ positions: present([position({ symbol })]) }));
      const cells = file.sheets.flatMap((sheet) => [...sheet.cells.values()]);
      const own = cells.filter(({ value }) => value === symbol);
      expect(own.length).toBeGreaterThan(0);
      for (const { formula } of own) expect(formula).toBeUndefined();
    },
  );

  it.each(['Fund\r\nBcc: someone@example.invalid', '=?utf-8?B?QmNjOg==?=\n', 'a\u0000b\u0007'])(
    'F67 %j in a name leaves the subject one line of plain characters',
    (label) => {
      for (const { subject, preheader } of [mailOf(built({}, label)), mailOf(everywhere(label))]) {
        expect(subject + preheader).not.toMatch(/\p{Cc}/u);
        expect([...subject].length).toBeLessThanOrEqual(50);
      }
    },
  );

  it.each(['../../x', '%2e%2e%2f', 'x'.repeat(600), 'a:b*c?[d]/e\\f'])(
    'F68 %j as an account’s name stands in no name of a sheet or part',
    async (label) => {
      const report = everywhere(label);
      const file = await workbookFile({
        ...report,
        sections: report.sections.map((section) => ({
          ...section,
          blocks: section.blocks.map((block) => ({ ...block, sheet: block.sheet === undefined ? label : block.sheet })),
        })),
      });
      for (const { name } of file.sheets) expect(name).toMatch(/^[^[\]:*?/\\]{1,31}$/u);
      for (const { name } of file.entries) expect(name).toMatch(/^[\w/.[\]-]{1,60}$/);
    },
  );

  it('F69 direction marks are removed, and the masked number stands beside the name', () => {
    const report = built({}, 'abc\u202egpj.exe\u2066\u200b');
    const [page, mail] = [renderPage(report), mailOf(report)];
    for (const text of [page, mail.html, mail.text, mail.subject]) {
      expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
    for (const text of [htmlText(page), mail.text]) expect(text).toContain(report.account.maskedId);
  });
});
