import { describe, expect, it } from 'vitest';
import { DIAGNOSES, diagnose, diagnosisOf } from '#sources/gateway/diagnosis';
import { AccountRefused, BadRequest, NeedsLogin, Paced } from '#sources/gateway/errors';
import { CertificateRejected, GatewayUnreachable } from '#sources/http/errors';

describe('the diagnosis of a failure', () => {
  it.each([
    ['needs-login', 'ibkr', new NeedsLogin()],
    ['account-refused', 'ibkr', new AccountRefused('U…4567')],
    ['paced', 'ibkr', new Paced('A limit.', new Date('2026-11-20T21:45:00Z'))],
    ['our-bug', 'daybook', new BadRequest('the holdings', '')],
    ['gateway-down', 'way', new GatewayUnreachable('Nothing listens.', 'Start it.', false)],
    ['blocked', 'way', new CertificateRejected('Another one.', 'Look.')],
    ['our-bug', 'daybook', new TypeError('x is not a function')],
  ] as const)('is %s, said by %s', (diagnosis, by, error) => {
    expect(diagnose(error)).toMatchObject({ diagnosis, by, message: expect.stringContaining(error.message) });
  });

  it('keeps the words and the hour of the case', () => {
    const resumeAt = new Date('2026-11-20T21:45:00Z');
    const error = new Paced('IBKR refuses.', resumeAt);
    expect(diagnose(error)).toEqual({
      diagnosis: 'paced',
      by: 'ibkr',
      message: 'IBKR refuses.',
      nextStep: error.nextStep,
      resumeAt,
    });
  });

  it('is none for what was not asked', () => {
    expect(diagnosisOf('not-asked')).toBeUndefined();
  });

  it('has two whole sentences each, and a login is asked for in one case alone', () => {
    for (const [diagnosis, { says, next }] of Object.entries(DIAGNOSES)) {
      for (const sentence of [says, next]) expect(sentence).toMatch(/^[A-Z].*[a-zA-Z]\.$/);
      expect(/^Log in/.test(next)).toBe(diagnosis === 'needs-login');
    }
  });
});
