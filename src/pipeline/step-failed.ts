import type { Gap } from '#domain/gap';

/** What the run's record keeps of a step that broke for good. @param name of the error, as Step Functions gives it */
export function stepFailed(name: string | undefined): Gap {
  return {
    reason: 'not-asked',
    message: `A step of the run broke${name ? ` (${name})` : ''}.`,
    nextStep: 'The log of its functions has the details.',
  };
}
