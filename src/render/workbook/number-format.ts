import { isFigure } from '#render/format';
import type { ValueKind } from '#report/value';

const FORMATS: Readonly<Partial<Record<ValueKind, string>>> = {
  date: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm',
  'wall-clock': 'yyyy-mm-dd hh:mm',
  money: '#,##0.00',
  change: '+#,##0.00;-#,##0.00;0.00',
  return: '+0.00%;-0.00%;0.00%',
  weight: '0.0%',
  points: '+0.00;-0.00;0.00',
  'basis-points': '+0.0;-0.0;0.0',
  rate: '0.000000',
  count: '#,##0',
  ratio: '0.0000;-0.0000;0.0000',
};
/** Where kinds share a column all have the two decimals of money. */
const MIXED: Readonly<Partial<Record<ValueKind, string>>> = { weight: '0.00%', ratio: '0.00;-0.00;0.00' };
/** By decimals: the padding puts the points of one column below each other. */
const QUANTITIES = { whole: '#,##0_._0_0_0_0', plain: '#,##0', broken: '#,##0.0000' } as const;
const PRICES = ['#,##0.00_0_0', '#,##0.000_0', '#,##0.0000'] as const;

/**
 * The number format of a column. Quantities and prices differ by value, hence the function; text has none.
 * @param values the numbers of the column: whole quantities alone need no padding, prices of two decimals neither
 */
export function columnFormat(kind: ValueKind, values: Iterable<number>): (value: number) => string | undefined {
  if (kind === 'quantity') {
    let allWhole = true;
    for (const value of values) allWhole &&= Number.isInteger(value);
    return (value) => (allWhole ? QUANTITIES.plain : Number.isInteger(value) ? QUANTITIES.whole : QUANTITIES.broken);
  }
  if (kind === 'price') {
    let most = 2;
    for (const value of values) if (most < 4) most = Math.max(most, priceDecimals(value));
    return (value) => (most === 2 ? '#,##0.00' : PRICES[priceDecimals(value) - 2]);
  }
  const format = FORMATS[kind];
  return format === undefined || !isFigure(kind) ? () => format : unsignedZero(format);
}

/**
 * The same format, but for what it rounds to zero: that has no sign, in whichever program. A rest of doubles is none.
 * Formats with a second part for what is below zero do so without a minus. For figures alone: a formula may come to give
 * another one, whose minus would be lost.
 */
export function unsignedZero(format: string): (value: number) => string {
  const [first = '', , zero = first] = format.split(';');
  const half = halfOfLast(first);
  const plain = `${zero};${zero}`;
  return (value) => (value !== 0 && value < half && value > -half ? plain : format);
}

/**
 * One format for values that are not known yet: what a formula may come to give, all labels of a chart. What rounds to
 * zero has no sign here either, by conditions; Excel may set a minus before a negative rest.
 */
export function formatOfAny(format: string): string {
  const [above, below, zero] = format.split(';');
  if (above === undefined || below === undefined || zero === undefined) return format;
  const half = halfOfLast(above);
  return `[>=${half}]${above};[<=-${half}]${below};${zero}`;
}

/** The least value that the format does not round to zero. */
function halfOfLast(part: string): number {
  const decimals = (/\.(0+)/.exec(part)?.[1]?.length ?? 0) + (/[^_]%/.test(part) ? 2 : 0);
  return Number(`5e-${decimals + 1}`);
}

/**
 * The format of one cell in a column of several kinds: what has no per cent sign ends in its width, so that the
 * decimal points stand below each other.
 */
export function mixedFormat(kind: ValueKind, value: number): string | undefined {
  const format =
    kind === 'quantity'
      ? Number.isInteger(value)
        ? QUANTITIES.plain
        : QUANTITIES.broken
      : kind === 'price'
        ? `#,##0.${'0'.repeat(priceDecimals(value))}`
        : (MIXED[kind] ?? FORMATS[kind]);
  if (!format || !isFigure(kind)) return format;
  const parts = format.split(';').map((part) => (part.includes('%') ? part : `${part}_%`));
  return unsignedZero(parts.join(';'))(value);
}

/** 2 to 4: as many as the price has. */
function priceDecimals(value: number): 2 | 3 | 4 {
  const scaled = Math.abs(value) * 10_000;
  const units = Math.round(scaled);
  if (units % 100 === 0) return 2;
  return units % 10 === 0 ? 3 : 4;
}

/** About how many characters a value of this kind takes, for the width of its column. */
export function shownLength(kind: ValueKind, value: number): number {
  if (kind === 'date') return 10;
  if (kind === 'instant' || kind === 'wall-clock') return 16;
  const size = kind === 'return' || kind === 'weight' ? Math.abs(value) * 100 : Math.abs(value);
  const digits = Math.max(1, Math.floor(Math.log10(Math.max(size, 1))) + 1);
  const commas = kind === 'rate' ? 0 : Math.floor((digits - 1) / 3);
  const decimals = { ratio: 5, rate: 7, quantity: 5, price: 5, count: 0, weight: 2 }[kind as string] ?? 3;
  const signs =
    (kind === 'return' || kind === 'weight' ? 1 : 0) + (value < 0 || kind === 'change' || kind === 'return' ? 1 : 0);
  return digits + commas + decimals + signs;
}
