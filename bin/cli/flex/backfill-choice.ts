import type { Given } from '#bin/cli/flags';
import { dateFlag } from '#bin/cli/read-values';
import { type CalendarDate, yearsBefore } from '#domain/calendar-date';

/** What is to be filled in. */
export interface BackfillChoice {
  /** Absent: from files alone. */
  readonly from?: CalendarDate;
  readonly to: CalendarDate;
  readonly files: readonly string[];
  readonly again: boolean;
  readonly slashOrder?: 'day-first' | 'month-first';
}

/** Far beyond what the service gives; a slip in the year is seen. */
const LONGEST_YEARS = 20;
const ORDERS = ['day-first', 'month-first'] as const;

/** Reads the flags of a backfill; what can't be becomes a problem. @param newest the newest day with final statements */
export function backfillChoice(given: Given, newest: CalendarDate, problems: string[]): BackfillChoice {
  const from = dateFlag(given, 'from', problems);
  const to = dateFlag(given, 'to', problems) ?? newest;
  const files = given.all('file');
  const dates = given.text('dates');
  const slashOrder = ORDERS.find((order) => order === dates);
  if (!given.on('from') && files.length === 0) {
    problems.push('say from which day on: --from YYYY-MM-DD; or give statements that you have: --file FILE');
  }
  for (const name of ['to', 'again']) {
    if (given.on(name) && !given.on('from')) problems.push(`--${name} goes only with --from`);
  }
  if (to > newest) problems.push(`--to ${to} has no final statement yet: the newest day that has is ${newest}`);
  if (from && from > to) problems.push(`--from ${from} is after ${given.on('to') ? `--to ${to}` : to}`);
  if (from && from < yearsBefore(newest, LONGEST_YEARS)) {
    problems.push(`--from ${from} is more than ${LONGEST_YEARS} years ago, and no statement reaches back so far`);
  }
  if (dates !== undefined && !slashOrder) problems.push(`--dates ${dates} is not one of ${ORDERS.join(', ')}`);
  if (dates !== undefined && files.length === 0) problems.push('--dates goes only with --file');
  return { ...(from ? { from } : {}), to, files, again: given.on('again'), ...(slashOrder ? { slashOrder } : {}) };
}
