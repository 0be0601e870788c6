import fc from 'fast-check';
import type { Block } from '#report/block';
import type { Report } from '#report/report';

/** Texts that names and messages from outside may hold, the worst first. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '</style><img src=x onerror=alert(1)>',
  ']]><!--',
  '-->',
  '"><a href="https://example.invalid">',
  "' onmouseover='alert(1)",
  '&lt;b&gt; &amp; {{x}} %s',
  'abc\u202egpj.exe\u2066',
  'line\r\nBcc: someone@example.invalid',
  '\u0000\u0007\u001b[31m',
  '👩‍👩‍👧‍👦 Ünïcödé 東京電力ホールディングス',
  'שלום עולם',
  'x'.repeat(600),
  `${'Donaudampfschifffahrtsgesellschaft '.repeat(17)}`,
] as const;

/** Any such text, or any other. */
export const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }),
);

/** The report with `text` at every place where text from outside can stand. */
export function withText(report: Report, text: string): Report {
  return {
    ...report,
    account: { ...report.account, label: text },
    headline: { ...report.headline, netAssetValueBasis: text },
    warnings: [{ term: text, text }],
    asOf: [
      { data: text, at: '2026-11-20', late: true },
      { data: text, missing: text, late: false },
    ],
    sections: report.sections.map((section) => ({
      ...section,
      blocks: section.blocks.map((block) => blockWithText(block, text)),
    })),
  };
}

function blockWithText(block: Block, text: string): Block {
  const base = { title: text, subtitle: text, note: text };
  switch (block.kind) {
    case 'figures':
      return {
        ...block,
        ...base,
        figures: block.figures.map((figure, i) => ({
          ...figure,
          label: text,
          period: text,
          value: i % 3 === 0 ? { missing: text } : figure.value,
        })),
      };
    case 'table':
      return {
        ...block,
        ...base,
        columns: block.columns.map((column, i) => (i === 1 ? { ...column, title: text } : column)),
        rows: block.rows.slice(0, 20).map((row, r) => {
          const cells = block.columns.map((column) => {
            const cell = row[column.key];
            if (typeof cell === 'string' && column.kind === 'text') return [column.key, text];
            return [column.key, r === 3 && typeof cell === 'number' ? { missing: text } : (cell ?? null)];
          });
          return { ...row, ...Object.fromEntries(cells) };
        }),
        ...(block.groups ? { groups: block.groups.map((group) => ({ ...group, title: text })) } : {}),
      };
    case 'series':
      return { ...block, ...base, lines: block.lines.map((line) => ({ ...line, name: text })) };
    case 'shares':
      return {
        ...block,
        ...base,
        shares: block.shares.map((share) => ({
          ...share,
          name: text,
          details: (share.details ?? []).map((detail) => ({ ...detail, name: text })),
        })),
      };
    case 'checks':
      return {
        ...block,
        ...base,
        checks: block.checks.map((check) => ({ ...check, name: text, finding: text })),
      };
    case 'statistics':
      return {
        ...block,
        ...base,
        riskFree: { ...block.riskFree, source: text },
        statistics: block.statistics.map((row, i) => ({
          ...row,
          label: text,
          detail: text,
          formula: text,
          value: i % 3 === 0 ? { missing: text } : row.value,
        })),
      };
    case 'bridge':
      return { ...block, ...base, lines: block.lines.map((line) => ({ ...line, label: text })) };
    case 'notice':
      return { ...block, ...base, items: block.items.map(() => ({ term: text, text })) };
  }
}
