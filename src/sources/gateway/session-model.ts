import type { GapReason } from '#domain/gap';

/**
 * Where a session stands. IBKR keeps two in one login: the login itself, which is all that reading needs, and the
 * brokerage session on top of it, which trades and which Daybook never opens.
 */
export type SessionStage =
  /** Nothing has been heard yet. */
  | 'unknown'
  /** Nobody listens at the gateway's address, or the connection broke. */
  | 'gateway-down'
  /** The gateway listens and IBKR does not answer it. */
  | 'silent'
  /** An allow-list, a firewall or a certificate stands between. */
  | 'blocked'
  /** The gateway works, and nobody has logged in. */
  | 'logged-out'
  /** Somebody had logged in, and it is over: idle, midnight, or a start of the gateway. */
  | 'expired'
  /** Logged in, the brokerage session closed: the healthy stage of a reporting user. */
  | 'login-only'
  /** Logged in, and the gateway program itself opened the brokerage session, as it does for a user who may trade. */
  | 'brokerage'
  /** As `brokerage`, still starting. */
  | 'warming'
  /** Logged in, and another program of the same user holds the brokerage session. It is left to it. */
  | 'competing'
  /** IBKR works on its systems: nothing is known of the login. */
  | 'maintenance';

/** What a tickle, or an auth status, says of the login. The brokerage part may be closed: portfolio reads need the login alone. */
export interface SessionState {
  readonly hasSession: boolean;
  readonly ssoExpiresMs?: number;
  readonly authenticated?: boolean;
  readonly connected?: boolean;
  readonly competing?: boolean;
  readonly established?: boolean;
}

/** What is remembered between two events. Plain JSON. */
export interface SessionModel {
  readonly stage: SessionStage;
  /** A refusal came since, and nobody has looked yet whether the login is gone. */
  readonly doubted: boolean;
}

export const NOTHING_HEARD: SessionModel = { stage: 'unknown', doubted: false };

export type SessionEvent =
  /** A tickle or an auth status answered. */
  | { readonly is: 'status'; readonly status: SessionState }
  /** An endpoint gave data: the login is good. */
  | { readonly is: 'data' }
  /** A 401, or a page that may be a login's: nobody is logged in, or the account is not this login's. */
  | { readonly is: 'refused' }
  /** The login page itself, or a redirect to it. */
  | { readonly is: 'login-page' }
  /** A call failed for this reason. */
  | { readonly is: 'failed'; readonly reason: GapReason };

/** What to do next. */
export type Act =
  | 'go-on'
  /** One tickle, before anybody is sent to log in. */
  | 'confirm'
  | 'ask-for-login'
  /** The login is good: the refusal was about the account, or its list was not read. */
  | 'blame-account'
  /** Time mends it. */
  | 'wait'
  /** A person has to mend the set-up; a login does not help. */
  | 'tell-owner';

const LIVE: ReadonlySet<SessionStage> = new Set(['login-only', 'brokerage', 'warming', 'competing']);

/** Whether everything a report needs can be read. */
export function isLive(stage: SessionStage): boolean {
  return LIVE.has(stage);
}

/** The next stage, and what to do. Pure: the same event in the same stage always leads to the same. */
export function afterEvent(before: SessionModel, event: SessionEvent): SessionModel & { readonly act: Act } {
  const to = (stage: SessionStage, act: Act) => ({ stage, doubted: false, act });
  switch (event.is) {
    case 'data':
      return to(isLive(before.stage) ? before.stage : 'login-only', 'go-on');
    case 'refused':
      return { stage: before.stage, doubted: true, act: 'confirm' };
    case 'login-page':
      return to(loggedOut(before.stage), 'ask-for-login');
    case 'status': {
      const stage = stageOf(event.status);
      if (stage === undefined) return to(loggedOut(before.stage), 'ask-for-login');
      return to(stage, before.doubted ? 'blame-account' : 'go-on');
    }
    default:
      return afterFailure(before, event.reason);
  }
}

/** The stage that a tickle's or an auth status's words describe; undefined when nobody is logged in. */
function stageOf({
  hasSession,
  authenticated,
  established,
  connected,
  competing,
}: SessionState): SessionStage | undefined {
  if (authenticated === true) return established === false ? 'warming' : 'brokerage';
  // Competing without a login is what was left of an older one.
  if (!hasSession && connected !== true) return undefined;
  return competing === true ? 'competing' : 'login-only';
}

/** One that ended is told from one that never was. */
const loggedOut = (stage: SessionStage): SessionStage =>
  isLive(stage) || stage === 'expired' ? 'expired' : 'logged-out';

function afterFailure(before: SessionModel, reason: GapReason): SessionModel & { readonly act: Act } {
  switch (reason) {
    case 'needs-login':
      return { stage: loggedOut(before.stage), doubted: false, act: 'ask-for-login' };
    case 'unreachable':
      return { ...before, stage: 'gateway-down', act: 'wait' };
    case 'silent':
    case 'cut-off':
      return { ...before, stage: 'silent', act: 'wait' };
    case 'maintenance':
    case 'server-error':
      return { ...before, stage: 'maintenance', act: 'wait' };
    case 'blocked':
      return { ...before, stage: 'blocked', act: 'tell-owner' };
    case 'account-refused':
      return { ...before, act: 'blame-account' };
    case 'paced':
    case 'not-ready':
      return { ...before, act: 'wait' };
    default:
      // About one question alone: nothing is learnt about the session.
      return { ...before, act: 'go-on' };
  }
}
