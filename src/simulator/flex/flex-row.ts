import { compact, type Day, newYorkOffset } from '#simulator/market/day';
import type { DateStyle, FlexQuery } from './flex-query.ts';

/** A date in a row, with the time of day in New York (`HH:MM:SS`) where the field has one. */
export interface RowDate {
  readonly day: Day;
  readonly time?: string;
}

export type RowValue = string | RowDate;

/** One element of a statement. */
export interface FlexRow {
  readonly name: string;
  readonly fields: Readonly<Record<string, RowValue>>;
  /** Level that tells again what other rows tell: left out unless the query asks for it. */
  readonly repeats?: true;
}

/** An element with its attributes, as a query is set; ends itself unless it is `open`. */
export function element(query: FlexQuery, { name, fields }: FlexRow, end: '/>' | '>' = '/>'): string {
  let text = `<${name}`;
  for (const [field, value] of Object.entries(fields)) {
    if (query.without.includes(field) || (field === 'levelOfDetail' && !query.levels)) continue;
    text += ` ${field}="${typeof value === 'string' ? escaped(value) : dateText(query, value)}"`;
  }
  return `${text}${end === '/>' ? ' />' : '>'}\n`;
}

/** A date as a query is set. */
function dateText(query: FlexQuery, { day, time }: RowDate): string {
  const date = DATES[query.dates](day);
  if (time === undefined) return date;
  const clock = query.times === 'compact' ? time.replaceAll(':', '') : time;
  const zone = query.times === 'zone' ? ` ${zoneOf(day)}` : '';
  return `${date}${query.separator}${clock}${zone}`;
}

/** New York's zone on a day. */
export const zoneOf = (day: Day): 'EDT' | 'EST' => (newYorkOffset(day) === 4 ? 'EDT' : 'EST');

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const DATES: Readonly<Record<DateStyle, (day: Day) => string>> = {
  compact,
  iso: (day) => day,
  slashes: (day) => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`,
  'month-name': (day) => `${day.slice(8)}-${MONTHS[+day.slice(5, 7) - 1]}-${day.slice(2, 4)}`,
};

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
