import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderMail } from '#render/mail';
import type { MailInput } from '#render/mail-input';
import { renderPage } from '#render/page';
import type { Report } from '#report/report';
import { Chromium, type View } from '#test/support/chromium';
import { HOSTILE, withText } from '#test/support/hostile';
import { sampleReport } from '#test/support/sample-report';

/** Name a folder in `DAYBOOK_PICTURES` and every view is left there as a PNG, to be looked at. */
const PICTURES = process.env.DAYBOOK_PICTURES;

let browser: Chromium;
beforeAll(async () => {
  browser = await Chromium.start();
});
afterAll(() => browser.close());

function mailOf(reports: readonly Report[], failures: MailInput['failures'] = []): string {
  const attachments = [
    { name: 'daybook.html', title: 'Full report', bytes: 640_000 },
    { name: 'daybook.xlsx', title: 'Workbook', bytes: 1_240_000 },
  ];
  const rest = { sentAt: '2026-11-21T11:05:00Z', timeZone: 'Europe/Zurich', archivePlace: '2026/11/20' };
  return renderMail({ reports, failures, attachments, ...rest }).html;
}

const longest = withText(sampleReport(), 'x'.repeat(600));
const words = withText(sampleReport(), 'Donaudampfschifffahrtsgesellschaft 東京電力ホールディングス שלום '.repeat(9));
const failed = [{ label: 'Joint', maskedId: 'U…1122', text: 'No login since 19 Nov. The report follows after it.' }];
const documents: Readonly<Record<string, string>> = {
  'page-sample': renderPage(sampleReport()),
  'page-preliminary': renderPage(sampleReport({ finality: 'preliminary', paper: true, days: 40 })),
  'page-one-word': renderPage(longest),
  'page-long-words': renderPage(words),
  'mail-sample': mailOf([sampleReport()]),
  'mail-two-accounts': mailOf([sampleReport({ label: 'Main' }), sampleReport({ label: 'Pension' })], failed),
  'mail-one-word': mailOf([longest]),
  'mail-long-words': mailOf([words]),
};
const views: Readonly<Record<string, View>> = {
  '360': { width: 360 },
  '390': { width: 390, scale: 2 },
  '390-dark': { width: 390, scale: 2, dark: true },
  '860': { width: 860 },
  '1000': { width: 1000 },
  '1280': { width: 1280 },
  '1280-dark': { width: 1280, dark: true },
};

/** Elements that stick out of the window or of a box that is meant to hold them, in words. */
const STICKING_OUT = `(() => {
  const out = [];
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('svg') && element.tagName !== 'svg') continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.right > innerWidth + 0.5 || box.left < -0.5) {
      out.push(element.tagName + '.' + element.getAttribute('class') + ' ' + box.left + '–' + box.right + ' ' + element.textContent.slice(0, 40));
    }
  }
  return out.slice(0, 5);
})()`;

/** Figures of tables that broke into two lines: their points would no longer stand below each other. */
const BROKEN_FIGURES = `[...document.querySelectorAll('td.f:not(.na), td[align=right]')].filter((cell) => {
  if (cell.getClientRects().length === 0 || !/^[+−]?[\\d,.]+$/.test(cell.textContent)) return false;
  const range = document.createRange();
  range.selectNodeContents(cell);
  const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
  return tops.size > 1;
}).map((cell) => cell.textContent)`;

describe.each(Object.keys(documents))('%s', (name) => {
  test.each(Object.keys(views))('fits a window of %s pixels, with every figure whole', async (of) => {
    const view = views[of] ?? expect.fail('no view');
    const tab = await browser.open(documents[name] ?? '', view);
    try {
      if (name.startsWith('mail') && view.dark) {
        // Mail programs put their own dark ground under the mail; a bare browser has none.
        await tab.evaluate('document.body.style.background = "#121212"');
      }
      if (PICTURES) {
        await mkdir(PICTURES, { recursive: true });
        await writeFile(join(PICTURES, `${name}-${of}.png`), await tab.picture());
      }
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(view.width);
      expect(await tab.evaluate(STICKING_OUT)).toEqual([]);
      expect(await tab.evaluate(BROKEN_FIGURES)).toEqual([]);
      expect(tab.requests).toEqual([]);
    } finally {
      await tab.close();
    }
  });
});

test('hostile text runs nothing and asks for nothing, in page and mail', async () => {
  for (const text of HOSTILE) {
    const report = withText(sampleReport({ days: 20, transactions: 5 }), text);
    for (const html of [renderPage(report), mailOf([report], [{ label: text, maskedId: text.slice(0, 8), text }])]) {
      const tab = await browser.open(
        html.replace('<head>', '<head><script>window.alert = () => { window.hit = 1 }</script>'),
        {
          width: 390,
        },
      );
      expect(await tab.evaluate('window.hit ?? 0'), text).toBe(0);
      expect(await tab.evaluate("document.querySelectorAll('img, a, body script').length"), text).toBe(0);
      expect(tab.requests, text).toEqual([]);
      await tab.close();
    }
  }
});

test('one drawing of a chart shows at a time, and it keeps the size of its type', async () => {
  for (const [width, size] of [
    [1280, 'half'],
    [1000, 'half'],
    [390, 'narrow'],
  ] as const) {
    const tab = await browser.open(documents['page-sample'] ?? '', { width });
    const shown = `[...document.querySelectorAll('svg.chart')].filter((svg) => svg.getBoundingClientRect().width > 0)`;
    expect(await tab.evaluate(`${shown}.map((svg) => svg.getAttribute('class'))`)).toEqual([`chart ${size}`]);
    const scale = await tab.evaluate<number>(
      `${shown}[0].getBoundingClientRect().width / ${shown}[0].viewBox.baseVal.width`,
    );
    expect(scale).toBeGreaterThan(0.9);
    expect(scale).toBeLessThan(1.7);
    await tab.close();
  }
});

test('the first screen of a phone holds the verdict, the value and the day', async () => {
  const tab = await browser.open(documents['mail-sample'] ?? '', { width: 390 });
  const bottom = await tab.evaluate<number>(
    `Math.max(...[...document.querySelectorAll('.big, .up, .dn')].map((element) => element.getBoundingClientRect().bottom))`,
  );
  expect(bottom).toBeLessThan(640);
  await tab.close();
});

test('paper takes the whole page: dark screens print light, nothing sticks out of an A4 sheet', async () => {
  const tab = await browser.open(documents['page-sample'] ?? '', { width: 695, print: true, dark: true });
  expect(await tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  expect(await tab.evaluate(STICKING_OUT)).toEqual([]);
  const pdf = await tab.pdf();
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  if (PICTURES) await writeFile(join(PICTURES, 'page-sample.pdf'), pdf);
  await tab.close();
});
