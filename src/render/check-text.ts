import type { Check, ChecksBlock } from '#report/block';

const SMALL = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const;

/** Counts up to ten in words, as sentences want them. */
function inWords(count: number): string {
  return SMALL[count] ?? String(count);
}

/** The verdict in a sentence, and the rest: `9 of 9 possible pass.` and `One of ten cannot be checked.` */
export function checkSentences(block: ChecksBlock): { verdict: string; rest: string } {
  const count = (verdict: Check['verdict']): number => block.checks.filter((check) => check.verdict === verdict).length;
  const possible = count('pass') + count('fail');
  const unchecked = count('unchecked');
  const verdict = possible === 0 ? 'none was possible.' : `${count('pass')} of ${possible} possible pass.`;
  const open = inWords(unchecked);
  const rest = `${open.charAt(0).toUpperCase()}${open.slice(1)} of ${inWords(block.checks.length)} cannot be checked.`;
  return { verdict, rest: unchecked === 0 ? '' : rest };
}

/** Failed ones first, else in the order given. */
export function orderedChecks(block: ChecksBlock): readonly Check[] {
  const failed = block.checks.filter((check) => check.verdict === 'fail');
  return [...failed, ...block.checks.filter((check) => check.verdict !== 'fail')];
}
