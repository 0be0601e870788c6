import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGE_LIMIT } from '#render/page';
import { REAL_DOCUMENTS, type RealDocument, realDocuments } from '#test/host/pictures/real-documents';
import { axeOf } from '#test/support/axe';
import { Chromium, type Tab, type View } from '#test/support/chromium';
import { ON_SHAPES, OVERLAPS, TOO_FAINT, UNNAMED } from '#test/support/page-rules';
import { coloursOf, faultsOnPaper } from '#test/support/paper';

const documents = new Map<string, RealDocument>();

let browser: Chromium;
beforeAll(async () => {
  browser = await Chromium.start();
  for await (const document of realDocuments()) documents.set(document.name, document);
  // Six runs of the whole product: only one that hangs should meet it.
}, 400_000);
afterAll(() => browser.close());

const documentOf = (name: string): RealDocument => documents.get(name) ?? expect.fail(`no ${name}`);

const LEFT_OF_PAPER = { a4: 703, letter: 725 } as const;

describe.each(REAL_DOCUMENTS)('%s', (name) => {
  test('is accessible, laid out well and silent in windows of four widths, light and dark', async () => {
    const { html, kind } = documentOf(name);
    const mail = kind === 'mail';
    const tab = await browser.open(html, { width: 1280 });
    for (const width of [320, 390, 768, 1280]) {
      for (const dark of [false, true]) {
        const where = `${width} pixels, ${dark ? 'dark' : 'light'}`;
        await tab.look({ width, dark });
        // Mail programs put their own dark ground under a mail; a bare browser has none.
        if (mail) await tab.evaluate(`document.body.style.background = '${dark ? '#121212' : '#fff'}'`);
        expect(await tab.evaluate('document.documentElement.scrollWidth'), where).toBe(width);
        expect(await tab.evaluate(TOO_FAINT), where).toEqual([]);
        // Colours take axe long, and are the same in a phone's windows and in a desk's; of 400 rows in all.
        const coloured = width === 390 || (width === 1280 && name !== 'five-thousand page');
        if (coloured || !dark) {
          const part = dark ? 'colours' : coloured ? 'all' : 'structure';
          const { violations, undecided, passed } = await axeOf(tab, { mail, part });
          expect({ violations, undecided }, where).toEqual({ violations: [], undecided: [] });
          expect(passed, where).toContain(coloured ? 'color-contrast' : 'th-has-data-cells');
        }
        if (dark) continue;
        expect(await tab.evaluate(OVERLAPS), where).toEqual([]);
        expect(await tab.evaluate(ON_SHAPES), where).toEqual([]);
        if (!mail) expect(await tab.evaluate(UNNAMED), where).toEqual([]);
      }
    }
    expect(tab.requests).toEqual([]);
    expect(tab.messages).toEqual([]);
    await tab.close();
  });
});

describe.each(REAL_DOCUMENTS.filter((name) => !name.endsWith('mail')))('%s on paper', (name) => {
  test.each(['a4', 'letter'] as const)('is printed whole on %s, and light', async (paper) => {
    const { html } = documentOf(name);
    const tab = await browser.open(html, { width: LEFT_OF_PAPER[paper], print: true, dark: true });
    expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(LEFT_OF_PAPER[paper]);
    const figures = await tab.evaluate<string[]>(
      `[...document.querySelectorAll('td.f, dd')].filter((e) => e.checkVisibility()).map((e) => e.textContent.trim())`,
    );
    const pdf = await tab.pdf(paper);
    const colours = new Set(coloursOf(pdf).flatMap((sheet) => [...sheet]));
    expect(colours).toContain(INK);
    expect(colours).not.toContain(DARK_INK);
    expect(await faultsOnPaper(tab, paper)).toEqual([]);
    await tab.close();
    const words = wordsOf(pdf);
    const beyond = words.filter(
      ({ left, top, right, bottom, width, height }) =>
        left < MARGIN || top < MARGIN || right > width - MARGIN || bottom > height - MARGIN,
    );
    expect(beyond).toEqual([]);
    const printed = new Set(words.map(({ text }) => text));
    expect(figures.filter((figure) => /^[+−]?[\d,.]+$/.test(figure) && !printed.has(figure))).toEqual([]);
  });
});

test('a page of 5,000 positions is small enough, shows the first and counts the rest', async () => {
  const { html } = documentOf('five-thousand page');
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(PAGE_LIMIT);
  const tab = await browser.open(html, { width: 390 });
  const [rows, more] = await tab.evaluate<[number, string]>(
    `[document.querySelectorAll('#holdings tbody tr.x:not(.g, .total)').length, document.querySelector('#holdings .more').textContent]`,
  );
  await tab.close();
  const [, rest] = /^([\d,]+) more in the workbook$/.exec(more) ?? [];
  expect(rows).toBeGreaterThan(100);
  // And the row of the cash.
  expect(rows + Number(rest?.replace(',', ''))).toBe(5_001);
});

describe('the rules see what breaks them', () => {
  const opened = async (html: string, look: (tab: Tab) => Promise<void>, view: Partial<View> = {}): Promise<void> => {
    const tab = await browser.open(html, { width: 390, ...view });
    await look(tab);
    await tab.close();
  };

  test('axe, in a copy of the real page with faults in it', async () => {
    const { html } = documentOf('empty page');
    const faulty = html
      .replace('<html lang="en">', '<html>')
      .replace('</main>', '<svg role="img"></svg><a href="#"></a><p id="faint">Hardly to be read</p></main>')
      .replace('<h2>', '<h5>over</h5><h2>');
    await opened(faulty, async (tab) => {
      await tab.evaluate(`document.getElementById('faint').style.color = '#ccc'`);
      const rules = (await axeOf(tab)).violations.map((told) => told.split(':')[0]);
      expect(new Set(rules)).toEqual(
        new Set(['html-has-lang', 'svg-img-alt', 'link-name', 'color-contrast', 'heading-order']),
      );
      // Axe came past the page's policy without breaking it; a script in the page still doesn't run.
      expect(tab.messages).toEqual([]);
    });
    await opened(html.replace('</main>', `<script>document.title = 'ran'</script></main>`), async (tab) => {
      await axeOf(tab);
      expect(await tab.evaluate('document.title')).not.toBe('ran');
      expect(tab.messages.join()).toContain('Content Security Policy');
    });
    await opened(html, async (tab) => {
      await tab.evaluate(`document.querySelector('h1').style.background = 'linear-gradient(red, blue)'`);
      expect((await axeOf(tab)).undecided.join()).toContain('color-contrast: h1');
    });
  });

  test('layout, names and silence', async () => {
    const html = `<body style="margin:0;background:#fff"><p style="color:#999;margin:40px 0 0">faint</p>
      <p style="margin-top:-20px">on it</p><svg width="99" height="30"><rect width="50" height="30" fill="#eee"/><text y="20">on a bar</text></svg>
      <table><tr><th></th></tr></table><img src="https://example.invalid/a.png"><script>console.log('heard')</script>`;
    await opened(html, async (tab) => {
      expect(await tab.evaluate(OVERLAPS)).toEqual(['on it / faint']);
      expect(await tab.evaluate(TOO_FAINT)).toEqual(['2.85 faint']);
      expect(await tab.evaluate(ON_SHAPES)).toEqual(['on a bar']);
      expect(await tab.evaluate(UNNAMED)).toEqual(expect.arrayContaining(['a drawing without a title']));
      expect(tab.requests).toEqual(['https://example.invalid/a.png']);
      expect(tab.messages.join()).toContain('heard');
    });
  });

  test('paper: a cut row, a cut drawing, a row without its head, dark ink', async () => {
    const tall = '<svg class="chart" width="600" height="2000"><text y="20">top</text><text y="1900">end</text></svg>';
    const rows = Array.from({ length: 20 }, (_, i) => `<tr><th>Row ${i}<td>${'line<br>'.repeat(9)}last`).join('');
    const table = `<table><thead><tr><th>A<th>B<tbody>${rows}</table>`;
    const faultsOf = async (html: string): Promise<readonly string[]> => {
      let faults: readonly string[] = [];
      await opened(
        html,
        async (tab) => {
          faults = await faultsOnPaper(tab, 'a4');
        },
        { width: LEFT_OF_PAPER.a4, print: true },
      );
      return faults;
    };
    const whole = '<style>tr{break-inside:avoid}</style>';
    expect(await faultsOf(whole + table)).toEqual([]);
    expect((await faultsOf(table)).join()).toContain('cut: Row');
    const headless = '<style>thead{display:table-row-group}</style>';
    expect((await faultsOf(whole + headless + table)).join()).toContain('without its head: Row');
    expect(await faultsOf(tall)).toEqual(['cut: topend']);
    const { html } = documentOf('empty page');
    await opened(html, async (tab) => {
      await tab.evaluate(`document.body.style.color = '${DARK_INK}'`);
      expect([...(coloursOf(await tab.pdf())[0] ?? [])]).toContain(DARK_INK);
    });
  });
});

const INK = '#1f1f1f';
const DARK_INK = '#ebebeb';
/** Points; less than the page's own margin. */
const MARGIN = 20;

/** Words of a PDF, each with its box and the size of its sheet, in points. */
function wordsOf(pdf: Buffer) {
  const { stdout, stderr } = spawnSync('pdftotext', ['-bbox', '-', '-'], {
    input: pdf,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  expect(stderr).toBe('');
  return stdout
    .split('<page ')
    .slice(1)
    .flatMap((page) => {
      const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page) ?? [];
      const sheet = { width: Number(width), height: Number(height) };
      const found = page.matchAll(
        /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</g,
      );
      return [...found].map(([, left, top, right, bottom, text = '']) => {
        const box = { left: Number(left), top: Number(top), right: Number(right), bottom: Number(bottom) };
        return { text, ...sheet, ...box };
      });
    });
}
