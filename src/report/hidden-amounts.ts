/** What stands where an amount was. */
export const HIDDEN = '•••';

/** A number in digits as sentences hold it: separators, a point, an exponent. Not part of a word, an id or a version. */
const NUMBER = /(?<![\p{L}\p{N}.,’'/:])[+\-−]?\d+(?:[,’'\u202f]\d+)*(?:\.\d+)?(?:e[+-]?\d+)?(?![\p{L}\p{N}]|\.\d)/giu;
/** What a number may be followed by that says it is no amount. */
const SHARE = /^\s?(?:%|pp\b|bp\b)/;
/** `1,200 trades`, `3 of 4`: a whole number before a word in small letters is a count. */
const COUNTED = /^\s+(?!thousand|million|billion)\p{Ll}/u;
/** A code of a currency or a sign of one, at either side. */
const CURRENCY_BEFORE = /(?:\b[A-Z]{3}|[\p{Sc}])\s?[+\-−]?$/u;
const CURRENCY_AFTER = /^\s?(?:[A-Z]{3}\b|[\p{Sc}])/u;
/** `2026`, `4567`: years, and parts of days and times, have four digits at most. */
const SHORT_WHOLE = /^[+\-−]?\d{1,4}$/;

/**
 * A sentence of a report without its amounts: each becomes {@link HIDDEN}. A number stays only where it shows what it is: a
 * percentage, a count of something, a short whole number as in dates and times. In doubt it goes.
 */
export function withoutAmounts(text: string): string {
  return text.replace(NUMBER, (found, ...rest) => {
    const at = rest.at(-2) as number;
    const whole = rest.at(-1) as string;
    return isAmount(found, whole.slice(0, at), whole.slice(at + found.length)) ? HIDDEN : found;
  });
}

/** Whether a text holds an amount, by the same rule. */
export function holdsAmount(text: string): boolean {
  return withoutAmounts(text) !== text;
}

/**
 * As {@link withoutAmounts} for names: of holdings, sections, accounts. A strike, a coupon or a year is part of a name; only
 * what stands beside a currency is an amount.
 */
export function nameWithoutAmounts(text: string): string {
  return text.replace(NUMBER, (found, ...rest) => {
    const at = rest.at(-2) as number;
    const whole = rest.at(-1) as string;
    return besideCurrency(whole.slice(0, at), whole.slice(at + found.length)) ? HIDDEN : found;
  });
}

function isAmount(found: string, before: string, after: string): boolean {
  if (SHARE.test(after)) return false;
  if (besideCurrency(before, after)) return true;
  if (SHORT_WHOLE.test(found)) return /^[+\-−]/.test(found) && !/\d$/.test(before);
  return found.includes('.') || !COUNTED.test(after);
}

const besideCurrency = (before: string, after: string): boolean =>
  CURRENCY_BEFORE.test(before) || CURRENCY_AFTER.test(after);
