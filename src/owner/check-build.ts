import type { Archive } from '#archive/archive';
import { hostFolder } from '#archive/keys';
import type { CheckRequest } from './check-request.ts';
import { hostOf } from './deployment.ts';
import { type Finding, fine, note, outstanding } from './finding.ts';
import { dayLine } from './printable.ts';

/** The host's record of a gateway program it installed: at its first start, and at each update that brought another. */
interface BuildRecord {
  readonly build: string;
  readonly known: boolean;
  /** ISO 8601 UTC. */
  readonly installedAt: string;
}

/** Which gateway program the host runs, and whether this version of Daybook knows it. */
export async function buildFinding(request: CheckRequest, archive: Archive): Promise<Finding> {
  const folder = hostFolder(hostOf(request.deployment).instance);
  const keys = (await archive.list(folder)).filter((key) => /\/(?:build|builds\/[^/]+)\.json$/.test(key));
  if (keys.length === 0) {
    return outstanding(
      'Gateway',
      'The host has not installed the gateway program yet.',
      'It does so at its first start, some minutes after a deploy, and tries again each minute. If it does not come: the system log of the instance in the EC2 console says why.',
    );
  }
  const records = await Promise.all(keys.map(async (key) => recordIn(await archive.get(key))));
  const newest = records
    .filter((record) => record !== undefined)
    .sort((a, b) => a.installedAt.localeCompare(b.installedAt))
    .at(-1);
  if (!newest) {
    return outstanding(
      'Gateway',
      'What the host says of the gateway program in the archive can not be read.',
      'Replace the host with "npx daybook host renew", then log in again.',
    );
  }
  const what = `build ${newest.build}, installed on ${dayLine(newest.installedAt.slice(0, 10))}`;
  if (newest.known) return fine('Gateway', `${what}, is one that Daybook knows.`);
  return note(
    'Gateway',
    `${what}, is none that Daybook knows: IBKR has published another. Nothing changes from here on without "npx daybook host update".`,
  );
}

function recordIn(body: Uint8Array | undefined): BuildRecord | undefined {
  try {
    const value = JSON.parse(Buffer.from(body ?? '').toString('utf8')) as Partial<BuildRecord> | null;
    const { build, known, installedAt } = value ?? {};
    if (typeof build !== 'string' || typeof known !== 'boolean' || typeof installedAt !== 'string') return undefined;
    return { build, known, installedAt };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
