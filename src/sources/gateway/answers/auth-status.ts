import * as z from 'zod';
import { defined } from '#sources/gateway/reading';
import type { SessionState } from '#sources/gateway/session-model';

const flag = z.boolean().nullish();

/** `POST /iserver/auth/status`: what IBKR knows of the brokerage session. */
export const authStatusForm = z.looseObject({
  authenticated: flag,
  established: flag,
  connected: flag,
  competing: flag,
});

/** What the answer says. It tells of the login only where something of it is open: it names no session of the login's own. */
export function readAuthStatus(form: z.infer<typeof authStatusForm>): SessionState {
  return {
    hasSession: false,
    ...defined({
      authenticated: form.authenticated ?? undefined,
      connected: form.connected ?? undefined,
      competing: form.competing ?? undefined,
      established: form.established ?? undefined,
    }),
  };
}
