import { describe, expect, test } from 'vitest';
import { renderMail } from '#render/mail';
import { renderPage } from '#render/page';
import type { TableBlock } from '#report/block';
import type { Report } from '#report/report';
import { reportOf } from '#test/support/report-of';
import { balance, ledger, position, present, snapshot } from '#test/support/snapshot';
import { DAY_BEFORE } from '#test/support/statement-dataset';

const YESTERDAY = '2026-11-19T21:31:04Z';
const held = (prices: readonly number[]) =>
  prices.map((price, index) => position({ conid: index + 1, symbol: 'ABC'.charAt(index).repeat(3), price }));
const datasets = (prices: readonly number[], seen?: string) => {
  const worth = prices.reduce((sum, price) => sum + 10 * price, 0);
  return {
    positions: present(held(prices), seen),
    ledger: present(ledger([balance('USD', 1000, { held: worth })]), seen),
  };
};

/** AAA gains 400, BBB gains 100, CCC loses 300. No statement tells of costs. */
function evening(): Report {
  const previous = snapshot({
    ...{ run: { kind: 'close', marketDate: DAY_BEFORE }, takenAt: YESTERDAY },
    datasets: datasets([100, 100, 100], YESTERDAY),
  });
  return reportOf(snapshot({ datasets: datasets([140, 110, 70]) }), { previous });
}

function page(): { readonly rows: TableBlock['rows']; readonly html: string } {
  const report = evening();
  const block = report.sections.flatMap(({ blocks }) => blocks).find(({ id }) => id === 'contributions');
  const html = renderPage(report);
  const from = html.indexOf('<section id="contributions"');
  return { rows: (block as TableBlock).rows, html: html.slice(from, html.indexOf('</section>', from)) };
}

/** Symbol, and its bar as x, width and whether it is a loss. */
const barsOf = (html: string) =>
  [...html.matchAll(/<th scope="row"[^>]*>([A-C]{3})<\/th>.*?<\/tr>/gs)].map(([row, symbol]) => {
    const rect = /<rect( class="neg")? x="([\d.]+)" width="([\d.]+)"/.exec(row);
    return { symbol, loss: rect?.[1] !== undefined, x: Number(rect?.[2]), width: Number(rect?.[3]) };
  });

describe('the page’s bars of contributions', () => {
  const { rows, html } = page();
  const bars = barsOf(html);

  test('stand for the holdings in their order, gains first', () => {
    expect(rows.slice(0, 3).map(({ total }) => total)).toEqual([400, 100, -300]);
    expect(bars.map(({ symbol }) => symbol)).toEqual(['AAA', 'BBB', 'CCC']);
  });

  test('share one zero and one scale: gains to its right, losses to its left', () => {
    const zero = Number(/<path d="M([\d.]+),0V12"/.exec(html)?.[1]);
    const [best, good, bad] = bars;
    expect([best?.x, good?.x]).toEqual([zero, zero]);
    expect((bad?.x ?? 0) + (bad?.width ?? 0)).toBeCloseTo(zero, 1);
    expect((best?.width ?? 0) / (good?.width ?? 1)).toBeCloseTo(4, 1);
    expect((best?.width ?? 0) / (bad?.width ?? 1)).toBeCloseTo(4 / 3, 1);
    expect(bars.map(({ loss }) => loss)).toEqual([false, false, true]);
  });

  test('fill the track together, and leave no other room', () => {
    const track = Number(/<svg class="bar" width="(\d+)"/.exec(html)?.[1]);
    expect((bars[0]?.width ?? 0) + (bars[2]?.width ?? 0)).toBeCloseTo(track, 0);
  });
});

describe('the mail’s bars', () => {
  const rest = { failures: [], attachments: [], sentAt: '2026-11-20T22:00:00Z', timeZone: 'UTC', archivePlace: 'x' };

  test('have room in the evening too, when costs are not told yet', () => {
    const { html, text } = renderMail({ reports: [evening()], ...rest });
    expect(html).toMatch(/>AAA<[\s\S]*?class="ax"/);
    const words = text.replace(/\s+/g, ' ');
    expect(words).toContain('Income, costs and what stays unexplained are in one line.');
    expect(words.match(/All the rest/g)).toHaveLength(1);
  });
});
