import { parseCalendarDate } from '#domain/calendar-date';
import type { DerivativeTerms } from '#domain/position';
import { defined } from '#sources/gateway/reading';

/** What the broker's one-line description of a contract tells. */
export interface DescribedContract {
  /** Its first word. */
  readonly symbol: string | undefined;
  readonly terms: DerivativeTerms;
  readonly multiplier: number | undefined;
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
/** The options clearing house's symbol: root, day, right, strike in thousandths; behind it the multiplier. */
const OCC = /(?:^|\[)\s*[A-Z0-9.]+\s+(\d{2})(\d{2})(\d{2})([CP])(\d{8})(?:\s+(\d+(?:\.\d+)?))?\s*(?:\]|$)/;
const NUMBER = /^\d+(?:\.\d+)?$/;

/**
 * Reads descriptions such as `SPY    JAN2025 440 C [SPY   250117C00440000 100]`, `ES     JUN2025 6040 C (E2D)` and
 * `ES       MAR2026`. What it does not tell stays absent.
 */
export function readDescription(description: string): DescribedContract {
  const words = description
    .replace(/\[.*?\]|\(.*?\)/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const occ = OCC.exec(description.trim());
  const dateAt = words.findIndex((word, index) => index > 0 && expiryOf(word) !== undefined);
  const after = dateAt === -1 ? [] : words.slice(dateAt + 1);
  const right = after.map(rightOf).find((found) => found !== undefined);
  const strike = after.find((word) => NUMBER.test(word));
  const named = dateAt === -1 ? words.slice(0, 1) : words.slice(0, dateAt);
  return {
    symbol: words[0],
    terms: defined({
      underlying: named.length === 0 ? undefined : named.join(' '),
      expiry: occ ? occDay(occ) : dateAt === -1 ? undefined : expiryOf(words[dateAt] ?? ''),
      strike: occ ? Number(occ[5]) / 1000 : strike === undefined ? undefined : Number(strike),
      right: occ ? rightOf(occ[4] ?? '') : right,
    }),
    multiplier: occ?.[6] === undefined || Number(occ[6]) === 0 ? undefined : Number(occ[6]),
  };
}

/** `C`, `P`, `Call`, `PUT` … */
export function rightOf(word: string): 'call' | 'put' | undefined {
  if (/^c(?:all)?$/i.test(word)) return 'call';
  return /^p(?:ut)?$/i.test(word) ? 'put' : undefined;
}

/** `20250117`, `202501`, `JAN2025`, `17JAN25`, `Jan17'25` as `YYYY-MM-DD` or, where no day is named, `YYYY-MM`. */
export function expiryOf(word: string): string | undefined {
  const day = parseCalendarDate(word);
  if (day) return day;
  const compact = /^(\d{4})(0[1-9]|1[0-2])$/.exec(word);
  if (compact) return `${compact[1]}-${compact[2]}`;
  const month = /^([A-Z]{3})'?(\d{4}|\d{2})$/i.exec(word);
  if (month) return named(month[2], month[1], undefined);
  const dayFirst = /^(\d{1,2})([A-Z]{3})'?(\d{4}|\d{2})$/i.exec(word);
  if (dayFirst) return named(dayFirst[3], dayFirst[2], dayFirst[1]);
  const dayInside = /^([A-Z]{3})(\d{1,2})'(\d{4}|\d{2})$/i.exec(word);
  return dayInside ? named(dayInside[3], dayInside[1], dayInside[2]) : undefined;
}

function named(year = '', monthName = '', day: string | undefined): string | undefined {
  const month = MONTHS.indexOf(monthName.toUpperCase()) + 1;
  if (month === 0) return undefined;
  const text = `${year.length === 2 ? `20${year}` : year}-${String(month).padStart(2, '0')}`;
  return day === undefined ? text : parseCalendarDate(`${text}-${day.padStart(2, '0')}`);
}

function occDay(occ: RegExpExecArray): string | undefined {
  return parseCalendarDate(`20${occ[1]}-${occ[2]}-${occ[3]}`);
}
