import type { Given } from '#bin/cli/flags';
import type { StackChoice } from '#bin/cli/stack-flags';
import type { Settings } from '#wiring/settings';
import type { World } from '#wiring/world';

/** What each word after `daybook flex` works with, once all that was given is sound. */
export interface FlexTask {
  readonly given: Given;
  readonly world: World;
  readonly settings: Settings;
  /** The deployed Daybook; a folder of this machine when absent. */
  readonly choice?: StackChoice;
}

/** Prints the result as text, or as JSON where that was asked for. */
export function print({ given, world }: Pick<FlexTask, 'given' | 'world'>, value: unknown, text: string): void {
  world.stdout(given.on('json') ? `${JSON.stringify(value, null, 2)}\n` : text);
}
