import { describe, expect, test } from 'vitest';
import { renderPage } from '#render/page';
import { attributes } from '#test/support/html-text';
import { sampleReport } from '#test/support/sample-report';

const html = renderPage(sampleReport());
const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';

/** Relative luminance and contrast as WCAG 2 defines them. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const long = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour;
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(long.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function tokens(block: string): Map<string, string> {
  return new Map([...block.matchAll(/--(\w+):(#[0-9a-f]+)/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

describe('the page’s style', () => {
  const light = tokens(style.slice(0, style.indexOf('@media')));
  const dark = tokens(/prefers-color-scheme:dark\)\{:root\{([^}]*)\}/.exec(style)?.[1] ?? '');

  test.each([
    ['light', light],
    ['dark', dark],
  ])('has texts of enough contrast on the %s ground', (_, colours) => {
    const ground = colours.get('ground') ?? '';
    for (const name of ['ink', 'grey', 'gain', 'loss']) {
      expect(contrast(colours.get(name) ?? '', ground), name).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('is dark on screens alone, so that print is always light', () => {
    expect(style).toContain('@media screen and (prefers-color-scheme:dark)');
    expect(style).not.toMatch(/@media \(prefers-color-scheme/);
    expect(style).toContain('@media print');
  });

  test('names no font to load and no picture', () => {
    expect(style).not.toMatch(/url\(|@import|@font-face/);
  });

  test('has a rule for each class that tables depend on to fit a phone', () => {
    const used = new Set(attributes(html, 'class').flatMap((names) => names.split(' ')));
    for (const name of ['c860', 'c1280', 'w', 'd', 'x']) {
      expect(used.has(name), name).toBe(true);
      expect(style, name).toMatch(new RegExp(`\\.${name}[ >,{:]`));
    }
  });
});
