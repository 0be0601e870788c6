import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderMail } from '#render/mail';
import type { MailInput } from '#render/mail-input';
import { discreetReport } from '#report/discreet';
import { sampleReport } from '#test/support/sample-report';

const page = readFileSync('docs/mail.md', 'utf8');

/** Names in backticks in the first column of the table below a heading. */
function listed(heading: string): ReadonlySet<string> {
  const part = page.split(`### ${heading}\n`)[1]?.split('\n#')[0] ?? '';
  const cells = [...part.matchAll(/^\| ([^|]*`[^|]*) \|/gm)].map((row) => row[1] ?? '');
  return new Set(cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((name) => name[1] ?? '')));
}

const mailOf = (reports: MailInput['reports'], more: Partial<MailInput> = {}): string =>
  renderMail({
    reports,
    failures: [],
    attachments: [{ name: 'a.xlsx', title: 'Workbook', bytes: 1_000 }],
    sentAt: '2026-11-21T11:05:00Z',
    timeZone: 'Europe/Zurich',
    archivePlace: '2026/11/20',
    ...more,
  }).html;

const html = [
  mailOf([sampleReport()]),
  mailOf([sampleReport({ finality: 'preliminary', paper: true })]),
  mailOf([sampleReport({ label: 'Main' }), sampleReport({ label: 'Pension' })]),
  mailOf([sampleReport()], { failures: [{ label: 'Joint', maskedId: 'U…1122', text: 'No login.' }] }),
  mailOf([discreetReport(sampleReport())]),
  mailOf([discreetReport(sampleReport())], { locale: 'fr-FR', detail: 'short' }),
  mailOf(Array.from({ length: 100 }, (_, i) => sampleReport({ label: `Client ${i}`, days: 10, transactions: 5 }))),
].join('\n');

interface Features {
  readonly elements: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  readonly properties: ReadonlySet<string>;
  readonly rules: ReadonlySet<string>;
}

function featuresOf(text: string): Features {
  const elements = new Set<string>();
  const attributes = new Set<string>();
  const properties = new Set<string>();
  const rules: string[] = [];
  const declared = (style: string): void => {
    for (const one of style.split(';')) if (one.includes(':')) properties.add(one.split(':')[0]?.trim() ?? '');
  };
  for (const [, name = '', rest = ''] of text.matchAll(/<([a-zA-Z][\w:]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    elements.add(name.toLowerCase());
    for (const [, attribute = '', value = ''] of rest.matchAll(/\s([\w:-]+)(?:="([^"]*)")?/g)) {
      attributes.add(attribute.toLowerCase());
      if (attribute === 'style') declared(value.replaceAll('&#39;', "'"));
    }
  }
  for (const [, style = ''] of text.matchAll(/<style>([\s\S]*?)<\/style>/g)) {
    for (const [, block = ''] of style.matchAll(/\{([^{}]*)\}/g)) declared(block);
    rules.push(...(style.match(/@[\w-]+[^{]*|\[[^\]]+\]/g) ?? []));
  }
  const names = rules.flatMap((rule) => rule.match(/@[\w-]+|[\w-]+(?=:)|\[[\w-]+\]/g) ?? []);
  return { elements, attributes, properties, rules: new Set(names) };
}

const sorted = (names: ReadonlySet<string>): readonly string[] => [...names].sort();

describe('docs/mail.md lists what the mails use, and nothing else, of', () => {
  const used = featuresOf(html);
  it.each(['elements', 'attributes', 'properties', 'rules'] as const)('%s', (kind) => {
    expect(sorted(used[kind])).toEqual(sorted(listed(`${kind[0]?.toUpperCase()}${kind.slice(1)}`)));
  });

  it('every kind, so that a feature that comes to the mails is seen: one of each kind is planted here', () => {
    const planted = html
      .replace('</body>', '<section data-new="1" style="float:left">new</section></body>')
      .replace('</style>', '@supports (gap:1px){.x{gap:1px}}</style>');
    const more = featuresOf(planted);
    const come = (kind: keyof Features): readonly string[] =>
      sorted(more[kind]).filter((name) => !used[kind].has(name));
    expect(come('elements')).toEqual(['section']);
    expect(come('attributes')).toEqual(['data-new']);
    expect(come('properties')).toEqual(['float', 'gap']);
    expect(come('rules')).toContain('@supports');
  });
});

it('docs/mail.md says of each feature that some program lacks what a reader gets instead', () => {
  const rows = page.match(/^\| `.*$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    const cells = row.split('|').map((cell) => cell.trim());
    const support = cells.slice(2, 6);
    for (const word of support) expect(['yes', 'part', 'no'], row).toContain(word);
    if (support.some((word) => word !== 'yes')) expect(cells[6]?.length ?? 0, row).toBeGreaterThan(10);
  }
});
