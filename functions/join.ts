import { joinSources } from '#pipeline/join-sources';
import { aboutRun, joinForm } from '#wiring/aws/forms';
import { joinPorts } from '#wiring/aws/join-ports';
import { stageHandler } from '#wiring/aws/stage-handler';

const ports = joinPorts();

/** Makes one answer of what the sources of a run came to. */
export const handler = stageHandler({
  name: 'join',
  form: joinForm,
  run: (event) => joinSources(event, ports),
  about: aboutRun,
  state: ({ status, next }) => `${status}, ${next}`,
});
