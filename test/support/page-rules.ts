/**
 * Rules of a laid-out document as JavaScript expressions: each gives a list of breaches in words, empty when all is well.
 * They look at what is shown alone: the form of another width or a closed table behind a chart breaks nothing.
 */

/** Boxes of every piece of text that is shown. */
const SHOWN = `(() => {
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !node.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 0.5 && box.height > 0.5) boxes.push({ node, box });
  }
  return boxes;
})()`;

/** Two texts that lie on each other by more than their line boxes may. */
export const OVERLAPS = `(() => {
  const boxes = ${SHOWN}.sort((a, b) => a.box.top - b.box.top);
  const out = [];
  boxes.forEach((one, i) => {
    for (let k = i + 1; k < boxes.length && boxes[k].box.top < one.box.bottom; k += 1) {
      const other = boxes[k];
      if (one.node === other.node) continue;
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (wide > 1.5 && high > 4) out.push(one.node.data.trim().slice(0, 40) + ' / ' + other.node.data.trim().slice(0, 40));
    }
  });
  return out.slice(0, 5);
})()`;

/** Texts under WCAG's 4.5 to 1 against their ground, or 3 to 1 where they are large. Tints are laid over what is below. */
export const TOO_FAINT = `(() => {
  const parse = (text) => {
    const [r, g, b, a = 1] = (text.match(/[\\d.]+/g) ?? []).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => {
    const mix = (name) => top[name] * top.a + below[name] * (1 - top.a);
    return { r: mix('r'), g: mix('g'), b: mix('b'), a: 1 };
  };
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const groundOf = (element) => {
    const grounds = [];
    for (let at = element; at; at = at.parentElement) grounds.push(parse(getComputedStyle(at).backgroundColor));
    return grounds.reverse().reduce((below, top) => over(top, below), dark ? { r: 18, g: 18, b: 18 } : { r: 255, g: 255, b: 255 });
  };
  const out = new Set();
  for (const { node } of ${SHOWN}) {
    const element = node.parentElement;
    const style = getComputedStyle(element);
    const colour = parse(element.closest('svg') ? style.fill : style.color);
    const ground = groundOf(element.closest('svg') ?? element);
    const [a, b] = [light(over(colour, ground)), light(ground)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) out.add(ratio.toFixed(2) + ' ' + node.data.trim().slice(0, 40));
  }
  return [...out].slice(0, 5);
})()`;

/** Text in drawings that lies on a shape without a rim of the ground's colour: nothing else measures its contrast. */
export const ON_SHAPES = `(() => {
  const out = [];
  for (const { node, box } of ${SHOWN}) {
    const svg = node.parentElement.closest('svg');
    if (!svg) continue;
    const style = getComputedStyle(node.parentElement);
    const rim = style.paintOrder.startsWith('stroke') && parseFloat(style.strokeWidth) >= 2;
    if (rim && style.stroke === getComputedStyle(document.body).backgroundColor) continue;
    for (const shape of svg.querySelectorAll('rect, circle')) {
      const other = shape.getBoundingClientRect();
      const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      if (wide > 0.5 && high > 0.5) out.push(node.data.trim().slice(0, 40));
    }
  }
  return [...new Set(out)].slice(0, 5);
})()`;

/** What a program that reads aloud needs and axe doesn't ask for. */
export const UNNAMED = `(() => {
  const out = [];
  const need = (holds, what) => { if (!holds) out.push(what); };
  const all = (selector) => [...document.querySelectorAll(selector)];
  need(all('h1').length === 1, all('h1').length + ' headings of the first rank');
  const ids = all('[id]').map((e) => e.id);
  need(new Set(ids).size === ids.length, 'an id twice');
  all('svg:not([aria-hidden=true])').forEach((svg) => {
    need(svg.getAttribute('role') === 'img', 'a drawing that is no image');
    need(svg.querySelector('title')?.textContent, 'a drawing without a title');
  });
  all('nav').forEach((n) => need(n.getAttribute('aria-label'), 'a navigation without a name'));
  all('table:not([role=presentation])').forEach((t) => {
    const where = t.closest('section')?.id ?? t.className;
    need(t.querySelector('thead th[scope=col]'), 'a table without heads: ' + where);
    t.querySelectorAll('th').forEach((th) => need(th.hasAttribute('scope'), 'a head without a scope: ' + where));
  });
  return [...new Set(out)].slice(0, 8);
})()`;
