import type { Gap } from '#domain/gap';

/** As far as AWS lets a mail's request be off, and Kerberos a ticket: beyond it a clock is wrong, not merely late. */
const MOST_MS = 5 * 60_000;
const MINUTE_MS = 60_000;

/**
 * What keeps a run from beginning when this machine's clock and the gateway's differ by minutes: which of them is wrong
 * can't be seen from here, so every "as of" would be a guess. Undefined when they agree.
 *
 * @param aheadMs how far the gateway's clock is ahead of this machine's, in milliseconds
 */
export function clockGap(aheadMs: number): Gap | undefined {
  if (Math.abs(aheadMs) <= MOST_MS) return undefined;
  const minutes = Math.round(Math.abs(aheadMs) / MINUTE_MS);
  const side = aheadMs > 0 ? 'ahead of' : 'behind';
  return {
    reason: 'blocked',
    message: `The gateway's clock is ${minutes} minutes ${side} this machine's clock: no figure could be given its right time, so nothing was read.`,
    nextStep:
      'Set the clock that is wrong (on Linux: timedatectl set-ntp true), of this machine or of the gateway; then run again.',
  };
}
