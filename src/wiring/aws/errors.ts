/** A function is not set up as its code expects: all problems in one message. The next step is a deploy. */
export class FunctionMisconfigured extends Error {
  override readonly name = 'FunctionMisconfigured';
  readonly nextStep = 'Deploy the stack again from this checkout: environment and settings come with the deploy.';
  constructor(what: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${what}: ${problems.join('; ')}.`, options);
  }
}

/** The event has another shape than the stage takes. The message names the fields, never their values. */
export class EventRefused extends Error {
  override readonly name = 'EventRefused';
  readonly nextStep = 'Start runs with the schedules of the stack or with "npx daybook run".';
  constructor(stage: string, problems: readonly string[]) {
    super(`The event of ${stage} has another shape than expected: ${problems.join('; ')}.`);
  }
}
