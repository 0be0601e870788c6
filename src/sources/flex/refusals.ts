import type { GapReason } from '#domain/gap';
import type { FlexResponse } from './document.ts';

/** What an answer in place of a statement means. */
export type RefusalMeaning =
  | 'not-ready'
  | 'paced'
  | 'no-data'
  | 'no-permission-or-expired'
  | 'blocked'
  | 'unknown-account'
  | 'bad-request'
  | 'locked-out'
  | 'server-error';

/** What is to be done by the client: ask on, ask later, start from the first request again once, or stop. */
export type RefusalStep = 'poll' | 'later' | 'pause' | 'restart' | 'stop';

/** One code of the service. */
export interface Refusal {
  readonly meaning: RefusalMeaning;
  readonly step: RefusalStep;
  readonly reason: GapReason;
  /** One sentence for a person. */
  readonly message: string;
  readonly nextStep: string;
  /** How long to leave the service alone before another run asks; absent: as the client does between its own requests. */
  readonly restMs?: number;
}

const WAIT = 'Nothing is to be done: it is asked for again later.';
const NEW_TOKEN = 'Make a new token in Client Portal, in the settings of the Flex Web Service, and give it to Daybook.';

const later = (message: string, nextStep = WAIT): Refusal => ({
  meaning: 'not-ready',
  step: 'later',
  reason: 'not-ready',
  message,
  nextStep,
});
const stop = (meaning: RefusalMeaning, reason: GapReason, message: string, nextStep: string): Refusal => ({
  meaning,
  step: 'stop',
  reason,
  message,
  nextStep,
});

/** The codes that IBKR documents for version 3 of the Flex Web Service, and 1025, which users report. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  '1001': later(
    'IBKR could not make the Flex statement at this time (1001).',
    'If this code comes for days, the address of the Flex Web Service has changed: update Daybook.',
  ),
  '1003': stop('no-data', 'not-available', 'IBKR has no Flex statement for these days (1003).', WAIT),
  '1004': later('The Flex statement is not complete yet (1004).'),
  '1005': later('The settlement data for the Flex statement are not ready yet (1005).'),
  '1006': later('The profit and loss data for the Flex statement are not ready yet (1006).'),
  '1007': later('Data for the Flex statement are not ready yet (1007).'),
  '1008': later('Data for the Flex statement are not ready yet (1008).'),
  '1009': later('The Flex Web Service is under heavy load (1009).'),
  '1010': stop(
    'bad-request',
    'bad-request',
    'The Flex query is of an old sort that the service no longer serves (1010).',
    'Make it anew as an Activity Flex Query in Client Portal.',
  ),
  '1011': stop(
    'no-permission-or-expired',
    'blocked',
    'The Flex Web Service is not active for this account (1011).',
    'Activate it in Client Portal, in the settings of the Flex Web Service.',
  ),
  '1012': stop('no-permission-or-expired', 'blocked', 'The Flex token has expired (1012).', NEW_TOKEN),
  '1013': stop(
    'blocked',
    'blocked',
    'The Flex token is bound to another network address (1013).',
    'Make a token without a bound address, or bind it to the address that Daybook calls from.',
  ),
  '1014': stop(
    'bad-request',
    'bad-request',
    'IBKR does not know the Flex query (1014).',
    'Check the query ID in Client Portal: a query can be used only by the user who made it.',
  ),
  '1015': stop('no-permission-or-expired', 'blocked', 'IBKR does not know the Flex token (1015).', NEW_TOKEN),
  '1016': stop(
    'unknown-account',
    'account-refused',
    'The Flex query is for an account that the token may not see (1016).',
    'Check the accounts that are chosen in the query.',
  ),
  '1017': {
    ...stop('bad-request', 'bad-request', 'IBKR no longer knows the reference of the Flex statement (1017).', WAIT),
    step: 'restart',
  },
  '1018': {
    meaning: 'paced',
    step: 'pause',
    reason: 'paced',
    message: 'IBKR got too many Flex requests with this token (1018).',
    nextStep: 'Check that no other program uses the token; Daybook asks again later.',
  },
  '1019': { ...later('IBKR is still making the Flex statement (1019).'), step: 'poll' },
  '1020': stop(
    'bad-request',
    'bad-request',
    'IBKR could not make sense of the Flex request (1020).',
    'Check the token and the query ID, and that the query exists.',
  ),
  '1021': later('The Flex statement could not be fetched at this time (1021).'),
  '1025': {
    ...stop(
      'locked-out',
      'blocked',
      'IBKR has shut out the Flex token for a while, after too many requests that failed (1025).',
      'Look for what asks in vain: another program with this token, a wrong query ID. It opens again by itself.',
    ),
    restMs: 3_600_000,
  },
};

/** What an answer refuses, or undefined when it refuses nothing. A code that nobody documents stops, and is shown. */
export function refusalOf({ status, errorCode }: FlexResponse): Refusal | undefined {
  if (errorCode === undefined && status === 'Success') return undefined;
  const known = errorCode !== undefined && Object.hasOwn(REFUSALS, errorCode) ? REFUSALS[errorCode] : undefined;
  return (
    known ??
    stop(
      'server-error',
      'server-error',
      `The Flex Web Service refuses with a code that is not documented (${shown(errorCode)}).`,
      "Look at the answer that was kept, and at IBKR's page about the Flex Web Service; the token may well be good.",
    )
  );
}

/** What was sent as a code, as far as it can be one: a foreign text goes into no message, record or name. */
export const codeIn = (sent: string | undefined): string | undefined =>
  sent !== undefined && /^(?:[A-Z]{2,4}-)?\d{1,5}$/.test(sent) ? sent : undefined;

function shown(code: string | undefined): string {
  if (code === undefined) return 'without a number';
  return codeIn(code) ?? 'not a number';
}
