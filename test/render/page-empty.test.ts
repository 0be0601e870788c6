import { expect, test } from 'vitest';
import { renderPage } from '#render/page';
import { reportOf } from '#test/support/report-of';
import { ledger, present, snapshot } from '#test/support/snapshot';

const html = renderPage(reportOf(snapshot({ datasets: { positions: present([]), ledger: present(ledger([])) } })));
const sectionOf = (id: string): string => {
  const from = html.indexOf(`<section id="${id}"`);
  return from < 0 ? expect.fail(`no section ${id}`) : html.slice(from, html.indexOf('</section>', from));
};

test('what there is none of is said once, without a note on figures that are not there', () => {
  for (const [id, title] of [
    ['holdings', 'No holdings'],
    ['cash', 'No cash'],
  ] as const) {
    const text = sectionOf(id).replace(/<[^>]+>/g, ' ');
    expect(text.match(new RegExp(title, 'g'))).toHaveLength(1);
    expect(text).not.toMatch(/Unrealised:|Accrued:/);
  }
});
