import { endRun } from '#pipeline/end-run';
import { endPorts } from '#wiring/aws/end-ports';
import { aboutRun, endForm } from '#wiring/aws/forms';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = endPorts();

/** Ends a run and says what the owner should hear. */
export const handler = stageHandler({
  name: 'end',
  form: endForm,
  run: (event) => endRun(event, ports),
  about: aboutRun,
  state: ({ state }) => state,
});
