import type { Finding } from './finding.ts';

const SIGNS: Record<Finding['state'], string> = { fine: '✓', outstanding: '✗', note: '–' };

/** The list as a person reads it, each line with what to do. */
export function checkText(findings: readonly Finding[]): string {
  const width = Math.max(0, ...findings.map(({ what }) => what.length));
  const lines = findings.flatMap(({ what, state, text, todo }) => [
    `${SIGNS[state]} ${what.padEnd(width)}  ${text}`,
    ...(todo ? [`  ${' '.repeat(width)}  → ${todo}`] : []),
  ]);
  const open = findings.filter(({ state }) => state === 'outstanding').length;
  const end =
    open === 0
      ? 'Nothing is outstanding.'
      : open === 1
        ? 'One thing is outstanding.'
        : `${open} things are outstanding.`;
  return `${lines.join('\n')}\n\n${end}\n`;
}
