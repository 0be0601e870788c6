import type { Gap, GapReason } from '#domain/gap';
import { SourceError } from '#sources/source-error';

/**
 * What a failed call leaves in the Snapshot. Only a source's own errors become gaps: an archive that can't be written
 * or a fault of ours must stop the run, and passes through.
 * @throws the error itself when it is not a source's
 */
export function gapOf(error: unknown): Gap {
  if (!(error instanceof SourceError)) throw error;
  return { ...error.asGap(), nextStep: error.nextStep };
}

/** As {@link gapOf}, with the missing part named before the cause. What ends the session concerns every part alike. */
export function namedGap(part: string, error: unknown): Gap {
  const gap = gapOf(error);
  return endsSession(gap) ? gap : { ...gap, message: `${part} are missing: ${gap.message}` };
}

/** What every other call would meet too. A gateway that waits for IBKR in vain has five connections to lose. */
const ENDING: ReadonlySet<GapReason> = new Set(['needs-login', 'unreachable', 'silent', 'maintenance', 'blocked']);

/** Whether a gap concerns the whole session, so that asking for anything else is a wasted call. */
export function endsSession(gap: Gap): boolean {
  return ENDING.has(gap.reason);
}
