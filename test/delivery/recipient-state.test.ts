import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterEvent, type RecipientState } from '#delivery/recipient-state';
import type { DeliveryEvent, DeliveryEventKind } from '#delivery/ses-event';
import { calendarDate } from '#domain/calendar-date';

const event = (kind: DeliveryEventKind, hour: number, edition = `0000000${hour}`): DeliveryEvent => ({
  kind,
  at: new Date(Date.UTC(2026, 10, 20, hour)).toISOString(),
  name: { date: calendarDate('2026-11-20'), recipient: '0a1b2c3d4e5f', edition },
  messageId: 'm',
});

const after = (events: readonly DeliveryEvent[]): RecipientState | undefined =>
  events.reduce<RecipientState | undefined>((state, next) => afterEvent(state, next), undefined);

it('pauses after two mails in a row that were refused for good, and not after one', () => {
  expect(after([event('bounced', 1)])?.paused).toBeUndefined();
  expect(after([event('bounced', 1), event('bounced', 2)])?.paused).toEqual({
    since: '2026-11-20T02:00:00.000Z',
    why: 'bounces',
  });
  expect(after([event('bounced', 1), event('suppressed', 2)])?.paused?.why).toBe('bounces');
});

it('counts one mail once, however often it is told', () => {
  expect(after([event('bounced', 1, 'aaaaaaaa'), event('bounced', 2, 'aaaaaaaa')])?.paused).toBeUndefined();
});

it('begins to count anew after a delivery', () => {
  expect(after([event('bounced', 1), event('delivered', 2), event('bounced', 3)])?.paused).toBeUndefined();
  expect(after([event('bounced', 1), event('bounced', 2), event('delivered', 3)])?.paused).toBeUndefined();
});

it('does not count what only failed for now', () => {
  expect(after([event('given-up', 1), event('given-up', 2), event('delayed', 3)])?.paused).toBeUndefined();
});

it('pauses at one complaint, and a later delivery does not lift that', () => {
  expect(after([event('complained', 1), event('delivered', 2)])?.paused?.why).toBe('complaint');
});

it('shows the newest thing that happened', () => {
  expect(after([event('suppressed', 5), event('delivered', 2)])?.last).toMatchObject({
    event: 'suppressed',
    edition: '00000005',
  });
});

it('comes to the same state in whatever order and however often the events arrive', () => {
  const kinds = ['delivered', 'bounced', 'suppressed', 'complained', 'delayed', 'given-up'] as const;
  const any = fc.record({
    kind: fc.constantFrom<DeliveryEventKind>(...kinds),
    hour: fc.integer({ min: 0, max: 9 }),
    mail: fc.integer({ min: 0, max: 4 }),
  });
  const history = fc.array(any, { maxLength: 12 }).chain((list) => {
    const events = list.map(({ kind, hour, mail }) => event(kind, hour, `0000000${mail}`));
    const repeated = events.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...events), { maxLength: 3 });
    return fc.tuple(
      fc.constant(events),
      repeated.chain((more) => fc.shuffledSubarray([...events, ...more], { minLength: events.length + more.length })),
    );
  });
  fc.assert(
    fc.property(history, ([events, shuffled]) => {
      expect(after(shuffled)).toEqual(after(events));
    }),
    { numRuns: 500 },
  );
});
