import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
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
  mailOf([discreetReport(sampleReport())], { locale: 'fr-FR', detail: 'short' }),
].join('\n');

const elements = new Set<string>();
const attributes = new Set<string>();
const properties = new Set<string>();
const rules: string[] = [];
beforeAll(() => {
  const declared = (text: string): void => {
    for (const one of text.split(';')) if (one.includes(':')) properties.add(one.split(':')[0]?.trim() ?? '');
  };
  for (const [, name = '', rest = ''] of html.matchAll(/<([a-zA-Z][\w:]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    elements.add(name.toLowerCase());
    for (const [, attribute = '', value = ''] of rest.matchAll(/\s([\w:-]+)(?:="([^"]*)")?/g)) {
      attributes.add(attribute.toLowerCase());
      if (attribute === 'style') declared(value.replaceAll('&#39;', "'"));
    }
  }
  for (const [, style = ''] of html.matchAll(/<style>([\s\S]*?)<\/style>/g)) {
    for (const [, block = ''] of style.matchAll(/\{([^{}]*)\}/g)) declared(block);
    rules.push(...(style.match(/@[\w-]+[^{]*|\[[^\]]+\]/g) ?? []));
  }
});

describe('docs/mail.md lists what the mails use, and nothing else, of', () => {
  it('elements', () => expect([...elements].sort()).toEqual([...listed('Elements')].sort()));
  it('attributes', () => expect([...attributes].sort()).toEqual([...listed('Attributes')].sort()));
  it('properties', () => expect([...properties].sort()).toEqual([...listed('Properties')].sort()));
  it('rules', () => {
    const names = rules.flatMap((rule) => rule.match(/@[\w-]+|[\w-]+(?=:)|\[[\w-]+\]/g) ?? []);
    expect([...new Set(names)].sort()).toEqual([...listed('Rules')].sort());
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
