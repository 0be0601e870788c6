import { beginRuns } from '#pipeline/begin-runs';
import { beginPorts } from '#wiring/aws/begin-ports';
import { beginForm } from '#wiring/aws/forms';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = beginPorts();

/** Takes the runs that are due at a start of the machine. */
export const handler = stageHandler({
  name: 'begin',
  form: beginForm,
  run: (event) => beginRuns(event, ports),
  about: ({ execution }) => ({ execution }),
  state: ({ runs, notTaken }) => `${runs.length} taken, ${notTaken.length} not`,
});
