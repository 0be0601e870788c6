import { addDays, type CalendarDate, parseCalendarDate } from '#domain/calendar-date';

/** What the encrypted parameter holds. */
export interface FlexToken {
  readonly token: string;
  /** The last day it is good for. */
  readonly expires: CalendarDate;
}

/** The owner is told this many days before the last one. */
export const EXPIRY_NOTICE_DAYS = 30;
/** IBKR makes none for longer than a year. */
const LONGEST_DAYS = 366;

/** The parameter's text. */
export function flexTokenText({ token, expires }: FlexToken): string {
  return JSON.stringify({ token, expires });
}

/** What a parameter's text holds; undefined when it is none of ours. */
export function readFlexToken(text: string): FlexToken | undefined {
  try {
    const { token, expires } = (JSON.parse(text) ?? {}) as Record<string, unknown>;
    const day = typeof expires === 'string' ? parseCalendarDate(expires) : undefined;
    return typeof token === 'string' && tokenProblem(token) === undefined && day ? { token, expires: day } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What is wrong with a token's form, to follow "the token"; undefined when nothing is. Never holds a part of it. */
export function tokenProblem(token: string): string | undefined {
  if (token === '') return 'is empty';
  if (/\s/.test(token)) return 'has a blank or a line break in it';
  if (!/^[A-Za-z0-9]+$/.test(token)) return 'has other characters than digits and letters';
  if (token.length < 10) return 'is too short: the number of the query is another thing';
  return token.length > 100 ? 'is too long' : undefined;
}

/** What is wrong with the last day of a token, to follow the day; undefined when nothing is. */
export function expiryProblem(expires: CalendarDate, today: CalendarDate): string | undefined {
  if (expires < today) return 'is over: make a new token in Client Portal';
  if (expires > addDays(today, LONGEST_DAYS)) return 'is more than a year away, and no token lives longer';
  return undefined;
}
