import { annualised } from '#analytics/annualise';
import type { CalendarDate } from '#domain/calendar-date';
import { numberText, plainText } from '#render/format';
import { orNull } from './or-null.ts';

/** A figure's two texts. */
export function texts(one: {
  readonly value: string;
  readonly decimals: number;
  readonly kind: 'money' | 'percent';
  readonly signed: boolean;
}): { readonly expected: string; readonly ascii: string } {
  const { decimals, signed } = one;
  const percent = one.kind === 'percent';
  const digits = numberText(Number(one.value), { decimals, signed, hundredths: percent });
  const text = percent ? `${digits}%` : digits;
  return { expected: text, ascii: plainText(text) };
}

/** A yearly rate, or null. */
export function yearly(one: {
  readonly total_return: number;
  readonly base_date: CalendarDate;
  readonly end_date: CalendarDate;
}): number | null {
  return orNull(annualised(one.total_return, one.base_date, one.end_date));
}
