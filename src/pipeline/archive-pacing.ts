import type { Archive } from '#archive/archive';
import { pacingKey } from '#archive/keys';
import { NO_CALLS, type Pacing, type PacingRecord } from '#sources/gateway/pacing';
import { changeState, type StateFile } from './state-file.ts';

/**
 * Keeps in the archive when each paced endpoint of a gateway was last called and what IBKR refused, so that every other
 * process that shares the archive keeps the broker's limits too.
 */
export function pacingIn(archive: Archive, gatewayOrigin: string): Pacing {
  const file: StateFile<PacingRecord> = {
    key: pacingKey(gatewayOrigin),
    schema: 'daybook-pacing/1',
    what: 'The pacing record',
    moveAway: 'Wait 15 minutes, so that no limit of the broker is broken, delete it and run the command again.',
  };
  return {
    change: async (step) => {
      await changeState(archive, file, (before) => {
        const after = step(before ?? NO_CALLS);
        return after === NO_CALLS ? before : after;
      });
    },
  };
}
