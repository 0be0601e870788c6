import axe from 'axe-core';
import type { Tab } from './chromium.ts';

/** What axe says of a document, each as `rule: element (why)`. */
export interface AxeFindings {
  /** What is wrong. */
  readonly violations: readonly string[];
  /** What axe couldn't decide: no proof of anything until something else has looked. */
  readonly undecided: readonly string[];
  /** Rules that found something to look at, and it was well. */
  readonly passed: readonly string[];
}

/** Off by default in axe, and asked of these documents too: the size of targets, and links that can be told from text. */
const ALSO = ['target-size', 'link-in-text-block'];
/** All that a colour scheme changes. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];
/**
 * Rules of whole documents. A mail is none: it is read inside of a mail program's own page, which has its main part and
 * its heading already, and a second main part there would be the fault.
 */
const OF_WHOLE_PAGES = ['landmark-one-main', 'page-has-heading-one', 'region'];

interface Asked {
  readonly mail: boolean;
  /** `colours`: only what changes with the colour scheme; `structure`: the rest. */
  readonly part: 'all' | 'colours' | 'structure';
}

/**
 * What axe can't measure and `TOO_FAINT` does: text in drawings, whose ground axe doesn't know, and marks of one
 * character.
 */
const MEASURED_ELSEWHERE = `(id, element) =>
  id === 'color-contrast' && (element.closest('svg') !== null || [...element.textContent.trim()].length === 1)`;

function optionsOf(mail: boolean, part: Asked['part']): object {
  const common = { preload: false, resultTypes: ['violations', 'incomplete'] };
  if (part === 'colours') return { ...common, runOnly: OF_COLOURS };
  const off = [...(mail ? OF_WHOLE_PAGES : []), ...(part === 'structure' ? OF_COLOURS : [])];
  const rules = [...ALSO.map((id) => [id, { enabled: true }]), ...off.map((id) => [id, { enabled: false }])];
  return { ...common, rules: Object.fromEntries(rules) };
}

const runOf = ({ mail, part }: Asked): string => `(async () => {
  const options = ${JSON.stringify(optionsOf(mail, part))};
  const found = await axe.run(document, options);
  const measured = ${MEASURED_ELSEWHERE};
  const told = (list, left) => list.flatMap(({ id, nodes }) => nodes.filter(left(id)).map((node) => {
    const why = [...node.any, ...node.all, ...node.none].map(({ message }) => message).join('; ');
    return id + ': ' + node.target.join(' ') + ' (' + why + ')';
  }));
  return {
    violations: told(found.violations, () => () => true),
    undecided: told(found.incomplete, (id) => (node) => !measured(id, document.querySelector(node.target[0]))),
    passed: found.passes.map(({ id }) => id),
  };
})()`;

/**
 * Runs axe over a document as it is laid out now. Axe comes in through the debugger, into a world of its own: the
 * document's bytes and its policy, which lets no script in, stay what a reader gets.
 */
export async function axeOf(tab: Tab, asked: Asked = { mail: false, part: 'all' }): Promise<AxeFindings> {
  if (!(await tab.evaluateApart<boolean>('"axe" in globalThis'))) await tab.evaluateApart(`${axe.source};0`);
  return tab.evaluateApart<AxeFindings>(runOf(asked));
}
