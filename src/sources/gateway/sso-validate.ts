import * as z from 'zod';
import type { Endpoint } from './endpoints.ts';
import { figure, readFigure } from './scalars.ts';

const form = z.looseObject({ RESULT: z.boolean().nullish(), LOGIN_TYPE: figure, CLIENT_APP: z.string().nullish() });

/**
 * `GET /sso/validate`, which the doctor alone asks, and only when told to: IBKR allows it once a minute, the gateway
 * program needs that call for itself during a login, and a refusal breaks the login. It stands outside the endpoint
 * table, so that the proxy before a deployed gateway does not let it pass.
 */
export const SSO_VALIDATE = {
  name: 'sso-validate',
  method: 'GET',
  path: '/sso/validate',
  query: [],
  limit: { everyMs: 120_000, source: 'IBKR allows one a minute; the gateway makes calls of its own' },
  deadlineMs: 30_000,
  repeatable: false,
  kept: false,
  form,
  what: 'the state of the login service',
} as const satisfies Endpoint;

/** What the login service says of the session. */
export interface LoginService {
  readonly valid: boolean;
  /** IBKR's word for the kind of login: 1 is live, 2 is paper. */
  readonly kind: 'paper' | 'live' | 'unknown';
  /** The session was opened by an app of IBKR's and lent to this gateway; a login page refuses right codes then. */
  readonly borrowed: boolean;
}

/** Reads the answer; names, addresses and times in it are not passed on. */
export function readValidate(answer: z.infer<typeof form>): LoginService {
  const kind = readFigure(answer.LOGIN_TYPE);
  return {
    valid: answer.RESULT === true,
    kind: kind === 1 ? 'live' : kind === 2 ? 'paper' : 'unknown',
    borrowed: /^IBKRMOBILE/i.test(answer.CLIENT_APP ?? ''),
  };
}
