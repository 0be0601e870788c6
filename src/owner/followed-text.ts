import type { FollowedRun } from './follow-run.ts';
import { printable } from './printable.ts';
import { notTakenText, runName, runSentence } from './run-words.ts';

const STATUS: Readonly<Record<string, string>> = {
  FAILED: 'failed',
  TIMED_OUT: 'took too long and was ended',
  ABORTED: 'was stopped by hand',
};

/** Said when nobody waits. */
export function startedText(name: string): string {
  return `Started ${name}. See what becomes of it: npx daybook status\n`;
}

/** What became of an execution, in words. */
export function followedText(name: string, followed: FollowedRun, timeZone: string): string {
  const lines: string[] = [];
  for (const record of followed.runs) {
    lines.push(`${runSentence(record, timeZone)}.`);
    if (record.why?.nextStep) lines.push(printable(record.why.nextStep));
  }
  for (const { run, why } of followed.notTaken)
    lines.push(`Left alone: ${runName(run)}, because ${notTakenText(why)}.`);
  if (followed.status === 'SUCCEEDED') {
    if (lines.length === 0) lines.push('It ended, and found nothing to do.');
  } else {
    const what = STATUS[followed.status] ?? `ended as ${printable(followed.status)}`;
    const words = [followed.error, followed.cause].filter((text) => text !== undefined).map(printable);
    lines.push(`The execution ${name} ${what}${words.length > 0 ? `: ${words.join(': ')}` : '.'}`);
    lines.push('The Step Functions console shows its steps; the log of the function that failed says why.');
  }
  return `${lines.join('\n')}\n`;
}
