import type { CalendarDate } from '#domain/calendar-date';
import { isWorth } from './worth.ts';

/** Net asset value at the end of a day, base currency. */
export interface ValueDay {
  readonly date: CalendarDate;
  readonly netAssetValue: number;
}

/** Money that came in (positive) or went out, base currency. */
export interface ExternalFlow {
  readonly date: CalendarDate;
  readonly amount: number;
}

/** When a day's flow counts: at its end, as the broker does it for accounts, or at its start. */
export type FlowTiming = 'end-of-day' | 'start-of-day';

/** Days that can be linked. */
export interface LinkedSegment {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly observations: number;
  readonly totalReturn: number;
}

export interface FlowReturns {
  /** Of each day; undefined where the opening value is not above zero, or nothing is left. */
  readonly daily: readonly { readonly date: CalendarDate; readonly value: number | undefined }[];
  readonly segments: readonly LinkedSegment[];
  /** Linked over all days. Undefined when the value was at or below zero once the account was funded, or without a day. */
  readonly totalReturn: number | undefined;
  readonly netFlows: number;
  /** Closing less opening value and flows. */
  readonly gain: number;
}

/**
 * Time-weighted returns from values and flows. `r = (NAV − F) / NAV before − 1` with flows at the end of the day,
 * `NAV / (NAV before + F) − 1` at its start. A day without a return ends the chain; the next one begins with the next
 * value above zero. An account that was empty at its base date is measured from the close of its first funded day.
 * Flows on days without a value count at the next day with one.
 */
export function flowReturns(
  base: ValueDay,
  days: readonly ValueDay[],
  flows: readonly ExternalFlow[],
  timing: FlowTiming,
): FlowReturns {
  const within = flows.filter(({ date }) => date > base.date && date <= (days.at(-1)?.date ?? base.date));
  const daily: { date: CalendarDate; value: number | undefined }[] = [];
  const segments: LinkedSegment[] = [];
  let before = base;
  let open: { from: CalendarDate; to: CalendarDate; observations: number; growth: number } | undefined;
  const close = () => {
    if (open && open.observations > 0) {
      const { from, to, observations, growth } = open;
      segments.push({ from, to, observations, totalReturn: growth - 1 });
    }
    open = undefined;
  };
  for (const day of days) {
    const flow = sum(within.filter(({ date }) => date > before.date && date <= day.date));
    const value = dayReturn(before.netAssetValue, day.netAssetValue, flow, timing);
    daily.push({ date: day.date, value });
    if (value === undefined) close();
    else {
      open ??= { from: before.date, to: day.date, observations: 0, growth: 1 };
      open = { ...open, to: day.date, observations: open.observations + 1, growth: open.growth * (1 + value) };
    }
    before = day;
  }
  close();
  const values = [base, ...days].map(({ netAssetValue }) => netAssetValue);
  const funded = values.findIndex(isWorth);
  const whole = funded >= 0 && values.slice(funded).every(isWorth) && segments.length === 1;
  const netFlows = sum(within);
  return {
    daily,
    segments,
    totalReturn: whole ? segments[0]?.totalReturn : undefined,
    netFlows,
    gain: (values.at(-1) ?? base.netAssetValue) - base.netAssetValue - netFlows,
  };
}

function dayReturn(before: number, after: number, flow: number, timing: FlowTiming): number | undefined {
  if (!isWorth(before)) return undefined;
  const opening = timing === 'end-of-day' ? before : before + flow;
  const closing = timing === 'end-of-day' ? after - flow : after;
  return isWorth(opening) && isWorth(closing) ? closing / opening - 1 : undefined;
}

const sum = (flows: readonly ExternalFlow[]): number => flows.reduce((total, { amount }) => total + amount, 0);
