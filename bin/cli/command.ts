import type { World } from '#wiring/world';
import type { Flag, Given } from './flags.ts';

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** After the command's name: `[SCENARIO]`. */
  readonly operands?: string;
  /** A few sentences for its own help. */
  readonly description: string;
  readonly flags: readonly Flag[];
  readonly examples: readonly string[];
  /** Runs it. Resolves to the exit code; problems with the words given go into `problems` before anything is done. */
  prepare(given: Given, problems: string[], world: World): Promise<() => Promise<number>> | (() => Promise<number>);
}

export const COMMON_FLAGS: readonly Flag[] = [
  { name: 'json', help: 'Print the closing summary as one JSON object on standard output, and nothing else there.' },
  { name: 'quiet', help: 'No progress lines.' },
  { name: 'debug', help: 'Print the stack trace when something fails.' },
  { name: 'help', help: 'This text.' },
];
