import * as z from 'zod';
import type { CalendarDate } from '#domain/calendar-date';
import type {
  BeginEvent,
  CollectEvent,
  EndEvent,
  FillEvent,
  JoinEvent,
  NotifyEvent,
  PublishEvent,
  RunEvent,
} from '#pipeline/events';

/** The shapes of `src/pipeline/events.ts`, checked when an event arrives. */

const kind = z.enum(['close', 'final']);
const marketDate = z.iso.date().transform((day) => day as CalendarDate);
const run = z.object({ kind, marketDate });
const instant = z.iso.datetime();
const key = z.string().regex(/^[0-9a-f]{12}$/);
const errorClass = z.string().min(1);

const runEvent = { run, execution: z.string().min(1) };

const startEvent = z.discriminatedUnion('start', [
  z.object({ start: z.literal('schedule'), kind }),
  z.object({ start: z.literal('login') }),
  z.object({ start: z.literal('person'), kind, marketDate: marketDate.exactOptional() }),
  z.object({ start: z.literal('owner-hour') }),
  z.object({ start: z.literal('deadline') }),
]);

export const beginForm: z.ZodType<BeginEvent> = z.object({ event: startEvent, execution: z.string().min(1) });

export const collectForm: z.ZodType<CollectEvent> = z.object({ ...runEvent, until: instant });

/** Of the function that collects: which of its two tasks is meant shows in the form. */
export const collectOrFillForm: z.ZodType<CollectEvent | FillEvent> = z.union([
  collectForm,
  z.strictObject({ execution: z.string().min(1), fillUntil: instant }),
]);

const status = z.enum(['complete', 'partial', 'waiting', 'failed', 'lost']);

const collected = z.object({
  next: z.enum(['publish', 'wait', 'end']),
  resumeAt: instant.exactOptional(),
  status,
  accounts: z.array(key),
});

const source = z.union([z.object({ failed: errorClass }), collected]);

export const joinForm: z.ZodType<JoinEvent> = z.object({
  ...runEvent,
  until: instant,
  sources: z.object({ gateway: source.exactOptional(), flex: source.exactOptional() }),
});

/** What the sources of a run came to together. */
const joined = collected.extend({
  sources: z.object({ gateway: status.exactOptional(), flex: status.exactOptional() }),
  list: z.string().min(1).exactOptional(),
});

export const publishForm: z.ZodType<PublishEvent> = z.object({ ...runEvent, account: key });

const published = z.union([
  z.object({ account: key, revision: z.int().min(1), corrected: z.array(marketDate).exactOptional() }),
  z.object({ account: key, failed: errorClass }),
]);

export const notifyForm: z.ZodType<NotifyEvent> = z.object({
  ...runEvent,
  recipient: key,
  published: z.array(published),
});

const notified = z.object({
  recipient: key,
  state: z.enum(['sent', 'already-sent', 'unknown', 'refused', 'paused', 'nothing-to-send', 'failed']),
  why: z.string().exactOptional(),
});

const failure = z.object({ Error: z.string().exactOptional(), Cause: z.string().exactOptional() });

export const endForm: z.ZodType<EndEvent> = z.object({
  ...runEvent,
  collected: z.union([joined, collected]).exactOptional(),
  published: z.array(published).exactOptional(),
  notified: z.array(notified).exactOptional(),
  error: failure.exactOptional(),
});

/** What the log tells of an event of a run. */
export function aboutRun(event: RunEvent): { readonly run: string; readonly execution: string } {
  return { run: `${event.run.kind} ${event.run.marketDate}`, execution: event.execution };
}

/** An event of SES as EventBridge delivers it; the stage reads what is in it. */
export const deliveryForm = z.looseObject({
  source: z.literal('aws.ses'),
  'detail-type': z.string(),
  detail: z.record(z.string(), z.unknown()),
});

/** Of the schedule of each minute: what it says does not matter. */
export const minuteForm = z.unknown();
