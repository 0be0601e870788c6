import { NeedsLogin } from '#sources/gateway/errors';
import { readValidate, SSO_VALIDATE } from '#sources/gateway/sso-validate';
import type { Found } from './doctor-step.ts';
import type { Walk } from './doctor-walk.ts';

const WHAT = 'GET /sso/validate';

/**
 * Asks the login service, if the person wants it. Not unasked: right after a login it takes the one call a minute that the
 * gateway needs to finish it.
 */
export async function lookAtValidate(wanted: boolean, walk: Walk): Promise<void> {
  if (!wanted) {
    walk.skip(
      WHAT,
      'not asked: IBKR allows it once a minute, and right after a login the gateway needs that call itself (--validate asks).',
    );
    return;
  }
  await walk.step(WHAT, async (): Promise<Found> => {
    const { form } = await walk.session.ask({ endpoint: SSO_VALIDATE });
    const { valid, kind, borrowed } = readValidate(form);
    if (!valid) throw new NeedsLogin();
    const named = kind === 'unknown' ? '' : ` It is a ${kind} login.`;
    if (!borrowed) return { state: 'good', text: `The login service knows the session.${named}` };
    return {
      state: 'note',
      text: `The session was opened by IBKR's mobile app and lent to this gateway.${named}`,
      nextStep: 'If the login page refuses right codes: log out of the app, start the gateway anew, and log in.',
    };
  });
}
