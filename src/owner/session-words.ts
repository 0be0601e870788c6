import {
  afterEvent,
  isLive,
  NOTHING_HEARD,
  type SessionStage,
  type SessionState,
} from '#sources/gateway/session-model';

/** What is the case with the trading session, which Daybook neither needs nor opens. */
export function brokerageWords(stage: SessionStage | undefined): string {
  switch (stage) {
    case 'competing':
      return 'The trading session belongs to another program of this user, and is left to it.';
    case 'brokerage':
      return 'A trading session is open too: with a second username without trading rights it would not push you out of TWS.';
    case 'warming':
      return 'A trading session is just being opened by the gateway itself.';
    default:
      return 'No trading session is open, and none is needed.';
  }
}

/** What a tickle says of the session, in a sentence or two; undefined when nobody is logged in. */
export function sessionWords(state: SessionState): string | undefined {
  const { stage } = afterEvent(NOTHING_HEARD, { is: 'status', status: state });
  if (!isLive(stage)) return undefined;
  const { ssoExpiresMs } = state;
  const left = ssoExpiresMs === undefined ? '' : ` ${Math.round(ssoExpiresMs / 1000)} s until it would lapse unused.`;
  return `Somebody is logged in.${left} ${brokerageWords(stage)}`;
}
