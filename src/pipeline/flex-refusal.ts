import { FlexDatesAmbiguous, FlexRefused } from '#sources/flex/errors';
import type { RefusalMeaning } from '#sources/flex/refusals';
import { FlexTokenMissing } from '#sources/flex/token-missing';
import type { FlexRefusal } from './flex-state.ts';

/** What time alone may mend: everything else needs a person. */
const PASSING: ReadonlySet<RefusalMeaning> = new Set(['not-ready', 'paced', 'no-data', 'locked-out']);

/** What the record keeps of a refusal that stands until a person does something; undefined for what may pass. */
export function refusalFor(error: unknown): Pick<FlexRefusal, 'code' | 'message' | 'nextStep'> | undefined {
  if (error instanceof FlexTokenMissing) {
    return { code: NO_TOKEN, message: error.message, nextStep: error.nextStep };
  }
  if (error instanceof FlexDatesAmbiguous) return { code: 'dates', message: error.message, nextStep: error.nextStep };
  if (!(error instanceof FlexRefused) || PASSING.has(error.meaning)) return undefined;
  return { code: error.code ?? 'unknown', message: error.message, nextStep: error.nextStep };
}

/** In place of the service's code: there is no token to ask with. */
export const NO_TOKEN = 'no-token';

/** Codes with which the service goes on for ever when it can't make a statement of certain days. */
const ENDLESS: ReadonlySet<string | undefined> = new Set(['1001', '1019']);

/** Whether the service may have hung on the days that were asked for. */
export const hangsOnDays = (error: unknown): boolean => error instanceof FlexRefused && ENDLESS.has(error.code);
