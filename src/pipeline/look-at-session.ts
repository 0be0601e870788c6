import type { GapReason } from '#domain/gap';
import type { Clock } from '#effects/clock';
import type { LoginState } from '#sources/gateway/answers/tickle';
import { afterEvent, type SessionModel } from '#sources/gateway/session-model';
import { gapOf } from './gap-of.ts';
import type { SessionRecord } from './session-record.ts';

export interface LookPorts {
  readonly clock: Clock;
  /** The gateway host that is asked: its instance id. */
  readonly host: string;
  /** One tickle: keeps a login alive and tells of it. Rejects with a source's typed error. */
  readonly tickle: () => Promise<LoginState>;
  /** Tells whether anybody has logged in, without keeping anything alive; undefined when the answer leaves it open. */
  readonly authStatus: () => Promise<LoginState | undefined>;
}

/** What the gateway says of the session now. */
export type Seen = Pick<SessionRecord, 'state' | 'stage' | 'message'>;

/** Of the tickles of a healthy session several in a hundred fail by chance: one failure means nothing. */
const BY_CHANCE: ReadonlySet<GapReason> = new Set([
  'server-error',
  'maintenance',
  'cut-off',
  'unreadable',
  'not-ready',
]);
/** A tickle may follow another after a second. */
const AGAIN_MS = 2_000;
/** How often a tickle settles what the auth status leaves open. */
const SETTLED_EVERY_MINUTES = 5;

const NOBODY = 'Nobody is logged in.';
const COMPETING =
  'Healthy for reports; another program of the same user holds the trading session and is left alone. A second username for reports alone keeps the two apart.';

/**
 * Looks at the session once: a tickle while somebody is logged in, else the auth status, which wakes and keeps nothing.
 * A login that the auth status sees is confirmed by a tickle, which also keeps it alive from then on.
 *
 * @param before what was last written down
 */
export async function lookAtSession(ports: LookPorts, before: SessionRecord | undefined): Promise<Seen> {
  const known = before?.host === ports.host ? before : undefined;
  const model: SessionModel = { stage: known?.stage ?? 'unknown', doubted: false };
  if (known?.state === 'needs-login') {
    const asked = await tried(async () => (await ports.authStatus()) ?? 'open', model);
    if (asked === 'open') {
      const { state, stage, message } = known;
      const settle = ports.clock.now().getUTCMinutes() % SETTLED_EVERY_MINUTES === 0;
      if (!settle) return { state, ...(stage ? { stage } : {}), ...(message ? { message } : {}) };
    } else if (asked.state !== 'healthy') return asked;
  }
  const seen = await tried(ports.tickle, model);
  if (known?.state !== 'healthy' || seen.state === 'healthy' || !BY_CHANCE.has(seen.state)) return seen;
  await ports.clock.sleep(AGAIN_MS);
  return tried(ports.tickle, model);
}

async function tried<T extends LoginState | 'open'>(
  ask: () => Promise<T>,
  model: SessionModel,
): Promise<Seen | Extract<T, 'open'>> {
  let answer: T;
  try {
    answer = await ask();
  } catch (error) {
    const { reason, message } = gapOf(error);
    return { state: reason, stage: afterEvent(model, { is: 'failed', reason }).stage, message };
  }
  if (answer === 'open') return answer as Extract<T, 'open'>;
  const { login, stage = 'login-only' } = answer as LoginState;
  if (login === 'healthy') return { state: 'healthy', stage, ...(stage === 'competing' ? { message: COMPETING } : {}) };
  const lost = afterEvent(model, { is: 'failed', reason: 'needs-login' });
  return { state: 'needs-login', stage: lost.stage, message: NOBODY };
}
