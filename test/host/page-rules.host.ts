import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderPage } from '#render/page';
import { scenes } from '#test/host/pictures/scenes';
import { Chromium } from '#test/support/chromium';
import { OVERLAPS, TOO_FAINT, UNNAMED } from '#test/support/page-rules';

/** The files of real runs: page and archive index of an account with everything, of an empty one, and of a day with a source missing. */
const SCENES = ['both', 'empty', 'no-returns'];
const documents = new Map<string, string>();
const named = [...SCENES.map((name) => `${name} page`), 'both index'];

let browser: Chromium;
beforeAll(async () => {
  browser = await Chromium.start();
  for await (const { name, reports, index } of scenes(SCENES)) {
    const [report] = reports;
    if (report) documents.set(`${name} page`, renderPage(report));
    if (index !== undefined) documents.set(`${name} index`, index);
  }
});
afterAll(() => browser.close());

const documentOf = (name: string): string => documents.get(name) ?? expect.fail(`no ${name}`);

describe.each(named)('%s', (name) => {
  test.each([320, 390, 768, 1280])('is laid out well, named and readable in a window of %s pixels', async (width) => {
    for (const dark of [false, true]) {
      const tab = await browser.open(documentOf(name), { width, dark });
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await tab.evaluate(OVERLAPS)).toEqual([]);
      expect(await tab.evaluate(TOO_FAINT)).toEqual([]);
      expect(await tab.evaluate(UNNAMED)).toEqual([]);
      expect(tab.requests).toEqual([]);
      expect(tab.messages).toEqual([]);
      await tab.close();
    }
  });

  test.each(['own', 'letter'] as const)('prints whole on its %s paper', async (paper) => {
    const tab = await browser.open(documentOf(name), { width: 695, print: true });
    const figures = await tab.evaluate<string[]>(
      `[...document.querySelectorAll('td.f, dd')].filter((e) => e.checkVisibility()).map((e) => e.textContent.trim())`,
    );
    const pages = await pagesOf(await tab.pdf(paper));
    await tab.close();
    const words = pages.flatMap((page) => page.words);
    for (const { width, height, words: all } of pages) {
      for (const { text, right, bottom, left, top } of all) {
        expect(left >= 20 && right <= width - 20 && top >= 20 && bottom <= height - 20, `${text} is cut`).toBe(true);
      }
    }
    const printed = new Set(words.map(({ text }) => text));
    const lost = figures.filter((figure) => /^[+−]?[\d,.]+$/.test(figure) && !printed.has(figure));
    expect(lost).toEqual([]);
  });
});

test('the rules see what breaks them', async () => {
  const tab = await browser.open(
    `<body style="margin:0"><p style="color:#999;margin:40px 0 0">faint</p><p style="margin-top:-20px">on it</p><svg width="9" height="9"></svg>
     <table><tr><th></th></tr></table><img src="https://example.invalid/a.png"><script>console.log('heard')</script>`,
    { width: 390 },
  );
  expect(await tab.evaluate(OVERLAPS)).toEqual(['on it / faint']);
  expect(await tab.evaluate(TOO_FAINT)).toEqual(['2.85 faint']);
  expect(await tab.evaluate(UNNAMED)).toEqual(expect.arrayContaining(['no language', 'a drawing without a title']));
  expect(tab.requests).toEqual(['https://example.invalid/a.png']);
  expect(tab.messages.join()).toContain('heard');
  await tab.close();
});

interface PrintedPage {
  readonly width: number;
  readonly height: number;
  readonly words: readonly { text: string; left: number; top: number; right: number; bottom: number }[];
}

/** Words and their boxes, in points. */
async function pagesOf(pdf: Buffer): Promise<readonly PrintedPage[]> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-print-'));
  try {
    await writeFile(join(folder, 'page.pdf'), pdf);
    const ran = spawnSync('pdftotext', ['-bbox', join(folder, 'page.pdf'), join(folder, 'page.html')]);
    expect(String(ran.stderr)).toBe('');
    const text = await readFile(join(folder, 'page.html'), 'utf8');
    return text
      .split('<page ')
      .slice(1)
      .map((page) => {
        const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page) ?? [];
        const words = [
          ...page.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</g),
        ];
        return {
          width: Number(width),
          height: Number(height),
          words: words.map(([, left, top, right, bottom, word]) => ({
            text: word ?? '',
            left: Number(left),
            top: Number(top),
            right: Number(right),
            bottom: Number(bottom),
          })),
        };
      });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
