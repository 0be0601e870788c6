import { addDays, dayInZone } from '#domain/calendar-date';
import type { Closure, PacingRecord } from './pacing.ts';

/** IBKR's page of 2026 says 15 minutes, an older one 10; repeated offenders are locked out for good. */
export const PENALTY_MS = 15 * 60_000;
/** With so many 429 in one day something is wrong that waiting doesn't mend. */
const MOST_REFUSALS = 3;
/** No closure is believed for longer, whatever a clock or a header said. */
const LONGEST_MS = 25 * 3_600_000;
const NEW_YORK = 'America/New_York';

/** A wish to call. */
export interface Wish {
  readonly endpoint: string;
  /** How long this call closes its endpoint, in milliseconds; absent: it closes nothing. */
  readonly closesMs?: number;
  readonly now: Date;
}

/** What a wish came to, with the record as it is to be. */
export type Reserved = { readonly after: PacingRecord } & (
  | { readonly free: true }
  | { readonly free: false; readonly until: Date; readonly why?: string }
);

/** Whether the gateway is closed till the next day, and not for the documented time alone. */
export const isShutForToday = ({ refusals, closed }: PacingRecord): boolean =>
  closed !== undefined && refusals.length >= MOST_REFUSALS;

/** Lets a call go out and notes it, or says until when it has to wait. */
export function reserve(record: PacingRecord, wish: Wish): Reserved {
  const { endpoint, closesMs, now } = wish;
  const sane = believed(record, wish);
  if (sane.closed && ends(sane.closed) > now) {
    return { after: sane, free: false, until: ends(sane.closed), why: sane.closed.why };
  }
  if (closesMs === undefined) return { after: sane, free: true };
  const call = sane.calls[endpoint];
  if (call && ends(call) > now) return { after: sane, free: false, until: ends(call) };
  const { closed: _over, ...open } = sane;
  return { after: { ...open, calls: { ...sane.calls, [endpoint]: closure(now, closesMs) } }, free: true };
}

/**
 * Counts a call from the moment its answer came or it was given up, in place of the reservation made at `at`: by then
 * it had reached IBKR. Another process's later reservation stays.
 */
export function count(record: PacingRecord, endpoint: string, at: Date, now: Date, closesMs: number): PacingRecord {
  if (record.calls[endpoint]?.at !== at.toISOString()) return record;
  return { ...record, calls: { ...record.calls, [endpoint]: closure(now, closesMs) } };
}

/** Takes a reservation back: the call never left this machine. */
export function release(record: PacingRecord, endpoint: string, at: Date): PacingRecord {
  if (record.calls[endpoint]?.at !== at.toISOString()) return record;
  const { [endpoint]: _free, ...calls } = record.calls;
  return { ...record, calls };
}

/**
 * IBKR said 429. It closes the whole gateway, for the penalty is laid on the caller's address: for the documented time,
 * or for what `Retry-After` says when that is longer. The third one of a day in New York closes it till the next day.
 */
export function refuse(record: PacingRecord, endpoint: string, now: Date, retryAfterMs = 0): PacingRecord {
  const today = dayInZone(now, NEW_YORK);
  const refusals = [
    ...record.refusals.filter(({ at }) => dayInZone(new Date(at), NEW_YORK) === today),
    { at: now.toISOString(), endpoint },
  ];
  const boxMs = Math.min(Math.max(PENALTY_MS, retryAfterMs), LONGEST_MS);
  const tooMany = refusals.length >= MOST_REFUSALS;
  const closesMs = tooMany ? Math.max(boxMs, nextDay(now).getTime() - now.getTime()) : boxMs;
  const why = tooMany
    ? `IBKR has said ${refusals.length} times today that there were too many calls (${refusals.map(told).join(', ')}), so none is made before the next day in New York`
    : 'IBKR refuses all calls after too many of them';
  const closed = { ...closure(now, closesMs), why };
  // Two calls on their way may both be refused: the second must not open what the first one's answer closed for longer.
  const before = record.closed && { ...record.closed, ...sound(record.closed, LONGEST_MS, now) };
  return { ...record, refusals, closed: before && ends(before) > ends(closed) ? before : closed };
}

/** Milliseconds of a `Retry-After` header, seconds or a date; 0 when there is none that can be read. */
export function retryAfterMs(header: string | undefined, now: Date): number {
  if (header === undefined) return 0;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/**
 * The record without what a clock that ran ahead wrote: such a closure begins now and lasts as long as it was meant to,
 * once. Written down again, so that it doesn't begin anew at each look.
 */
function believed(record: PacingRecord, { endpoint, closesMs, now }: Wish): PacingRecord {
  let sane = record;
  const closed = sane.closed && sound(sane.closed, LONGEST_MS, now);
  if (sane.closed && closed !== sane.closed) sane = { ...sane, closed: { ...sane.closed, ...closed } };
  const call = sane.calls[endpoint];
  const mended = call && sound(call, closesMs ?? LONGEST_MS, now);
  if (call && mended && mended !== call) sane = { ...sane, calls: { ...sane.calls, [endpoint]: mended } };
  return sane;
}

function sound(stored: Closure, longestMs: number, now: Date): Closure {
  const at = Date.parse(stored.at);
  const windowMs = Date.parse(stored.until) - at;
  // Damaged times close it for as long as they could at all.
  if (Number.isNaN(windowMs) || windowMs > longestMs) return closure(now, longestMs);
  return at > now.getTime() ? closure(now, windowMs) : stored;
}

const ends = ({ until }: Closure): Date => new Date(until);

const told = ({ at, endpoint }: PacingRecord['refusals'][number]): string => `${endpoint} at ${at.slice(11, 16)} UTC`;

function closure(from: Date, ms: number): Closure {
  return { at: from.toISOString(), until: new Date(from.getTime() + ms).toISOString() };
}

/** Midnight in New York after `now`: 04:00 UTC in summer, 05:00 in winter. */
function nextDay(now: Date): Date {
  const day = addDays(dayInZone(now, NEW_YORK), 1);
  const summer = new Date(`${day}T04:00:00Z`);
  return dayInZone(summer, NEW_YORK) === day ? summer : new Date(`${day}T05:00:00Z`);
}
