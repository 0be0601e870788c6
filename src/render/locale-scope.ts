import { DEFAULT_LOCALE, type Locale } from '#domain/locale';

/** How one locale writes: what stands between thousands and before decimals. */
export interface NumberMarks {
  readonly group: string;
  readonly decimal: string;
}

let current: Locale = DEFAULT_LOCALE;
const marks = new Map<Locale, NumberMarks>();
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Writes an output in a locale: every figure and day that `write` formats follows it. Page and mail are written in one
 * go, without waiting for anything, so nobody else can write meanwhile; the locale before stands again after, also when
 * `write` throws.
 */
export function inLocale<T>(locale: Locale, write: () => T): T {
  const before = current;
  current = locale;
  try {
    return write();
  } finally {
    current = before;
  }
}

/** The locale that is written in; the default outside of {@link inLocale}. */
export const currentLocale = (): Locale => current;

/** Whether days are written in English words, as the reports' own sentences have them. */
export const inEnglish = (): boolean => current.startsWith('en');

/** The marks of the locale that is written in, as Unicode's data has them. */
export function numberMarks(): NumberMarks {
  let found = marks.get(current);
  if (!found) {
    const parts = new Intl.NumberFormat(current, { useGrouping: 'always' }).formatToParts(1234.5);
    const part = (type: Intl.NumberFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
    found = { group: part('group'), decimal: part('decimal') };
    marks.set(current, found);
  }
  return found;
}

/** A calendar day in the words of the locale that is written in. */
export function localDay(date: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${current} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(current, { ...options, timeZone: 'UTC' });
    formats.set(key, format);
  }
  return format.format(new Date(`${date}T12:00:00Z`));
}
