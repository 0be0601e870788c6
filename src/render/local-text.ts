import { MONTH_NAMES, WEEKDAY_NAMES } from '#domain/calendar-date';
import { DEFAULT_LOCALE } from '#domain/locale';
import { currentLocale, inEnglish, localDay, numberMarks } from './locale-scope.ts';

/** `12,345.60` and `0.42` as sentences of a report hold them; not a part of a word, an id, a version or an address. */
const FIGURE = /(?<![\p{L}\p{N}.,:/])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\p{L}\p{N}]|[.,:/]\d)/gu;
const SHORT_MONTHS = MONTH_NAMES.map((name) => name.slice(0, 3));
const SHORT_WEEKDAYS = WEEKDAY_NAMES.map((name) => name.slice(0, 3));
const DAY = new RegExp(
  `\\b(?:(${SHORT_WEEKDAYS.join('|')}) )?(\\d{1,2}) (${SHORT_MONTHS.join('|')})(?: (\\d{4}))?(?![\\p{L}\\p{N}])`,
  'gu',
);
const ONLY_DAY = new RegExp(`^(?:Since )?${DAY.source}$`, 'iu');

/**
 * A sentence of a report with its figures and days as the locale writes them; the sentence itself stays English. Reports
 * are written once, in the default locale, and read in several.
 */
export function localSentence(text: string): string {
  if (currentLocale() === DEFAULT_LOCALE) return text;
  const { group, decimal } = numberMarks();
  const figures = text.replace(FIGURE, (found, whole: string, fraction = '') =>
    whole.includes(',') || fraction !== '' ? whole.replaceAll(',', group) + fraction.replace('.', decimal) : found,
  );
  return inEnglish() ? figures : localDays(figures);
}

/** A cell that is a day or a month and nothing else, in the locale's words; any other text stays as it is. */
export function localLabel(text: string): string {
  if (inEnglish()) return text;
  const month = (MONTH_NAMES as readonly string[]).indexOf(text);
  if (month >= 0) return localDay(`2024-${two(month + 1)}-15`, { month: 'long' });
  return ONLY_DAY.test(text) ? localDays(text) : text;
}

function localDays(text: string): string {
  return text.replace(
    DAY,
    (_found, weekday: string | undefined, day: string, month: string, year: string | undefined) => {
      const date = `${year ?? '2024'}-${two(SHORT_MONTHS.indexOf(month) + 1)}-${day.padStart(2, '0')}`;
      const words = localDay(date, {
        day: 'numeric',
        month: 'short',
        ...(year === undefined ? {} : { year: 'numeric' }),
      });
      // 7 January 2024 was a Sunday.
      const name = weekday && localDay(`2024-01-${two(7 + SHORT_WEEKDAYS.indexOf(weekday))}`, { weekday: 'short' });
      return name ? `${name} ${words}` : words;
    },
  );
}

const two = (number: number): string => String(number).padStart(2, '0');
