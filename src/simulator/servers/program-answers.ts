import { randomBytes } from 'node:crypto';
import { jsonAnswer } from '#simulator/answers';
import { sessionAnswer } from '#simulator/face/session-answers';
import type { ApiAnswer, ApiCall } from '#simulator/scenario';

/** How the gateway program names itself on the calls it makes of its own accord. */
const PROGRAM = /^ClientPortalGW\//;

/** What IBKR's servers answer the program's own calls after a login. */
export interface ProgramAnswers {
  /** Undefined for a call that is not the program's own. */
  answer(call: ApiCall, userAgent: string | undefined): ApiAnswer | undefined;
  /** Tokens that were given out: none of them may turn up in a log. */
  readonly secrets: readonly string[];
}

/**
 * A user for reporting alone: the login is good, the brokerage session is never granted, though the program asks for it
 * with force. So the program starts no keep-alive of its own.
 */
export function programAnswers(): ProgramAnswers {
  const secrets: string[] = [];
  return {
    secrets,
    answer: (call, userAgent = '') => {
      if (!PROGRAM.test(userAgent)) return undefined;
      switch (call.path) {
        case '/one/user':
          return jsonAnswer({ uar: {}, accts: {}, username: 'simulated' });
        case '/ssodh/init':
          return jsonAnswer({ success: true });
        case '/ssodh/st': {
          const token = randomBytes(20).toString('hex');
          secrets.push(token);
          return jsonAnswer({ st: token });
        }
        case '/iserver/auth/status':
        case '/iserver/auth/ssodh/init':
          return jsonAnswer({ authenticated: false, competing: false, connected: true, message: '' });
        default:
          return sessionAnswer(call, () => undefined);
      }
    },
  };
}
