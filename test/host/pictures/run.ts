import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { Chromium, type View } from '#test/support/chromium';
import { documentsOf } from './real-documents.ts';
import { scenes } from './scenes.ts';

/**
 * `npm run pictures -- DIR [SCENE …]`: page and mail of every scene, at a phone's and a desk's width, light and dark, as PNG
 * files, with the HTML beside them. Long pages come in parts, from the top. The scene `both` gives the README's two as well.
 */
const [folder, ...wanted] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name a folder for the pictures: npm run pictures -- DIR [SCENE …]');
  process.exit(2);
}
const out = resolve(folder);

const VIEWS: Readonly<Record<string, View>> = {
  '390-light': { width: 390, scale: 2 },
  '390-dark': { width: 390, scale: 2, dark: true },
  '1280-light': { width: 1280 },
  '1280-dark': { width: 1280, dark: true },
};
/** CSS pixels of one part: about what a person sees well at once. */
const PART = { phone: 2_400, desk: 1_600 };

/** What the README shows of the scene `both`. */
const README: Readonly<Record<string, { readonly as: string; readonly view: View; readonly height: number }>> = {
  'both-page': { as: 'page', view: { width: 1280 }, height: 830 },
  'both-mail': { as: 'mail', view: { width: 390, scale: 1.5 }, height: 1030 },
};

await mkdir(out, { recursive: true });
const browser = await Chromium.start();
try {
  for await (const scene of scenes(wanted)) {
    for (const { name: words, html } of documentsOf(scene)) {
      const name = words.replace(' ', '-');
      await writeFile(join(out, `${name}.html`), html);
      for (const [as, view] of Object.entries(VIEWS)) await shoot(`${name}-${as}`, html, view);
      const cut = README[name];
      if (cut) await shoot(`readme-${cut.as}`, html, cut.view, cut.height);
      console.log(`${name}  ${Math.round(Buffer.byteLength(html) / 1000)} kB`);
    }
  }
} finally {
  await browser.close();
}

/** In parts, or its first `only` pixels. */
async function shoot(name: string, html: string, view: View, only?: number): Promise<void> {
  const tab = await browser.open(html, view);
  // Mail programs put their own dark ground under a mail; a bare browser has none.
  if (view.dark && name.includes('-mail-')) await tab.evaluate('document.body.style.background = "#121212"');
  const clipOf = (y: number, height: number) => ({ x: 0, y, width: view.width, height });
  if (only !== undefined) await writeFile(join(out, `${name}.png`), await tab.picture(clipOf(0, only)));
  const height = only === undefined ? await tab.evaluate<number>('document.documentElement.scrollHeight') : 0;
  const part = view.width < 600 ? PART.phone : PART.desk;
  for (let top = 0; top < height; top += part) {
    const clip = clipOf(top, Math.min(part, height - top));
    await writeFile(join(out, `${name}-${top / part + 1}.png`), await tab.picture(clip));
  }
  await tab.close();
}
