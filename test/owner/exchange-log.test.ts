import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Exchange, exchangeLog } from '#owner/exchange-log';
import { inKnownWords } from '#sources/gateway/known-words';
import { hostileText } from '#test/support/hostile';

const HEAD = { version: '1.2.3', at: '2026-11-21T10:45:00.000Z', seenFrom: 'this machine', diagnosis: 'healthy' };

const exchange = (more: Partial<Exchange>): Exchange => ({
  sentAt: '2026-11-21T10:45:00.000Z',
  endedAt: '2026-11-21T10:45:00.120Z',
  method: 'GET',
  target: '/v1/api/portfolio/accounts',
  ...more,
});
const answered = (body: unknown, headers: Record<string, string> = {}, status = 200): Exchange =>
  exchange({
    answer: { status, headers, text: typeof body === 'string' ? body : JSON.stringify(body), partial: false },
  });
const log = (...exchanges: readonly Exchange[]): string => exchangeLog(HEAD, exchanges);

/** Text that no list of harmless words can hold, somewhere inside any other text. */
const secret = fc.tuple(fc.stringMatching(/^[qxzjk]{4}[0-9a-f]{12}$/), hostileText, hostileText);

const FIELDS = ['id', 'session', 'error', 'message', 'type', 'USER_NAME', 'MAC', 'serverName', 'statusCode', 'EXPIRES'];

describe('a log for a ticket', () => {
  it('holds no secret, whichever field, header, path or page it stands in', () => {
    fc.assert(
      fc.property(secret, ([canary, before, after]) => {
        const text = `${before}${canary}${after}`;
        const everywhere = Object.fromEntries(FIELDS.map((name) => [name, text]));
        const written = log(
          answered({ ...everywhere, [canary]: 1, [text]: { list: [text, { deep: [[text]] }] } }),
          answered([text, canary, [canary]]),
          answered(text),
          answered(`<html><title>${text}</title>${text}</html>`),
          answered(`{"session":"${canary}`),
          answered(canary, {
            'set-cookie': `XYZAB=${canary}`,
            cookie: canary,
            [`x-${canary}`]: '1',
            'content-type': canary,
            date: canary,
            connection: canary,
            'retry-after': canary,
            'x-daybook-proxy': canary,
            location: `https://${canary}.invalid/sso/Login/${canary}?token=${canary}#${canary}`,
          }),
          exchange({
            target: `/v1/api/portfolio/${canary}/ledger?${canary}=${canary}`,
            body: `{"acctIds":["${canary}"]}`,
          }),
          exchange({ method: canary, target: `/${encodeURIComponent(text)}`, failure: 'GatewayUnreachable' }),
        );
        expect(written).not.toContain(canary);
      }),
    );
  });

  it('holds no figure of an account', () => {
    const written = log(
      answered({ USD: { cashbalance: 12_345.67, netliquidationvalue: 987_654 }, userId: 104_772_915 }),
    );
    expect(written).toContain('"USD"');
    expect(written).toContain('"cashbalance": "<number>"');
    for (const figure of ['12345', '987654', '104772915']) expect(written).not.toContain(figure);
  });

  it('keeps what IBKR needs: time, status, words of the refusal, state of the session', () => {
    const written = log(
      answered({ error: 'Bad Request: no bridge', statusCode: 400 }, { 'content-type': 'application/json' }, 400),
      answered({
        iserver: { authStatus: { authenticated: false, connected: true, competing: false } },
        ssoExpires: 599_000,
      }),
    );
    expect(written).toContain('2026-11-21T10:45:00.000Z  GET /v1/api/portfolio/accounts');
    expect(written).toContain('2026-11-21T10:45:00.120Z  answered 400 after 120 ms');
    expect(written).toContain('content-type: application/json');
    expect(written).toContain('"error": "Bad Request: no bridge"');
    expect(written).toContain('"connected": true');
    expect(written).toContain('"ssoExpires": 599000');
  });

  it('calls the same account the same in every place', () => {
    const written = log(
      answered([{ id: 'U1234567' }, { id: 'U7654321' }]),
      exchange({ target: '/v1/api/portfolio/U7654321/ledger' }),
      answered({ acctcode: 'U1234567' }),
    );
    expect(written).toContain('/v1/api/portfolio/<account 2>/ledger');
    expect(written).toContain('"acctcode": "<account 1>"');
  });

  it('says that a body broke off, and that nothing came at all', () => {
    const written = log(
      exchange({ answer: { status: 200, headers: {}, text: '[{"id":', partial: true } }),
      exchange({ failure: 'DeadlineExceeded' }),
    );
    expect(written).toContain('(JSON that breaks off of 7 characters)\n(the body broke off here)');
    expect(written).toContain('no answer: DeadlineExceeded after 120 ms');
  });

  it('names the Message Center as the way, and not the mail', () => {
    expect(log()).toContain('Message Center');
    expect(log()).toContain('Do not send it by mail');
  });
});

describe('the words of a message', () => {
  it.each([
    ['Access Denied', 'Access Denied'],
    ['not authenticated', 'not authenticated'],
    ['account U1234567 of Jane Doe not found', 'account … of … … not found'],
    ['xcredserv comm failed 10.0.0.7 Connection refused', 'xcredserv comm failed … Connection refused'],
    ['call 079 123 45 67', 'call … … … …'],
  ])('of "%s" are "%s"', (text, words) => {
    expect(inKnownWords(text)).toBe(words);
  });
});
