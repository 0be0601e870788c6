import { type CalendarDate, parseCalendarDate } from '#domain/calendar-date';

/** Which part of `04/05/2026` is the month. A query can be set to either, and a single such date does not say. */
export type SlashOrder = 'month-first' | 'day-first';

/** A date, with the time of day where the statement gives one. */
export interface FlexMoment {
  readonly date: CalendarDate;
  /** `HH:MM:SS` */
  readonly time?: string;
  /** `-04:00`; absent where no zone stands, or one whose abbreviation has several meanings. */
  readonly offset?: string;
}

/** `ambiguous`: with slashes, and nobody knows the order. `unreadable`: in no format that a query can be set to. */
export type FlexDateTrouble = 'ambiguous' | 'unreadable';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Abbreviations with one meaning in the broker's markets. */
const OFFSETS: Readonly<Record<string, string>> = {
  EDT: '-04:00',
  EST: '-05:00',
  UTC: '+00:00',
  GMT: '+00:00',
  CET: '+01:00',
  CEST: '+02:00',
  HKT: '+08:00',
  JST: '+09:00',
};

const DATE = String.raw`(?<date>\d{8}|\d{4}-\d\d-\d\d|\d\d\/\d\d\/(?:\d{4}|\d\d)|\d\d-[A-Za-z]{3}-(?:\d{4}|\d\d))`;
const TIME = String.raw`(?<hour>\d\d):?(?<minute>\d\d)(?::?(?<second>\d\d))?`;
/** The date, one of the separators a query can be set to (or none, or ISO's), the time, and perhaps a zone. */
const FORM = new RegExp(`^${DATE}(?:(?:[;,T]| |; |, )?${TIME}(?: (?<zone>[A-Za-z]{2,5}))?)?$`);
const SLASHES = /^(\d\d)\/(\d\d)\/(\d{4}|\d\d)/;

/** Reads a date or a date with time in every format a query can be set to. */
export function readFlexMoment(text: string, order: SlashOrder | undefined): FlexMoment | FlexDateTrouble {
  const groups = FORM.exec(text)?.groups;
  if (groups === undefined) return 'unreadable';
  const date = readDay(groups.date ?? '', order);
  if (typeof date === 'string') return date;
  const { hour, minute, second = '00', zone = '' } = groups;
  if (hour === undefined || minute === undefined) return date;
  if (hour > '23' || minute > '59' || second > '59') return 'unreadable';
  const moment = { ...date, time: `${hour}:${minute}:${second}` };
  const offset = Object.hasOwn(OFFSETS, zone.toUpperCase()) ? OFFSETS[zone.toUpperCase()] : undefined;
  return offset === undefined ? moment : { ...moment, offset };
}

/** The moment as ISO 8601, as far as it is known. */
export function momentText({ date, time, offset = '' }: FlexMoment): string {
  return time === undefined ? date : `${date}T${time}${offset}`;
}

/** What one date says of the order: only one with a part above 12 says something. */
export function slashOrderOf(text: string): SlashOrder | undefined {
  const [, first = '', second = ''] = SLASHES.exec(text) ?? [];
  if (first > '12' && second <= '12') return 'day-first';
  return second > '12' && first <= '12' && first !== '' ? 'month-first' : undefined;
}

function readDay(text: string, order: SlashOrder | undefined): FlexMoment | FlexDateTrouble {
  const slashes = SLASHES.exec(text);
  if (slashes !== null) {
    const [, first = '', second = '', year = ''] = slashes;
    const known = slashOrderOf(text) ?? order;
    if (known === undefined && first !== second) return 'ambiguous';
    if (order !== undefined && known !== order) return 'unreadable';
    const [month, day] = known === 'day-first' ? [second, first] : [first, second];
    return dayOf(`${full(year)}-${month}-${day}`);
  }
  const [day = '', word = '', year = ''] = text.split('-');
  const month = MONTHS.indexOf(word.toLowerCase()) + 1;
  if (month > 0) {
    return dayOf(`${full(year)}-${String(month).padStart(2, '0')}-${day}`);
  }
  return dayOf(text);
}

function dayOf(text: string): FlexMoment | FlexDateTrouble {
  const date = parseCalendarDate(text);
  return date === undefined ? 'unreadable' : { date };
}

/** The service began in this century, and what it lists ends in it. */
function full(year: string): string {
  return year.length === 2 ? `20${year}` : year;
}
