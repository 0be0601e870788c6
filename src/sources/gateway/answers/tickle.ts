import * as z from 'zod';
import { defined, OddityTally, type Reading } from '#sources/gateway/reading';
import { remainderOf } from '#sources/gateway/remainder';
import { figure, readFigure, unused } from '#sources/gateway/scalars';
import type { SessionStage, SessionState } from '#sources/gateway/session-model';
import type { Meaning } from '#sources/gateway/verdict';

const flag = z.boolean().nullish();

/** `POST /tickle`. Over other logins than the gateway's, `ssoExpires`, `userId` and `collission` are absent. */
export const tickleForm = z.looseObject({
  session: z.string().nullish(),
  ssoExpires: figure,
  iserver: z
    .looseObject({
      authStatus: z
        .looseObject({
          authenticated: flag,
          established: flag,
          connected: flag,
          competing: flag,
          MAC: unused,
          fail: unused,
          hardware_info: unused,
          message: unused,
          serverInfo: unused,
        })
        .nullish(),
    })
    .nullish(),
  collission: unused,
  hmds: unused,
  userId: unused,
});

/** Whether somebody is logged in, as far as reading needs it. */
export interface LoginState {
  readonly login: 'healthy' | 'needs-login';
  /** More closely; absent where only the login is known. */
  readonly stage?: SessionStage;
}

/** What the answer says of the login; the key of the session is not passed on. */
export function readTickle(form: z.infer<typeof tickleForm>, endpoint: string): Reading<SessionState> {
  const tally = new OddityTally(endpoint);
  remainderOf(tickleForm, form, tally);
  const status = form.iserver?.authStatus;
  const expires = readFigure(form.ssoExpires);
  const value = {
    hasSession: Boolean(form.session),
    ...defined({
      ssoExpiresMs: typeof expires === 'number' ? expires : undefined,
      authenticated: status?.authenticated ?? undefined,
      connected: status?.connected ?? undefined,
      competing: status?.competing ?? undefined,
      established: status?.established ?? undefined,
    }),
  };
  return { value, empty: false, oddities: tally.list() };
}

/** What the state means: the login counts for us, the brokerage part does not. */
export function sessionMeaning(state: SessionState): Meaning {
  if (state.authenticated === true) return 'data';
  if (state.hasSession || state.connected === true) {
    return state.authenticated === false ? 'brokerage-session-not-open' : 'data';
  }
  return 'needs-login';
}
