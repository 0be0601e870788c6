import type { Gap } from '#domain/gap';
import { FlexRefused } from '#sources/flex/errors';
import type { RefusalMeaning } from '#sources/flex/refusals';
import { FlexTokenMissing } from '#sources/flex/token-missing';
import { SourceError } from '#sources/source-error';
import { type Failure, failureOfGap } from './failure.ts';

const KINDS: Readonly<Record<RefusalMeaning, Failure['kind']>> = {
  'not-ready': 'waiting',
  paced: 'waiting',
  'no-data': 'waiting',
  'locked-out': 'waiting',
  'no-permission-or-expired': 'login',
  blocked: 'login',
  'unknown-account': 'account',
  'bad-request': 'account',
  'server-error': 'answer',
};

/** What a failure of the Flex Web Service means for the person at the keyboard; undefined for any other error. */
export function flexFailure(error: unknown): Failure | undefined {
  if (!(error instanceof SourceError)) return undefined;
  const { message, nextStep } = error;
  if (error instanceof FlexTokenMissing) return { kind: 'login', message, nextStep };
  if (error instanceof FlexRefused) return { kind: KINDS[error.meaning], message, nextStep };
  return { ...failureOfGap(error.asGap()), nextStep };
}

/** As {@link flexFailure}, for a failure that was noted as a gap. */
export function failureOfFlexGap(gap: Gap): Failure {
  const kinds: Partial<Record<Gap['reason'], Failure['kind']>> = {
    'not-available': 'waiting',
    'not-ready': 'waiting',
    'bad-request': 'account',
    blocked: 'login',
  };
  const failure = failureOfGap(gap);
  return { ...failure, kind: kinds[gap.reason] ?? failure.kind };
}

/** There is no token to ask with. @param nextStep how a token is given, one sentence */
export const noTokenHere = (nextStep: string): FlexTokenMissing => new FlexTokenMissing(nextStep);
