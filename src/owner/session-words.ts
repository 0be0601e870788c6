import type { SessionState } from '#sources/gateway/session-model';

/** Whether somebody is logged in, as far as reading needs it: the trading session may be closed. */
export function isLoggedIn({ authenticated, hasSession, connected }: SessionState): boolean {
  return authenticated === true || hasSession || connected === true;
}

/** What a tickle says of the session, in a sentence or two. */
export function sessionWords(state: SessionState): string {
  const { authenticated, competing, ssoExpiresMs } = state;
  const brokerage =
    competing === true
      ? 'The trading session belongs to another program of this user, which is left alone.'
      : authenticated === true
        ? 'A trading session is open too: a second username without trading rights would not push you out of TWS.'
        : 'No trading session is open, and none is needed.';
  const left = ssoExpiresMs === undefined ? '' : ` ${Math.round(ssoExpiresMs / 1000)} s until it would lapse unused.`;
  return `Somebody is logged in.${left} ${brokerage}`;
}
