import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import { snapshotDaysOf } from '#archive/snapshot-store';
import { loggedAccounts, toldDays } from '#archive/statement-log';
import { addDays, type CalendarDate, calendarDate, dayNumber } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { DaySpan } from '#domain/statement';

/** As many days as one request may span. */
const MOST_DAYS = 365;
/** Market days that are asked for one by one, for their holdings and cash. */
const SINGLE_DAYS = 30;
/** Accounts looked at side by side. */
const AT_A_TIME = 8;

/** Calendar years of the days, the newest first; a leap year is one day too long for a request and comes in halves. */
export function yearSpans({ from, to }: DaySpan): readonly DaySpan[] {
  const spans: DaySpan[] = [];
  for (let last = to; last >= from; ) {
    const first = calendarDate(`${last.slice(0, 4)}-01-01`);
    const half = calendarDate(`${last.slice(0, 4)}-07-01`);
    const tooLong = dayNumber(last) - dayNumber(first) + 1 > MOST_DAYS;
    const start = tooLong ? half : first;
    const begin = start > from ? start : from;
    spans.push({ from: begin, to: last });
    last = addDays(begin, -1);
  }
  return spans;
}

/**
 * The part of the span that no statement told yet of one of the accounts, from its first to its last day; undefined
 * when all of it is told.
 */
export async function untoldSpan(
  archive: Archive,
  accounts: readonly string[],
  span: DaySpan,
): Promise<DaySpan | undefined> {
  if (accounts.length === 0) return span;
  let [from, to]: [CalendarDate | undefined, CalendarDate | undefined] = [undefined, undefined];
  await eachOf(accounts, async (account) => {
    const told = await toldDays(archive, account, span);
    const [first, last] = [told[0], told.at(-1)];
    const start = first && first.from === span.from ? addDays(first.to, 1) : span.from;
    const end = last && last.to === span.to ? addDays(last.from, -1) : span.to;
    if (start > span.to) return;
    if (from === undefined || start < from) from = start;
    if (to === undefined || end > to) to = end;
  });
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** The last market days of the span, the newest first. */
export function recentDays({ from, to }: DaySpan, calendar: MarketCalendar): readonly CalendarDate[] {
  return calendar.tradingDays(from, to).slice(-SINGLE_DAYS).reverse();
}

/** The last market days of the span that one of the accounts has no Flex Snapshot of, the newest first. */
export async function daysWithoutSnapshot(
  archive: Archive,
  accounts: readonly string[],
  span: DaySpan,
  calendar: MarketCalendar,
): Promise<readonly CalendarDate[]> {
  const days = recentDays(span, calendar);
  const lacking = new Set<CalendarDate>(accounts.length === 0 ? days : []);
  await eachOf(accounts, async (account) => {
    const there = new Set(await snapshotDaysOf(archive, account, 'flex'));
    for (const day of days) if (!there.has(day)) lacking.add(day);
  });
  return days.filter((day) => lacking.has(day));
}

/**
 * Keys of the accounts that count for what is still to be asked: those of which a statement is known. An account that
 * no statement has, as before its opening or for want of a right, would be asked for without end.
 */
export async function knownAccounts(archive: Archive, asked: readonly string[] | 'all'): Promise<readonly string[]> {
  const logged = await loggedAccounts(archive);
  if (asked === 'all') return logged;
  const keys = new Set(asked.map(accountKey));
  return logged.filter((account) => keys.has(account));
}

async function eachOf(accounts: readonly string[], look: (account: string) => Promise<void>): Promise<void> {
  for (let start = 0; start < accounts.length; start += AT_A_TIME) {
    await Promise.all(accounts.slice(start, start + AT_A_TIME).map(look));
  }
}
