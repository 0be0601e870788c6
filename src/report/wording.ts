import type { CalendarDate } from '#domain/calendar-date';
import { MONTH_NAMES, WEEKDAY_NAMES, weekday } from '#domain/calendar-date';

/** Figures and days as they stand inside sentences and titles. Cells stay numbers; the outputs format those. */

const amounts = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  roundingMode: 'halfEven',
  signDisplay: 'negative',
});
const changes = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  roundingMode: 'halfEven',
  signDisplay: 'exceptZero',
});
const parts = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  roundingMode: 'halfEven',
  signDisplay: 'exceptZero',
});
const weights = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  roundingMode: 'halfEven',
  signDisplay: 'negative',
});

/** `12,345.60`: half to even on the decimals, U+2212 for minus. */
export function amountText(value: number): string {
  return minus(amounts.format(decimal(value)));
}

/** `+12,345.60`: always with a sign, zero without. */
export function changeText(value: number): string {
  return minus(changes.format(decimal(value)));
}

/** `+3.44%` of the fraction 0.0344. */
export function returnText(fraction: number): string {
  return `${minus(changes.format(shifted(fraction)))}%`;
}

/** `+31.1 bp` of the fraction 0.00311. */
export function basisPointsText(fraction: number): string {
  return `${minus(parts.format(shifted(fraction, 4)))} bp`;
}

/** `64.1%` of the fraction 0.641. */
export function weightText(fraction: number): string {
  return `${minus(weights.format(shifted(fraction)))}%`;
}

/** `0.91`: a ratio, without a unit. */
export function ratioText(value: number): string {
  return minus(amounts.format(decimal(value)));
}

/** `4.25%` of the fraction 0.0425. */
export function rateText(fraction: number): string {
  return `${minus(amounts.format(shifted(fraction)))}%`;
}

/** `0.11 pp above` of the fraction 0.0011; what rounds to nothing is `level with`. */
export function aboveText(fraction: number): string {
  const size = amounts.format(shifted(Math.abs(fraction)));
  if (Number(size) === 0) return 'level with';
  return `${size} pp ${fraction > 0 ? 'above' : 'below'}`;
}

/** `price index, EUR`, `total return, USD`. */
export function kindText({
  kind,
  currency,
}: {
  readonly kind: 'price' | 'total-return';
  readonly currency: string;
}): string {
  return `${kind === 'price' ? 'price alone, without payments' : 'total return'}, ${currency}`;
}

/** `1 holding`, `16 holdings`; the plural is the singular with an s unless given. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** `20 Nov`. */
export function dayText(date: CalendarDate): string {
  return `${Number(date.slice(8))} ${monthText(date).slice(0, 3)}`;
}

/** `20 Nov 2026`. */
export function longDayText(date: CalendarDate): string {
  return `${dayText(date)} ${date.slice(0, 4)}`;
}

/** `Fri 20 Nov`. */
export function weekdayText(date: CalendarDate): string {
  return `${WEEKDAY_NAMES[weekday(date)]?.slice(0, 3)} ${dayText(date)}`;
}

/** `November`. */
export function monthText(date: CalendarDate): string {
  return MONTH_NAMES[Number(date.slice(5, 7)) - 1] ?? '';
}

/** `20 Nov 16:31 ET`: an instant on the wall clock of a zone. */
export function instantText(iso: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).formatToParts(new Date(iso));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((p) => p.type === type)?.value ?? '';
  const month = MONTH_NAMES[Number(part('month')) - 1]?.slice(0, 3) ?? '';
  const zone = timeZone === 'America/New_York' ? 'ET' : part('timeZoneName');
  return `${part('day')} ${month} ${part('hour')}:${part('minute')} ${zone}`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listText(items: readonly string[], limit = 5): string {
  const shown = items.slice(0, limit);
  const rest = items.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** The digits of a double in decimal: rounding looks at these and not at the binary fraction behind them. */
function decimal(value: number): `${number}` {
  return `${value}`;
}

/** The same, times 100 or another power of ten, without the dust a multiplication would add. */
function shifted(fraction: number, by = 2): `${number}` {
  const [digits = '0', exponent = '0'] = String(fraction).split('e');
  return `${digits}e${Number(exponent) + by}` as `${number}`;
}

function minus(text: string): string {
  return text.replace('-', '\u2212');
}
