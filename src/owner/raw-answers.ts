import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import type { Exchange } from './exchange-log.ts';

const MOST = 20;
const REQUEST = /^(raw\/[^/]+\/(?:\d+\/){3}(?:close|final)\/)(\d{8}T\d{6}Z?)(-.+)\.request\.json$/;

/**
 * The newest answers that a run kept, oldest first, at most 20: of this month and the one before, of the login and of the
 * accounts given.
 * @param accounts account numbers
 */
export async function rawAnswers(archive: Archive, accounts: readonly string[], now: Date): Promise<Exchange[]> {
  const months = [monthOf(now, 0), monthOf(now, 1)];
  const folders = ['login', ...accounts.map(accountKey)].flatMap((owner) =>
    months.map((month) => `raw/${owner}/${month}/`),
  );
  const keys = (await Promise.all(folders.map((folder) => archive.list(folder)))).flat();
  const bodies = new Map(
    keys.filter((key) => !key.endsWith('.request.json')).map((key) => [key.slice(0, key.lastIndexOf('.')), key]),
  );
  const newest = keys
    .map((key) => ({ key, match: REQUEST.exec(key) }))
    .filter(({ match }) => match !== null)
    .sort((a, b) => (a.match?.[2] ?? '').localeCompare(b.match?.[2] ?? '') || a.key.localeCompare(b.key))
    .slice(-MOST);
  const answers = await Promise.all(
    newest.map(({ key }) => answerOf(archive, key, bodies.get(key.slice(0, -'.request.json'.length)))),
  );
  return answers.filter((answer) => answer !== undefined);
}

/** Folder of a month, this one less `back`, as the archive's keys name it: `2026/11`. */
function monthOf(now: Date, back: number): string {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1));
  return first.toISOString().slice(0, 7).replace('-', '/');
}

async function answerOf(archive: Archive, key: string, bodyKey: string | undefined): Promise<Exchange | undefined> {
  const asked = parsed(await archive.get(key));
  const { request, status, headers, receivedAt } = asked ?? {};
  if (typeof status !== 'number' || typeof receivedAt !== 'string' || Number.isNaN(Date.parse(receivedAt))) {
    return undefined;
  }
  const body = bodyKey === undefined ? undefined : await archive.get(bodyKey);
  const text = Buffer.from(body ?? '').toString('utf8');
  return {
    sentAt: receivedAt,
    endedAt: receivedAt,
    method: typeof request?.method === 'string' ? request.method : '',
    target: typeof request?.path === 'string' ? request.path : '',
    ...(request?.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    answer: { status, headers: headers ?? {}, text, partial: bodyKey?.endsWith('.partial') ?? false },
  };
}

/** What stands beside a raw answer, as far as it is used here. */
interface AskedRecord {
  readonly request?: { readonly method?: unknown; readonly path?: unknown; readonly body?: unknown };
  readonly status?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly receivedAt?: unknown;
}

function parsed(body: Uint8Array | undefined): AskedRecord | undefined {
  try {
    return (JSON.parse(Buffer.from(body ?? '').toString('utf8')) as AskedRecord | null) ?? undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
