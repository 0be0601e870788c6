import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UnprintableFigure } from '#render/decimal';
import { inert } from '#render/inert';
import { PAGE_LIMIT, PageTooLarge, renderPage } from '#render/page';
import type { Block } from '#report/block';
import { table } from '#report/block';
import type { Report } from '#report/report';
import { hostileText, withText } from '#test/support/hostile';
import { attributes, htmlText, tags } from '#test/support/html-text';
import { sampleReport } from '#test/support/sample-report';

const html = renderPage(sampleReport());

function of(blocks: readonly Block[], parts: Partial<Report> = {}): Report {
  return { ...sampleReport(), warnings: [], asOf: [], ...parts, sections: [{ id: 'only', blocks }] };
}

describe('a page is one file that asks for nothing', () => {
  test('no script, no address, nothing to load', () => {
    expect(html).not.toMatch(/<(script|link|img|iframe|object|embed|form|base|a)\b/);
    expect(html).not.toMatch(/\s(src|href|srcset|action|on\w+|style)=/);
    expect(html).not.toMatch(/url\(|@import|@font-face|javascript:/);
    expect(html.match(/https?:\/\/[^\s"<]+/g)).toEqual(['http://example.invalid&quot;)']);
  });

  test('its policy forbids all but its own style', () => {
    const policy = attributes(html, 'content').find((content) => content.includes('default-src'));
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style'));
  });

  test('the same report gives the same bytes', () => {
    expect(renderPage(sampleReport())).toBe(html);
  });
});

describe('what it says', () => {
  test('the value, the result of the day with sign and arrow, and the return', () => {
    expect(htmlText(html)).toContain('695,446.61 USD ▲ +2,897.62 USD +0.42%');
  });

  test('a loss has the other arrow and colour', () => {
    const { headline } = sampleReport();
    const fallen = renderPage(of([], { headline: { ...headline, dayResult: -7321.62, dayReturn: -0.0073 } }));
    expect(htmlText(fallen)).toContain('▼ −7,321.62 USD −0.73%');
    expect(fallen).toMatch(/class="loss">▼/);
  });

  test('a result that rounds to zero has neither arrow nor colour', () => {
    const { headline } = sampleReport();
    const flat = renderPage(of([], { headline: { ...headline, dayResult: 0.004, dayReturn: 0 } }));
    expect(htmlText(flat)).not.toMatch(/[▲▼]/);
    expect(flat).not.toMatch(/<span class="(gain|loss)">/);
  });

  test('a missing value says why in place of a number', () => {
    const { headline } = sampleReport();
    const missing = { missing: 'no rate for TRY' };
    const text = htmlText(
      renderPage(of([], { headline: { ...headline, netAssetValue: missing, dayResult: missing } })),
    );
    expect(text).toContain('n/a: no rate for TRY Day n/a: no rate for TRY');
    expect(text).not.toContain('0.00');
  });

  test('a good day has no band; a failed check, a late source, a paper account and a preliminary day have one', () => {
    const good = of([], { checks: { passed: 6, possible: 6, failed: [] } });
    expect(renderPage(good)).not.toContain('class="band"');
    expect(htmlText(html)).toContain('1 source late, 1 check failed');
    const paper = htmlText(renderPage(sampleReport({ paper: true, finality: 'preliminary' })));
    expect(paper).toContain('Paper account, preliminary: 1 source late, 1 check failed');
    expect(paper).toContain('Its money is not real');
    expect(paper).toContain('Friday 20 November 2026, preliminary');
  });

  test('each kind of data says its age at the moment the snapshot was taken', () => {
    expect(htmlText(html)).toContain('Age at 05:45 ET Holdings and cash 20 Nov 16:31 ET 13 h 14 min');
    expect(htmlText(html)).toContain('! Transactions 18 Nov 3 days');
    expect(htmlText(html)).toContain('Deposits and withdrawals n/a: needs Flex statements');
  });

  test('blocks stand in the order of the report, but for the checks, which come first', () => {
    const shown = sampleReport()
      .sections.flatMap((section) => section.blocks)
      .filter((block) => block.shownIn.includes('page'));
    const titles = attributes(html.slice(html.indexOf('<body')), 'id').filter((id) =>
      shown.some((block) => block.id === id),
    );
    expect([...titles].sort()).toEqual(shown.map((block) => block.id).sort());
    expect(titles[0]).toBe('reconciliation');
    expect(titles.indexOf('key-figures')).toBeLessThan(titles.indexOf('periods'));
    expect(titles.indexOf('periods')).toBeLessThan(titles.indexOf('positions'));
  });

  test('what is not meant for the page is not on it', () => {
    const secret = table({ id: 'x', title: 'Only for the workbook', shownIn: ['workbook'], columns: [], rows: [] });
    expect(renderPage(of([secret]))).not.toContain('Only for the workbook');
    expect(htmlText(html)).not.toContain('Contract id');
  });

  test('failed checks come first and say what was found', () => {
    const text = htmlText(html);
    expect(text).toContain('Checks: 5 of 6 possible pass. Three of nine cannot be checked.');
    expect(text.indexOf('Positions and cash make the account value diff. 12.40 USD')).toBeLessThan(
      text.indexOf('Ledger equals summary'),
    );
    expect(text).toContain('cannot be checked: needs Flex statements');
  });
});

describe('tables', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      name: `Row ${i + 1}`,
      amount: i * 1000.5,
      $group: i % 2 ? 'odd' : 'even',
    }));
  const columns = [
    { key: 'name', title: 'Name', kind: 'text' },
    { key: 'amount', title: 'Amount', kind: 'money', unit: 'USD' },
  ] as const;

  test('a table shows as many rows as its limit and says how many more there are', () => {
    const limited = table({ id: 't', title: 'T', shownIn: ['page', 'workbook'], columns, rows: rows(50), limit: 30 });
    const text = htmlText(renderPage(of([limited])));
    expect(text).toContain('Row 30 29,014.50');
    expect(text).not.toContain('Row 31');
    expect(text).toContain('20 more in the workbook');
  });

  test('groups come with their subtotals before their rows, the total last', () => {
    const grouped = table({
      id: 't',
      title: 'T',
      shownIn: ['page'],
      columns,
      rows: rows(4),
      groups: [
        { key: 'odd', title: 'Odd ones', totals: { amount: 4002 } },
        { key: 'even', title: 'Even ones', totals: { amount: 2001 } },
      ],
      totals: { amount: 6003 },
    });
    expect(htmlText(renderPage(of([grouped])))).toContain(
      'Odd ones 4,002.00 Row 2 1,000.50 Row 4 3,001.50 Even ones 2,001.00 Row 1 0.00 Row 3 2,001.00 Total 6,003.00',
    );
  });

  test('an empty table says so in its own words', () => {
    const empty = table({
      id: 't',
      title: 'T',
      shownIn: ['page'],
      columns,
      rows: [],
      emptyText: 'No activity in this time.',
    });
    expect(htmlText(renderPage(of([empty])))).toContain('No activity in this time.');
  });

  test('what the compact form leaves out of the columns stands with its name below the row', () => {
    const holdings = htmlText(html.slice(html.indexOf('id="positions"'), html.indexOf('id="transactions"')));
    expect(holdings).toContain(
      'Microsoft Corporation USD Quantity 112 Price local 498.52 FX to USD 1.000000 Value local 55,834.24',
    );
  });

  test('a figure that is missing says why in its cell', () => {
    expect(htmlText(html)).toContain('n/a: no cost');
  });

  test('a column with bars draws one for each number that is not zero, negative ones apart', () => {
    const part = html.slice(html.indexOf('id="positions"'), html.indexOf('id="transactions"'));
    const bars = tags(part.slice(0, part.indexOf('</table>')), 'rect');
    expect(bars).toHaveLength(12);
    expect(bars.filter((bar) => bar.includes('class="neg"'))).toHaveLength(2);
  });

  test('NaN is refused, never printed', () => {
    const broken = table({
      id: 't',
      title: 'T',
      shownIn: ['page'],
      columns,
      rows: [{ name: 'A', amount: Number.NaN }],
    });
    expect(() => renderPage(of([broken]))).toThrow(UnprintableFigure);
  });
});

describe('for every reader', () => {
  test('one first heading, a second one for each block, and every table head has a scope', () => {
    expect(tags(html, 'h1')).toHaveLength(1);
    expect(tags(html, 'h2').length).toBe(tags(html, 'section').length);
    expect(tags(html, 'th').filter((tag) => !tag.includes('scope='))).toEqual([]);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  });

  test('each drawing has a title, a description with its last figures, and a table behind it', () => {
    const drawings = tags(html, 'svg').filter((tag) => tag.includes('role="img"'));
    expect(drawings).toHaveLength(3);
    expect(tags(html, 'title').length).toBe(1 + drawings.length);
    expect(html).toContain('Net asset value: 695,446.61 USD on 20 Nov 2026.');
    expect(tags(html, 'details')).toHaveLength(1);
    expect(tags(html, 'svg').every((tag) => tag.includes('role="img"') || tag.includes('aria-hidden="true"'))).toBe(
      true,
    );
  });

  test('ids are unique, and what a drawing is labelled by exists', () => {
    const ids = attributes(html, 'id');
    expect(new Set(ids).size).toBe(ids.length);
    for (const names of attributes(html, 'aria-labelledby')) {
      for (const name of names.split(' ')) expect(ids).toContain(name);
    }
  });
});

describe('text from outside', () => {
  test('stands on the page as text, whatever it is', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = renderPage(withText(sampleReport({ days: 30 }), text));
        expect(page).not.toMatch(/<(script|img|a)\b/);
        expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
        expect(tags(page, 'style')).toHaveLength(1);
        expect(htmlText(page)).toContain(
          inert(text)
            .replace(/[\s\u00a0\u200c]+/g, ' ')
            .trim(),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('size', () => {
  test('ten years of days and 5,000 holdings make a page under the limit, which says what it left out', () => {
    const big = sampleReport({ days: 2600, transactions: 20_000 });
    const sections = big.sections.map((section) => ({
      ...section,
      blocks: section.blocks.map((block): Block => {
        if (block.kind !== 'table') return block;
        const { limit: _, ...rest } = block;
        const first = block.rows.slice(0, 12);
        return block.id === 'positions'
          ? { ...rest, rows: Array.from({ length: 5000 }, (_, i) => first[i % 12] ?? {}) }
          : rest;
      }),
    }));
    const page = renderPage({ ...big, sections });
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(PAGE_LIMIT);
    expect(htmlText(page)).toContain('4,500 more in the workbook');
  });

  test('a report that no shortening makes small enough is refused with the next step', () => {
    const items = [{ term: 'Note', text: 'x'.repeat(PAGE_LIMIT) }];
    const endless: Block = { kind: 'notice', id: 'n', title: 'N', shownIn: ['page'], tone: 'plain', items };
    expect(() => renderPage(of([endless]))).toThrow(PageTooLarge);
    expect(() => renderPage(of([endless]))).toThrow(/The workbook has all figures/);
  });

  test('where even that is too much, tables get shorter', () => {
    const name = 'A very long name of a company '.repeat(20);
    const wide = table({
      id: 't',
      title: 'T',
      shownIn: ['page', 'workbook'],
      columns: Array.from({ length: 12 }, (_, i) => ({ key: `c${i}`, title: `C${i}`, kind: 'text' as const })),
      rows: Array.from({ length: 400 }, () =>
        Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`c${i}`, name])),
      ),
    });
    const page = renderPage(of([wide]));
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(PAGE_LIMIT);
    expect(htmlText(page)).toContain('350 more in the workbook');
  });
});
