import { SourceError } from '#sources/source-error';

/** Nobody has given Daybook a token of the Flex Web Service: there is nothing to ask with. */
export class FlexTokenMissing extends SourceError {
  override readonly name = 'FlexTokenMissing';
  /** @param nextStep how a token is given here, one sentence */
  constructor(nextStep: string) {
    super('blocked', 'No token of the Flex Web Service is at hand.', nextStep, { by: 'daybook' });
  }
}
