import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GapReason } from '#domain/gap';
import {
  afterEvent,
  isLive,
  NOTHING_HEARD,
  type SessionEvent,
  type SessionModel,
  type SessionStage,
} from '#sources/gateway/session-model';

const status = (status: object): SessionEvent => ({ is: 'status', status: { hasSession: true, ...status } });
const failed = (reason: GapReason): SessionEvent => ({ is: 'failed', reason });
const after = (...events: SessionEvent[]) =>
  events.reduce<ReturnType<typeof afterEvent>>(afterEvent, { ...NOTHING_HEARD, act: 'go-on' });

describe('a session', () => {
  it.each<[SessionStage, SessionEvent]>([
    ['login-only', status({ authenticated: false, connected: true, competing: false })],
    ['login-only', status({ authenticated: false, connected: false })],
    ['login-only', status({})],
    ['brokerage', status({ authenticated: true, connected: true })],
    ['brokerage', status({ authenticated: true, established: true })],
    ['warming', status({ authenticated: true, established: false })],
    ['competing', status({ authenticated: false, connected: true, competing: true })],
    ['login-only', { is: 'data' }],
  ])('is live and reads: %s', (stage, event) => {
    const { stage: reached, act } = after(event);
    expect({ reached, act, live: isLive(reached) }).toEqual({ reached: stage, act: 'go-on', live: true });
  });

  it.each<[SessionStage, string, SessionEvent]>([
    ['logged-out', 'ask-for-login', status({ hasSession: false, connected: false })],
    ['logged-out', 'ask-for-login', status({ hasSession: false, competing: true })],
    ['logged-out', 'ask-for-login', { is: 'login-page' }],
    ['gateway-down', 'wait', failed('unreachable')],
    ['silent', 'wait', failed('silent')],
    ['maintenance', 'wait', failed('maintenance')],
    ['maintenance', 'wait', failed('server-error')],
    ['blocked', 'tell-owner', failed('blocked')],
    ['unknown', 'wait', failed('paced')],
  ])('is not live: %s, and then %s', (stage, act, event) => {
    expect(after(event)).toMatchObject({ stage, act });
    expect(isLive(stage)).toBe(false);
  });

  it('that ended is told from one that never was', () => {
    expect(after({ is: 'data' }, { is: 'login-page' }).stage).toBe('expired');
    expect(after({ is: 'data' }, { is: 'login-page' }, { is: 'login-page' }).stage).toBe('expired');
    expect(after({ is: 'login-page' }).stage).toBe('logged-out');
  });

  it('that is refused is looked at before anybody is sent to log in', () => {
    const doubt = after({ is: 'data' }, { is: 'refused' });
    expect(doubt).toMatchObject({ stage: 'login-only', doubted: true, act: 'confirm' });
    expect(afterEvent(doubt, status({})).act).toBe('blame-account');
    expect(afterEvent(doubt, status({ hasSession: false })).act).toBe('ask-for-login');
    expect(afterEvent(doubt, failed('server-error')).act).toBe('wait');
  });

  it('is never sent to log in while it answers, whatever came before', () => {
    const flag = fc.option(fc.boolean(), { nil: undefined });
    const anyStatus = fc.record({
      hasSession: fc.boolean(),
      authenticated: flag,
      connected: flag,
      competing: flag,
      established: flag,
    });
    const reasons: GapReason[] = [
      'unreachable',
      'silent',
      'maintenance',
      'blocked',
      'paced',
      'needs-login',
      'unreadable',
    ];
    const event = fc.oneof<fc.Arbitrary<SessionEvent>[]>(
      anyStatus.map((said) => ({ is: 'status', status: said }) as SessionEvent),
      fc.constantFrom<SessionEvent>({ is: 'data' }, { is: 'refused' }, { is: 'login-page' }),
      fc.constantFrom(...reasons).map((reason) => failed(reason)),
    );
    fc.assert(
      fc.property(fc.array(event), anyStatus, (events, last) => {
        let model: SessionModel = NOTHING_HEARD;
        for (const one of events) {
          const next = afterEvent(model, one);
          if (one.is === 'refused') expect(next.act).toBe('confirm');
          if (one.is === 'data') expect(isLive(next.stage)).toBe(true);
          model = next;
        }
        const works = last.authenticated === true || last.connected === true || last.hasSession;
        const { stage, act } = afterEvent(model, { is: 'status', status: last as never });
        expect(act === 'ask-for-login').toBe(!works);
        expect(isLive(stage)).toBe(works);
      }),
    );
  });
});
