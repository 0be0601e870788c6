import { type CalendarDate, dayInZone, MONTH_NAMES, WEEKDAY_NAMES, weekday } from '#domain/calendar-date';

/** What every notice's text is put together from. */

/** `Fri 20 Nov 2026`. */
export function dayName(date: CalendarDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${WEEKDAY_NAMES[weekday(date)]?.slice(0, 3)} ${day} ${MONTH_NAMES[(month ?? 1) - 1]?.slice(0, 3)} ${year}`;
}

/** `Sat 21 Nov 2026 12:45 (Europe/Zurich)`. */
export function moment(at: Date, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${dayName(dayInZone(at, timeZone))} ${time.format(at)} (${timeZone})`;
}

/** Paragraphs as one text; empty ones are left out, and so is every address of a way to the gateway. */
export const lines = (texts: readonly string[]): string =>
  `${withoutAddresses(texts.filter((text) => text !== '').join('\n\n'))}\n`;

/** The sentences of an error may name the gateway's address; in a mail it would only serve whoever forges one. */
const withoutAddresses = (text: string): string =>
  text.replaceAll(/\bhttps?:\/\/[^\s"'()]*[^\s"'().,;:]/g, 'the gateway');
