import { inflateSync } from 'node:zlib';
import type { Tab } from './chromium.ts';

/** What must stay whole on paper, by the colour its text was given. */
interface Dyed {
  readonly colour: string;
  /** For people. */
  readonly what: string;
  readonly kind: 'head' | 'row' | 'other';
  /** Number of the table, where it is part of one. */
  readonly table?: number;
  /** Colour of the heading that must stand on the sheet where this begins. */
  readonly under?: string;
}

/**
 * Gives the text of each thing that must stay whole a colour of its own: a table's head, a row with the line that belongs
 * to it, an entry of a list, a drawing. Colours move nothing, and on paper they tell what a text was part of.
 */
const DYE = `(() => {
  const shown = (e) => e.checkVisibility() && e.textContent.trim() !== '';
  const dyed = [];
  const dye = (elements, rest) => {
    const colour = '#' + ((dyed.length + 1) * 97).toString(16).padStart(6, '0');
    for (const element of elements.flatMap((e) => [e, ...e.querySelectorAll('*')])) {
      element.style.setProperty('color', colour, 'important');
      element.style.setProperty('fill', colour, 'important');
    }
    dyed.push({ colour, what: elements[0].textContent.trim().slice(0, 40), kind: 'other', ...rest });
    return colour;
  };
  const tables = [...document.querySelectorAll('table')];
  const headings = new Map();
  for (const heading of document.querySelectorAll('h2')) if (shown(heading)) headings.set(heading.parentElement, dye([heading], {}));
  for (const element of document.querySelectorAll('tr, li, .fig, svg.chart')) {
    if (!shown(element) || element.matches('.x + .d')) continue;
    const at = tables.indexOf(element.closest('table'));
    const place = at < 0 ? {} : { table: at, kind: element.closest('thead') ? 'head' : 'row' };
    const section = element.closest('section');
    const under = headings.get(section);
    headings.delete(section);
    const detail = element.nextElementSibling;
    const whole = detail?.matches('.x + .d') && shown(detail) ? [element, detail] : [element];
    dye(whole, { ...place, ...(under ? { under } : {}) });
  }
  return dyed;
})()`;

/** Prints a document and says what came apart on the way: what is cut, what lost its head, what isn't there at all. */
export async function faultsOnPaper(tab: Tab, paper: 'a4' | 'letter'): Promise<readonly string[]> {
  const dyed = await tab.evaluate<readonly Dyed[]>(DYE);
  const sheets = coloursOf(await tab.pdf(paper));
  const sheetsWith = (colour: string): number[] => [...sheets.keys()].filter((at) => sheets[at]?.has(colour));
  const headOf = new Map(dyed.filter(({ kind }) => kind === 'head').map((head) => [head.table, head]));
  return dyed.flatMap(({ colour, what, kind, table, under }) => {
    const on = sheetsWith(colour);
    const head = kind === 'row' ? headOf.get(table) : undefined;
    const heads = head ? sheetsWith(head.colour) : on;
    const above = under === undefined ? on : sheetsWith(under);
    return [
      ...(on.length === 0 ? [`not printed: ${what}`] : []),
      ...(kind !== 'head' && on.length > 1 ? [`cut: ${what}`] : []),
      ...(on.every((sheet) => heads.includes(sheet)) ? [] : [`without its head: ${what}`]),
      ...(on.length === 0 || on.some((sheet) => above.includes(sheet)) ? [] : [`apart from its heading: ${what}`]),
    ];
  });
}

/** The colours that each sheet of a PDF is drawn with, as `#rrggbb`. Chromium writes a stream for each page, packed. */
export function coloursOf(pdf: Buffer): readonly ReadonlySet<string>[] {
  // A character for each byte, so that places in the text are places in the file.
  const text = pdf.toString('latin1');
  const pages = [...text.matchAll(/\/Type \/Page\b.*?endobj/gs)];
  return pages.map(([page]) => {
    const number = /\/Contents (\d+) 0 R/.exec(page)?.[1];
    const start = text.indexOf(`\n${number} 0 obj`);
    const from = text.indexOf('stream\n', start) + 'stream\n'.length;
    const head = text.slice(start, from);
    const body = pdf.subarray(from, from + Number(/\/Length (\d+)/.exec(head)?.[1]));
    // An empty sheet's is not packed.
    const drawn = (head.includes('/FlateDecode') ? inflateSync(body) : body).toString('latin1');
    const colours = drawn.matchAll(/(?:^|\s)([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b/g);
    return new Set([...colours].map(([, ...parts]) => `#${parts.map(hex).join('')}`));
  });
}

const hex = (part: string): string =>
  Math.round(Number(part) * 255)
    .toString(16)
    .padStart(2, '0');
