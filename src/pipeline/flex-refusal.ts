import type { Gap } from '#domain/gap';
import { FlexDatesAmbiguous, FlexRefused } from '#sources/flex/errors';
import type { RefusalMeaning } from '#sources/flex/refusals';
import { FlexTokenMissing } from '#sources/flex/token-missing';
import type { FlexRefusal, FlexState } from './flex-state.ts';

/** What time alone may mend: everything else needs a person. */
const PASSING: ReadonlySet<RefusalMeaning> = new Set(['not-ready', 'paced', 'no-data', 'locked-out']);

/** A reference that the service has lost: another request names a new one. */
const LOST_REFERENCE = '1017';
/** Of the token, the service or the query: they hold for every day. */
const FOR_ALL_DAYS: ReadonlySet<string> = new Set(['1010', '1011', '1012', '1013', '1014', '1015', '1016', 'no-token']);

/** What the record keeps of a refusal that stands until a person does something; undefined for what may pass. */
export function refusalFor(error: unknown): Pick<FlexRefusal, 'code' | 'message' | 'nextStep'> | undefined {
  if (error instanceof FlexTokenMissing) {
    return { code: NO_TOKEN, message: error.message, nextStep: error.nextStep };
  }
  if (error instanceof FlexDatesAmbiguous) return { code: 'dates', message: error.message, nextStep: error.nextStep };
  if (!(error instanceof FlexRefused) || PASSING.has(error.meaning) || error.code === LOST_REFERENCE) return undefined;
  return { code: error.code ?? 'unknown', message: error.message, nextStep: error.nextStep };
}

/** In place of the service's code: there is no token to ask with. */
const NO_TOKEN = 'no-token';

/** Codes with which the service goes on for ever when it can't make a statement of certain days. */
const ENDLESS: ReadonlySet<string | undefined> = new Set(['1001', '1019']);

/** Whether the service may have hung on the days that were asked for. */
export const hangsOnDays = (error: unknown): boolean => error instanceof FlexRefused && ENDLESS.has(error.code);

/** Until when the service is to be left alone altogether; undefined for any other trouble. */
export const restAfter = (error: unknown): Date | undefined =>
  error instanceof FlexRefused && error.meaning === 'locked-out' ? error.resumeAt : undefined;

/**
 * Why the service is not asked at all, for whatever day: it has shut out the token for a while, or it has refused this
 * very attempt for a cause that holds for every day.
 */
export function notToBeAsked(
  state: FlexState | undefined,
  by: string,
  now: Date,
): { readonly status: 'waiting' | 'failed'; readonly why: Gap } | undefined {
  const { refused, rest } = state ?? {};
  if (rest && now < new Date(rest.until)) return { status: 'waiting', why: rest.why };
  if (refused?.by !== by || !FOR_ALL_DAYS.has(refused.code)) return undefined;
  return { status: 'failed', why: { reason: 'blocked', message: refused.message, nextStep: refused.nextStep } };
}
