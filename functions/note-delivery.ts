import { noteDelivery } from '#pipeline/note-delivery';
import { deliveryForm } from '#wiring/aws/forms';
import { noteDeliveryPorts } from '#wiring/aws/note-delivery-ports';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = noteDeliveryPorts();

/** Takes in what the mail service tells of a mail: delivered, bounced, called spam. */
export const handler = stageHandler({
  name: 'note-delivery',
  form: deliveryForm,
  run: (event) => noteDelivery(event, ports),
  state: ({ notices }) => (notices.length === 0 ? 'noted' : 'told'),
});
