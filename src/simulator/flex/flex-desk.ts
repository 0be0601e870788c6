import { addDays, type Day, newYorkDay, newYorkMs } from '#simulator/market/day';
import { tradingDays } from '#simulator/market/trading-days';
import { hashOf } from '#simulator/random';
import { dayOfWire } from './day-of-wire.ts';
import { FLEX_QUERIES, type FlexQuery, type FlexSpan, spanOf } from './flex-query.ts';
import type { FlexSettings } from './flex-settings.ts';

/** One statement that was ordered. */
export interface FlexOrder {
  readonly query: FlexQuery;
  readonly span: FlexSpan;
  /** Whether the request named the days. */
  readonly daysAsked: boolean;
  readonly orderedAt: number;
  /** How often it will be told that the statement is in the making. */
  pollsLeft: number;
}

/** What strikes an order and not only its answer. */
export interface DeskTrouble {
  /** The statement of a day comes a day later than usual. */
  readonly late?: boolean;
  /** A saved period comes as its last day alone. */
  readonly oneDay?: boolean;
}

/** Takes orders for statements and keeps them under their references. */
export interface FlexDesk {
  /** The reference, or the code of a refusal. */
  order(words: URLSearchParams, now: number, trouble: DeskTrouble): { reference: string } | { code: string };
  find(reference: string): FlexOrder | undefined;
}

const MOST_DAYS = 365;
/** Trade confirmations follow a trade by about as many minutes. */
const CONFIRM_MS = 8 * 60_000;

export function makeFlexDesk(settings: FlexSettings): FlexDesk {
  const orders = new Map<string, FlexOrder>();
  return {
    order: (words, now, trouble) => {
      const query = FLEX_QUERIES.find(({ id }) => id === words.get('q'));
      if (!query) return { code: '1014' };
      const last = lastDay(query, settings, now, trouble.late === true);
      const asked = askedSpan(words, last);
      if (asked === 'invalid') return { code: '1020' };
      const saved = spanOf(query.period, last);
      const span = asked ?? (trouble.oneDay ? spanOf('LastBusinessDay', last) : saved);
      if (span.to > last || tradingDays(span.from, span.to).length === 0) return { code: '1003' };
      const reference = String(1_000_000_000 + (hashOf(`${now} ${orders.size} ${query.id}`) % 9_000_000_000));
      const order = { query, span, daysAsked: asked !== undefined, orderedAt: now, pollsLeft: settings.inProgress };
      orders.set(reference, order);
      return { reference };
    },
    find: (reference) => orders.get(reference),
  };
}

/** The last day that has a statement: an activity statement is there in the night after its day. */
function lastDay(query: FlexQuery, settings: FlexSettings, now: number, late: boolean): Day {
  if (query.type === 'TCF') return newYorkDay(now - CONFIRM_MS);
  const today = newYorkDay(now);
  const ready = now >= newYorkMs(today, settings.readyHour) ? 1 : 2;
  return addDays(today, -ready - (late ? 1 : 0));
}

/** Days that the request names; undefined when it leaves them to the query. */
function askedSpan(words: URLSearchParams, last: Day): FlexSpan | 'invalid' | undefined {
  const [fd, td, p] = ['fd', 'td', 'p'].map((name) => words.get(name));
  if (fd != null || td != null) {
    const from = dayOfWire(fd ?? '');
    const to = dayOfWire(td ?? '');
    if (from === undefined || to === undefined || from > to) return 'invalid';
    return addDays(from, MOST_DAYS) > to ? { from, to } : 'invalid';
  }
  if (p == null) return undefined;
  const days = /^\d{1,3}$/.test(p) ? Number(p) : 0;
  return days >= 1 && days <= MOST_DAYS ? { from: addDays(last, 1 - days), to: last } : 'invalid';
}
