import { discreet } from './discreet.ts';

/** The fields a line may have. Keys of accounts and recipients are short hashes. */
export interface LogFields {
  readonly stage: string;
  readonly execution?: string;
  readonly run?: string;
  readonly account?: string;
  readonly recipient?: string;
  /** What came of it, in a word. */
  readonly state?: string;
  /** Class, words and next step of an error. */
  readonly error?: { readonly name: string; readonly message: string; readonly nextStep?: string };
}

export type LogLevel = 'info' | 'warn' | 'error';

export type Log = (level: LogLevel, message: string, fields: LogFields) => void;

const FIELDS = ['stage', 'execution', 'run', 'account', 'recipient', 'state'] as const;

/** One line of the log as JSON: the fields of the list and no other, each discreet. */
export function logLine(level: LogLevel, message: string, fields: LogFields): string {
  const listed = FIELDS.flatMap((field) => {
    const value = fields[field];
    return value === undefined ? [] : [[field, discreet(value)] as const];
  });
  const { error } = fields;
  return JSON.stringify({
    level: level.toUpperCase(),
    message: discreet(message),
    ...Object.fromEntries(listed),
    ...(error === undefined
      ? {}
      : {
          error: {
            name: error.name,
            message: discreet(error.message),
            ...(error.nextStep === undefined ? {} : { nextStep: discreet(error.nextStep) }),
          },
        }),
  });
}

/** To the function's log: Lambda keeps each line that is written to the standard output. */
export const lambdaLog: Log = (level, message, fields) => {
  process.stdout.write(`${logLine(level, message, fields)}\n`);
};

/** For a stage that goes on: what could not be done, and the error, if there was one. */
export function warnLog(stage: string, log: Log = lambdaLog): (message: string, error?: unknown) => void {
  return (message, error) =>
    log('warn', message, { stage, ...(error === undefined ? {} : { error: errorFields(error) }) });
}

/** What the log tells of an error: a class of ours has a next step. */
export function errorFields(error: unknown): NonNullable<LogFields['error']> {
  if (!(error instanceof Error)) return { name: 'NotAnError', message: String(error) };
  const { name, message } = error;
  const nextStep = 'nextStep' in error && typeof error.nextStep === 'string' ? error.nextStep : undefined;
  return { name, message, ...(nextStep === undefined ? {} : { nextStep }) };
}
