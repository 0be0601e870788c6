import { printable } from './printable.ts';
import type { Verdict } from './verdict.ts';
import type { Verified } from './verify-archive.ts';

/** What was looked at, what is wrong, what to do. */
export function verifiedText(verified: Verified, locate: (key: string) => string): string {
  const parts = [
    { name: 'Snapshots', one: 'Snapshot', verdict: verified.snapshots },
    { name: 'Reports', one: 'report', verdict: verified.reports },
    { name: 'Receipts', one: 'mail', verdict: verified.receipts },
    { name: 'Pages', one: 'page', verdict: verified.pages },
  ];
  return `${parts.flatMap(({ name, one, verdict }) => lines(name, one, verdict, locate)).join('\n')}\n`;
}

function lines(name: string, one: string, verdict: Verdict, locate: (key: string) => string): string[] {
  const { checked, problems, notes } = verdict;
  const count = checked === 1 ? `1 ${one}` : `${checked} ${one}s`;
  const end = problems.length === 0 ? 'as written' : `${problems.length} wrong`;
  return [
    `${problems.length === 0 ? '✓' : '✗'} ${name.padEnd(9)}  ${count}, ${end}`,
    ...problems.flatMap(({ key, text, todo }) => [
      `  ✗ ${printable(locate(key))} ${printable(text)}`,
      `    → ${printable(todo)}`,
    ]),
    ...notes.map(({ key, text }) => `  – ${printable(locate(key))} ${printable(text)}`),
  ];
}

/** Whether anything is wrong. */
export function isDamaged(verified: Verified): boolean {
  return [verified.snapshots, verified.reports, verified.receipts, verified.pages].some(
    ({ problems }) => problems.length > 0,
  );
}

/** Whether there was nothing to look at. */
export function isEmpty(verified: Verified): boolean {
  return verified.snapshots.checked + verified.reports.checked + verified.receipts.checked === 0;
}
