import { keepSession } from '#pipeline/keep-session';
import { minuteForm } from '#wiring/aws/forms';
import { keepSessionPorts } from '#wiring/aws/keep-session-ports';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = keepSessionPorts();

/** Looks at the session once a minute, while a run of the day needs it. */
export const handler = stageHandler({
  name: 'keep-session',
  form: minuteForm,
  run: () => keepSession(ports),
  state: ({ state, started }) => (started ? `${state}, what is due starts` : state),
});
