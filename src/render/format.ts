import { type Cell, isMissing, type ValueKind } from '#report/value';
import { dayOf, longDay, mediumDay } from './day-text.ts';
import { roundHalfEven } from './decimal.ts';
import { inert } from './inert.ts';
import { instantTextWithYear } from './instant-text.ts';
import { localLabel, localSentence } from './local-text.ts';
import { numberMarks } from './locale-scope.ts';

/** U+2212, as wide as the plus sign. */
const MINUS = '−';

export interface NumberForm {
  readonly decimals: number;
  /** A plus sign before positive numbers. Zero has no sign, also when it became zero by rounding. */
  readonly signed?: boolean;
  /** The number is a fraction, shown in hundredths. */
  readonly hundredths?: boolean;
  /** The number is a fraction, shown in hundredths of hundredths. */
  readonly basisPoints?: boolean;
  /** Decimals that are dropped from the end where they are zero. */
  readonly optional?: number;
}

/**
 * A number in digits, rounded half to even on its decimals, with U+2212 for minus and the separators of the locale that
 * is written in. No unit and no per cent sign.
 *
 * @throws UnprintableFigure for NaN and infinities
 */
export function numberText(value: number, form: NumberForm): string {
  const { negative, zero, whole, fraction } = roundHalfEven(
    value,
    form.decimals,
    form.basisPoints ? 4 : form.hundredths ? 2 : 0,
  );
  const sign = negative ? MINUS : form.signed && !zero ? '+' : '';
  const kept = form.optional ? dropZeros(fraction, form.decimals - form.optional) : fraction;
  const { group, decimal } = numberMarks();
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, group) + (kept === '' ? '' : decimal + kept);
}

function dropZeros(fraction: string, least: number): string {
  return fraction.slice(0, least) + fraction.slice(least).replace(/0+$/, '');
}

const NUMBERS: Partial<Record<ValueKind, NumberForm>> = {
  money: { decimals: 2 },
  change: { decimals: 2, signed: true },
  return: { decimals: 2, signed: true, hundredths: true },
  weight: { decimals: 1, hundredths: true },
  points: { decimals: 2, signed: true, hundredths: true },
  'basis-points': { decimals: 1, signed: true, basisPoints: true },
  quantity: { decimals: 4, optional: 4 },
  price: { decimals: 4, optional: 2 },
  rate: { decimals: 6 },
  count: { decimals: 0 },
  ratio: { decimals: 2 },
};

/** What a format leaves unsaid: the sign of the measure, set after a single figure or into a column's head. */
const MEASURES: Partial<Record<ValueKind, string>> = {
  return: '%',
  weight: '%',
  points: 'pp',
  'basis-points': 'bp',
};

/** Whether cells of the kind are figures: set right, with digits of one width. */
export function isFigure(kind: ValueKind): boolean {
  return NUMBERS[kind] !== undefined;
}

/** `%` or `pp` where the kind has such a measure. */
export function measureOf(kind: ValueKind): string | undefined {
  return MEASURES[kind];
}

/** `n/a: reason`; the reason is text from outside as any other. */
export function missingText(reason: string): string {
  return `n/a: ${inert(daysInWords(reason))}`;
}

/** Beside bars a phone has room for whole figures alone. */
const WHOLE: ReadonlySet<ValueKind> = new Set(['money', 'change', 'basis-points']);

function formOf(kind: ValueKind, whole: boolean): NumberForm {
  const form = NUMBERS[kind] ?? { decimals: 4, optional: 4 };
  return whole && WHOLE.has(kind) ? { ...form, decimals: 0 } : form;
}

/**
 * A cell as it stands in a column whose head names the unit: `+0.42`, `1,005,168.74`, `20 Nov 2025`, `n/a: reason`.
 * `null` and absent are empty. A text in a column of figures stands as it is.
 *
 * @param whole money and basis points without decimals
 */
export function cellText(cell: Cell | undefined, kind: ValueKind, timeZone: string, whole = false): string {
  if (cell === null || cell === undefined) return '';
  if (isMissing(cell)) return missingText(cell.missing);
  if (typeof cell === 'number') return numberText(cell, formOf(kind, whole));
  if (kind === 'date') {
    const day = dayOf(cell);
    if (day) return mediumDay(day);
  }
  if (kind === 'instant' && !Number.isNaN(Date.parse(cell))) return momentText(cell, timeZone);
  if (kind === 'wall-clock') return wallClockText(cell);
  return kind === 'text' ? localLabel(inert(cell)) : inert(cell);
}

/** `16 Nov 2026 16:00`: an owner reads a told time without its `T`; text of another form stands as it is. */
function wallClockText(text: string): string {
  const [, date = '', time = ''] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(text) ?? [];
  const day = dayOf(date);
  return day ? `${mediumDay(day)} ${time}` : inert(text);
}

/** A day or an instant, whichever the text is, with its year: `20 Nov 2025`, `20 Nov 2025 16:20 ET`. */
function momentText(text: string, timeZone: string): string {
  const day = dayOf(text);
  return day ? mediumDay(day) : instantTextWithYear(text, timeZone);
}

/** A single figure with its unit: `+0.42%`, `−0.50 pp`, `1,005,168.74 USD`, `46.3% of value`. */
export function figureText(
  cell: Cell | undefined,
  kind: ValueKind,
  unit: string | undefined,
  timeZone: string,
): string {
  const text = cellText(cell, kind, timeZone);
  if (typeof cell !== 'number') return text;
  const measure = measureOf(kind);
  const own = measure === '%' ? '%' : measure ? ` ${measure}` : '';
  const name = unit === undefined ? '' : inert(unit);
  return name === '' || name === measure ? text + own : `${text}${own} ${name}`;
}

/** What reads as zero has no bar, whatever dust is behind it. */
export const readsZero = (text: string): boolean => !/[1-9]/.test(text);

/** A level of money, `1,005,168.74`: no unit, U+2212 for minus. */
export const moneyText = (amount: number): string => numberText(amount, { decimals: 2 });

/** A change of money, `+4,213.10`. */
export const changeText = (amount: number): string => numberText(amount, { decimals: 2, signed: true });

/** A return given as a fraction, `+0.42%`. */
export const returnText = (fraction: number): string => figureText(fraction, 'return', undefined, 'UTC');

/** A day of the form `YYYY-MM-DD` in words, `Thursday 20 November 2025`; other text stays as it is. */
export function dayText(date: string): string {
  const day = dayOf(date);
  return day ? longDay(day) : inert(date);
}

/**
 * A sentence of a report as the locale writes its days and figures. Days written `YYYY-MM-DD` come in words in any locale:
 * `2025-11-19 to 2025-11-20` gives `19 Nov 2025 to 20 Nov 2025`.
 */
export function daysInWords(text: string): string {
  return localSentence(text).replace(/\b\d{4}-\d{2}-\d{2}\b/g, (found) => {
    const day = dayOf(found);
    return day ? mediumDay(day) : found;
  });
}

/** The same text for a plain-text mail or a terminal: `-` for minus. */
export function plainText(text: string): string {
  return text.replaceAll(MINUS, '-');
}

/** File size with two or three digits that count: `640 kB`, `1.2 MB`. Decimal units, as mail programs count. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_500) return `${numberText(bytes / 1_000, { decimals: 0 })} kB`;
  return `${numberText(bytes / 1_000_000, { decimals: 1 })} MB`;
}
