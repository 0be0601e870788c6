import { endRun } from '#pipeline/end-run';
import { keepIndexOfRuns } from '#pipeline/keep-index-of-runs';
import { endPorts } from '#wiring/aws/end-ports';
import { aboutRun, endForm } from '#wiring/aws/forms';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = endPorts();

/** Ends a run, says what the owner should hear, and brings the archive's pages up to date. */
export const handler = stageHandler({
  name: 'end',
  form: endForm,
  run: async (event) => {
    const ended = await endRun(event, ports);
    await keepIndexOfRuns(event.run.marketDate, ports);
    return ended;
  },
  about: aboutRun,
  state: ({ state }) => state,
});
