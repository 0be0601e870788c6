import { collectRun } from '#pipeline/collect-run';
import { collectPorts } from '#wiring/aws/collect-ports';
import { aboutRun, collectForm } from '#wiring/aws/forms';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = collectPorts();

/** One go at collecting a run from the gateway. */
export const handler = stageHandler({
  name: 'collect',
  form: collectForm,
  run: (event, context) => collectRun(event, ports(context)),
  about: aboutRun,
  state: ({ status, next }) => `${status}, ${next}`,
});
