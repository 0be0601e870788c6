import { notifyRun } from '#pipeline/notify-run';
import { aboutRun, notifyForm } from '#wiring/aws/forms';
import { notifyPorts } from '#wiring/aws/notify-ports';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = notifyPorts();

/** Mails one recipient's accounts of one run. */
export const handler = stageHandler({
  name: 'notify',
  form: notifyForm,
  run: (event) => notifyRun(event, ports),
  about: (event) => ({ ...aboutRun(event), recipient: event.recipient }),
  state: (result) => result.state,
});
