import type { Clock } from '#effects/clock';
import { readAccounts } from '#sources/gateway/answers/accounts';
import { ENDPOINTS } from '#sources/gateway/endpoints';
import { GatewaySession, type SessionPorts } from '#sources/gateway/session';
import { SSO_VALIDATE } from '#sources/gateway/sso-validate';
import { SourceError } from '#sources/source-error';
import type { LoginResult } from './login-result.ts';
import { environmentOf, type PaperOrLive } from './paper-or-live.ts';

/** Between two looks; IBKR allows one a second. */
const LOOK_MS = 3_000;
/** Pauses for the short limits are made. */
const MAX_WAIT_MS = 10_000;

export interface LocalPorts {
  readonly http: SessionPorts['http'];
  readonly clock: Clock;
  readonly pacing: SessionPorts['pacing'];
  /** Explains the page and opens it. */
  readonly showPage: () => Promise<void>;
}

/**
 * Waits for a person's login at a gateway that this machine can ask.
 * @param waitMs how long
 * @throws SourceError when the gateway can't be asked at all
 */
export async function loginLocal(waitMs: number, ports: LocalPorts): Promise<LoginResult> {
  const { clock, pacing } = ports;
  const session: GatewaySession = new GatewaySession(
    { ...ports, keep: async () => '', log: () => undefined, maxWaitMs: MAX_WAIT_MS },
    async () => session.primed(),
  );
  // The first look may fail for a reason that no login mends: that is told at once.
  if ((await session.tickle()).login === 'healthy') {
    return { state: 'already', environment: await environment(session) };
  }
  await ports.showPage();
  const end = clock.now().getTime() + waitMs;
  while (clock.now().getTime() < end) {
    await clock.sleep(LOOK_MS);
    if (!(await isHealthy(session))) continue;
    const since = clock.now();
    const until = new Date(since.getTime() + SSO_VALIDATE.limit.everyMs).toISOString();
    // The gateway is still finishing the login with calls of its own.
    await pacing.change((before) => ({
      ...before,
      calls: { ...before.calls, [SSO_VALIDATE.name]: { at: since.toISOString(), until } },
    }));
    return { state: 'healthy', environment: await environment(session), since: since.toISOString() };
  }
  return { state: 'unseen', environment: 'unknown' };
}

/** One failure in the middle of a login tells nothing. */
async function isHealthy(session: GatewaySession): Promise<boolean> {
  try {
    return (await session.tickle()).login === 'healthy';
  } catch (error) {
    if (error instanceof SourceError) return false;
    throw error;
  }
}

/** The list of accounts may not be ready yet: then it is not known. */
async function environment(session: GatewaySession): Promise<PaperOrLive> {
  try {
    const { form } = await session.ask({ endpoint: ENDPOINTS.accounts });
    return environmentOf(readAccounts(form, ENDPOINTS.accounts.name).value);
  } catch (error) {
    if (error instanceof SourceError) return 'unknown';
    throw error;
  }
}
