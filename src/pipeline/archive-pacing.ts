import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { pacingKey } from '#archive/keys';
import type { Pacing } from '#sources/gateway/pacing';

/**
 * Remembers in the archive when each paced endpoint of a gateway was last called, so that the next command on this
 * machine keeps the broker's limits too.
 */
export function pacingIn(archive: Archive, gatewayOrigin: string): Pacing {
  const key = pacingKey(gatewayOrigin);
  const read = async (): Promise<Record<string, string>> => {
    const body = await archive.get(key);
    if (!body) return {};
    try {
      return JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, string>;
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
      const at = (await read())[endpoint];
      return at === undefined ? undefined : new Date(at);
    },
    record: async (endpoint, until) => {
      await archive.put(key, JSON.stringify({ ...(await read()), [endpoint]: until.toISOString() }, null, 1));
    },
  };
}
