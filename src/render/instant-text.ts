import { calendarDate } from '#domain/calendar-date';
import { daysBetween, mediumDay, shortDay } from './day-text.ts';

interface WallClock {
  readonly date: ReturnType<typeof calendarDate>;
  readonly time: string;
  readonly zone: string;
}

const clocks = new Map<string, Intl.DateTimeFormat>();
const zones = new Map<string, Intl.DateTimeFormat[]>();

/** `20 Nov 16:20 ET`: what a wall clock in `timeZone` shows at the instant `iso` (ISO 8601 with a zone). */
export function instantText(iso: string, timeZone: string): string {
  const { date, time, zone } = wallClock(iso, timeZone);
  return `${shortDay(date)} ${time} ${zone}`;
}

/** As {@link instantText} with the year: `20 Nov 2025 16:20 ET`. */
export function instantTextWithYear(iso: string, timeZone: string): string {
  const { date, time, zone } = wallClock(iso, timeZone);
  return `${mediumDay(date)} ${time} ${zone}`;
}

/** `07:00 CET`. */
export function timeText(iso: string, timeZone: string): string {
  const { time, zone } = wallClock(iso, timeZone);
  return `${time} ${zone}`;
}

/**
 * How old `at` (an instant, or a day) is at the instant `now`: `8 h 40 min`, `3 days`. A day has no hour, so its age is
 * counted in days on the wall clock of `timeZone`; `today` for none. Nothing is older than negative: `0 min`.
 */
export function ageText(at: string, now: string, timeZone: string): string {
  if (at.length === 10) {
    const days = Math.max(0, daysBetween(calendarDate(at), wallClock(now, timeZone).date));
    return days === 0 ? 'same day' : `${days} ${days === 1 ? 'day' : 'days'}`;
  }
  const minutes = Math.max(0, Math.round((Date.parse(now) - Date.parse(at)) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} days`;
}

function wallClock(iso: string, timeZone: string): WallClock {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) throw new RangeError(`"${iso}" is not an instant of the form 2025-11-20T21:20:00Z`);
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const date = calendarDate(`${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`);
  return { date, time: `${parts.get('hour')}:${parts.get('minute')}`, zone: zoneName(at, timeZone) };
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** The zone's usual letters. British English knows Europe's, American English America's; else the offset, `GMT+9`. */
function zoneName(at: number, timeZone: string): string {
  if (timeZone === 'America/New_York') return 'ET';
  let formats = zones.get(timeZone);
  if (!formats) {
    formats = ['en-GB', 'en-US'].map((locale) => new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }));
    zones.set(timeZone, formats);
  }
  const names = formats.map(
    (format) => format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '',
  );
  return names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0] ?? timeZone;
}
