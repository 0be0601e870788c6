import type { ValueKind } from '#report/value';

/** A value axis in round steps, and how its labels are written. */
export interface ValueScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Number format of the labels. */
  readonly format: string;
  /** Word after the unit in the title when the labels are in thousands or millions, else empty. */
  readonly magnitude: '' | 'thousand' | 'million';
}

const STEPS = [1, 2, 2.5, 5, 10] as const;

/** About five steps that hold all values. One value alone gets room on both sides. */
export function valueScale(kind: ValueKind, values: Iterable<number>): ValueScale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  const spread = high - low;
  const flat = spread <= 1e-9 * Math.max(1, Math.abs(high));
  const room = flat ? Math.max(Math.abs(high) * 0.1, 0.01) : spread;
  const rough = room / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const round = (value: number): number => Number(value.toPrecision(12));
  const min = round(Math.floor(low / step + 1e-9) * step);
  let max = round(Math.ceil(high / step - 1e-9) * step);
  if (max <= min) max = round(min + step);
  return { min, max, step: round(step), ...labels(kind, step) };
}

/** Every label shows its step in full: a step of 2.5 % is not written 3 %, 5 %, 8 %. */
function labels(kind: ValueKind, step: number): Pick<ValueScale, 'format' | 'magnitude'> {
  if (kind === 'return' || kind === 'weight') return { format: `0${decimals(step * 100)}%`, magnitude: '' };
  if (step >= 200_000) return { format: `#,##0${decimals(step / 1_000_000)},,`, magnitude: 'million' };
  if (step >= 1000) return { format: `#,##0${decimals(step / 1000)},`, magnitude: 'thousand' };
  return { format: `#,##0${decimals(step)}`, magnitude: '' };
}

/** Part of a number format: `.00` for a step of 0.25. */
function decimals(step: number): string {
  const places = [0, 1, 2, 3, 4, 5].find((count) => Math.abs(step - Number(step.toFixed(count))) < step * 1e-6) ?? 6;
  return places === 0 ? '' : `.${'0'.repeat(places)}`;
}

/** A date axis: from where, how far apart its labels stand, and how they are written. */
export interface DateScale {
  readonly unit: 'days' | 'months' | 'years';
  readonly step: number;
  readonly format: string;
}

/** Labels for a span of so many days: at most about eight. */
export function dateScale(spanDays: number): DateScale {
  if (spanDays <= 21) return { unit: 'days', step: Math.max(1, Math.ceil(spanDays / 7)), format: 'd mmm' };
  if (spanDays <= 75) return { unit: 'days', step: Math.ceil(spanDays / 7 / 7) * 7, format: 'd mmm' };
  if (spanDays <= 240) return { unit: 'months', step: 1, format: 'mmm yyyy' };
  if (spanDays <= 800) return { unit: 'months', step: 3, format: 'mmm yyyy' };
  if (spanDays <= 1500) return { unit: 'months', step: 6, format: 'mmm yyyy' };
  return { unit: 'years', step: Math.ceil(spanDays / 365.25 / 9), format: 'yyyy' };
}
