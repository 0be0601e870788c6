import { beginRuns } from '#pipeline/begin-runs';
import { keepIndexOfRuns } from '#pipeline/keep-index-of-runs';
import { beginPorts } from '#wiring/aws/begin-ports';
import { beginForm } from '#wiring/aws/forms';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = beginPorts();

/** Takes the runs that are due at a start of the machine; days that it skips come onto the archive's pages. */
export const handler = stageHandler({
  name: 'begin',
  form: beginForm,
  run: async (event) => {
    const begun = await beginRuns(event, ports);
    if (event.event.start === 'schedule') await keepIndexOfRuns(undefined, ports);
    return begun;
  },
  about: ({ execution }) => ({ execution }),
  state: ({ runs, notTaken }) => `${runs.length} taken, ${notTaken.length} not`,
});
