import { publishRun } from '#pipeline/publish-run';
import { aboutRun, publishForm } from '#wiring/aws/forms';
import { publishPorts } from '#wiring/aws/publish-ports';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = publishPorts();

/** Builds the report of one account of a run. */
export const handler = stageHandler({
  name: 'publish',
  form: publishForm,
  run: (event) => publishRun(event, ports),
  about: (event) => ({ ...aboutRun(event), account: event.account }),
  state: (result) => ('failed' in result ? result.failed : `revision ${result.revision}`),
});
