import { ABSENT, type Archive } from '#archive/archive';
import { ArchiveCorrupted, ArchiveError } from '#archive/errors';
import { pacingKey } from '#archive/keys';
import type { Pacing } from '#sources/gateway/pacing';

/** Each try that fails means that another process has noted its call. */
const MOST_TRIES = 50;

/**
 * Remembers in the archive when each paced endpoint of a gateway was last called, so that the next command on this
 * machine keeps the broker's limits too.
 */
export function pacingIn(archive: Archive, gatewayOrigin: string): Pacing {
  const key = pacingKey(gatewayOrigin);
  const stored = async (): Promise<{ record: Record<string, string>; version: string }> => {
    const there = await archive.read(key);
    if (!there) return { record: {}, version: ABSENT };
    try {
      return {
        record: JSON.parse(Buffer.from(there.body).toString('utf8')) as Record<string, string>,
        version: there.version,
      };
    } catch (error) {
      throw new ArchiveCorrupted(
        key,
        `The pacing record ${archive.locate(key)} is damaged.`,
        'Wait 15 minutes, so that no limit of the broker is broken, delete the file and run the command again.',
        { cause: error },
      );
    }
  };
  return {
    notBefore: async (endpoint) => {
      const at = (await stored()).record[endpoint];
      return at === undefined ? undefined : new Date(at);
    },
    record: async (endpoint, until) => {
      // A process beside this one may note its own call at the same moment: neither may undo the other's.
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const { record, version } = await stored();
        const body = JSON.stringify({ ...record, [endpoint]: until.toISOString() }, null, 1);
        if ((await archive.putIfVersion(key, body, version)) === 'written') return;
      }
      throw new ArchiveError(
        `The pacing record ${archive.locate(key)} was changed by others ${MOST_TRIES} times while this process tried.`,
        'Look how many runs are at work at the same time, and run again.',
      );
    },
  };
}
