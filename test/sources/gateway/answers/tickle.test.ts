import { expect, it } from 'vitest';
import { readTickle, sessionMeaning } from '#sources/gateway/answers/tickle';
import { checkForm, ENDPOINTS } from '#sources/gateway/endpoints';

const read = (body: object) => readTickle(checkForm(ENDPOINTS.tickle, body), 'tickle').value;
const status = (authStatus: object, more: object = {}) => ({ iserver: { authStatus }, ...more });

it.each([
  ['data', status({ authenticated: true, connected: true }, { session: 'x' })],
  ['brokerage-session-not-open', status({ authenticated: false, connected: true }, { session: 'x' })],
  ['brokerage-session-not-open', status({ authenticated: false, connected: false }, { session: 'x' })],
  ['data', { session: 'x' }],
  ['needs-login', status({ authenticated: false, connected: false, competing: false })],
  ['needs-login', {}],
])('takes the login for %s by %j', (meaning, body) => {
  expect(sessionMeaning(read(body))).toBe(meaning);
});

it("passes the session's key on to nobody", () => {
  expect(JSON.stringify(read({ session: 'the-key', ssoExpires: 585695 }))).toBe(
    '{"hasSession":true,"ssoExpiresMs":585695}',
  );
});
