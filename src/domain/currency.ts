/** Stands where the broker names no currency: the amount is known, what it is counted in is not. */
export const UNKNOWN_CURRENCY = 'unknown';

/** Codes the broker uses beside ISO 4217: the yuan traded outside the mainland. */
const BROKER_CODES = ['CNH'];

const KNOWN = new Set([...Intl.supportedValuesOf('currency'), ...BROKER_CODES]);

/** Whether `code` is a currency of ISO 4217 (or one of the broker's own). Others are shown as sent and reported. */
export function isKnownCurrency(code: string): boolean {
  return KNOWN.has(code);
}
