import type { z } from 'zod';
import { discreet } from './discreet.ts';
import { EventRefused } from './errors.ts';
import { errorFields, type Log, type LogFields, lambdaLog } from './log.ts';
import { problemsOf } from './problems.ts';

/** What Lambda tells of the call, as far as it is used. */
export interface CallContext {
  /** Until the function's own time limit. */
  readonly getRemainingTimeInMillis: () => number;
}

/** A stage as a Lambda function runs it. */
export interface Stage<Input, Result> {
  readonly name: string;
  /** What the event has to be. */
  readonly form: z.ZodType<Input>;
  readonly run: (event: Input, context: CallContext) => Promise<Result>;
  /** What the log tells of an event beside the stage: keys, never contents. */
  readonly about?: (event: Input) => Omit<LogFields, 'stage' | 'state' | 'error'>;
  /** What came of it, in a word, for the log. */
  readonly state?: (result: Result) => string;
}

/**
 * Makes the handler: checks the event, runs the stage, tells the log what came of it. An error goes on to the machine
 * with its class and a discreet message: both stand in the execution's history.
 */
export function stageHandler<Input, Result>(
  stage: Stage<Input, Result>,
  log: Log = lambdaLog,
): (event: unknown, context: CallContext) => Promise<Result> {
  return async (event, context) => {
    let about: LogFields = { stage: stage.name };
    try {
      const checked = stage.form.safeParse(event);
      if (!checked.success) throw new EventRefused(stage.name, problemsOf(checked.error));
      about = { ...about, ...stage.about?.(checked.data) };
      const result = await stage.run(checked.data, context);
      const state = stage.state?.(result);
      log('info', 'ended', state === undefined ? about : { ...about, state });
      return result;
    } catch (error) {
      log('error', 'failed', { ...about, error: errorFields(error) });
      throw forHistory(error);
    }
  };
}

/** The same error with nothing private in it. Its name stays: the machine's retries go by it. */
function forHistory(error: unknown): Error {
  const { name, message } = errorFields(error);
  const told = new Error(discreet(message));
  told.name = name;
  const [, ...frames] = error instanceof Error ? (error.stack ?? '').split('\n    at ') : [];
  told.stack = [`${name}: ${told.message}`, ...frames].map(discreet).join('\n    at ');
  return told;
}
