import { failureOfGap } from '#owner/failure';
import type { DayResult } from '#owner/report-day';
import type { RunSummary } from '#owner/summary';
import { summaryText } from '#owner/summary-text';
import type { World } from '#wiring/world';
import { exitCodeOf } from './exit-code-of.ts';
import { EXIT } from './exit-codes.ts';
import type { Given } from './flags.ts';

/**
 * Progress goes to standard error, so that standard output holds the summary alone. Each step is a place to stop at when
 * the person pressed Ctrl-C: what came before is saved on the way out.
 */
export function progressTo(world: World, given: Given): (line: string) => void {
  return (line) => {
    world.interrupted.throwIfAborted();
    if (!given.on('quiet')) world.stderr(`  ${line}\n`);
  };
}

/** Prints the closing summary and says by the exit code how it ended. */
export function finish(summary: RunSummary, result: DayResult, world: World, given: Given): number {
  if (given.on('json')) world.stdout(`${JSON.stringify(summary, null, 2)}\n`);
  else world.stdout(summaryText(summary));
  const { outcome, indexTrouble } = result;
  // Report and mail are out; what is behind is the page that leads to them.
  if (indexTrouble) world.stderr(`daybook: ${indexTrouble.message}\n${indexTrouble.nextStep}\n`);
  if (outcome.status === 'complete') return indexTrouble ? EXIT.archive : EXIT.done;
  if (outcome.status === 'partial') return EXIT.partial;
  const failure = failureOfGap(outcome.why);
  if (given.on('json')) world.stderr(`daybook: ${failure.message}\n${failure.nextStep}\n`);
  return exitCodeOf(failure.kind);
}
