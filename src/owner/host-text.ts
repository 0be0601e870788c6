import type { HostRenewed } from './host-renew.ts';
import type { HostUpdated } from './host-update.ts';
import { printable } from './printable.ts';

const STATUS: Readonly<Record<string, string>> = {
  Success: 'The host is up to date.',
  Failed: 'The update failed; the host keeps what it had.',
  TimedOut: 'The update took too long and was ended.',
  Cancelled: 'The update was stopped by hand.',
  NotTaken: 'The host did not take the update within five minutes: it does not run, or does not reach Systems Manager.',
};

/** What became of an update: the host's own words, then the end. */
export function updatedText(updated: HostUpdated): string {
  const said = [...linesOf(updated.output), ...linesOf(updated.errors)].map((line) => `  ${line}`);
  const end = STATUS[updated.status] ?? `The update ended as ${printable(updated.status)}.`;
  const step = updated.status === 'Success' ? [] : ['Look at the host with "npx daybook check", then try again.'];
  return `${[...said, end, ...step].join('\n')}\n`;
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map(printable)
    .filter((line) => line !== '');
}

/** What became of a replacement. */
export function renewedText(renewed: HostRenewed): string {
  if (renewed.renewed) {
    const lines = [
      `The host ${renewed.before} is replaced by ${printable(renewed.after ?? 'a new one')}.`,
      'It needs some minutes to install the gateway program and to write its certificate: "npx daybook check" says when.',
      'Then log in at the gateway again.',
    ];
    return `${lines.join('\n')}\n`;
  }
  const reasons = renewed.failures.map(({ resource, reason }) => `  ${printable(resource)}: ${printable(reason)}`);
  return `${[
    `The host was not replaced: the stack ended as ${printable(renewed.status)}.`,
    ...reasons,
    'The old host stays. Mend the cause, then try again.',
  ].join('\n')}\n`;
}
