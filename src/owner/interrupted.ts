/** The person pressed Ctrl-C, or the machine asked the program to end. Nothing went wrong. */
export class Interrupted extends Error {
  override readonly name: string = 'Interrupted';
  /** A sentence on how to go on. */
  readonly nextStep: string;
  constructor(
    message = 'Stopped before the end, as you asked.',
    nextStep = 'What was collected is kept: the same command goes on from there.',
  ) {
    super(message);
    this.nextStep = nextStep;
  }
}

/** The person pressed Ctrl-C while something on AWS was watched: it goes on by itself. */
export class StoppedFollowing extends Interrupted {
  override readonly name = 'StoppedFollowing';
  constructor(nextStep: string) {
    super('No longer watching, as you asked.', nextStep);
  }

  /** This in place of an interruption; any other error as it is. */
  static insteadOf(error: unknown, nextStep: string): unknown {
    return error instanceof Interrupted ? new StoppedFollowing(nextStep) : error;
  }
}
