import { collectFlexRun } from '#pipeline/collect-flex-run';
import { collectFlexPorts } from '#wiring/aws/collect-flex-ports';
import { aboutRun, collectForm } from '#wiring/aws/forms';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = collectFlexPorts();

/** One go at the Flex statement of a run. */
export const handler = stageHandler({
  name: 'collect-flex',
  form: collectForm,
  run: (event, context) => collectFlexRun(event, ports(context)),
  about: aboutRun,
  state: ({ status, next }) => `${status}, ${next}`,
});
