import { collectRun } from '#pipeline/collect-run';
import type { CollectResult, FillResult } from '#pipeline/events';
import { fillTransactions } from '#pipeline/fill-transactions';
import { collectPorts } from '#wiring/aws/collect-ports';
import { aboutRun, collectOrFillForm } from '#wiring/aws/forms';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = collectPorts();

/** One go at collecting a run from the gateway or, after the runs, at asking for bookings that later reports will use. */
export const handler = stageHandler({
  name: 'collect',
  form: collectOrFillForm,
  run: (event, context): Promise<CollectResult | FillResult> =>
    'fillUntil' in event
      ? fillTransactions({ until: new Date(event.fillUntil) }, ports(context))
      : collectRun(event, ports(context)),
  about: (event) => ('fillUntil' in event ? { execution: event.execution } : aboutRun(event)),
  state: (result) => ('status' in result ? `${result.status}, ${result.next}` : filled(result)),
});

/** The log is all that tells of it: as extra work it is worth no notice. */
function filled({ next, asked, why }: FillResult): string {
  return `${asked} contracts told, ${next}${why === undefined ? '' : `: ${why}`}`;
}
