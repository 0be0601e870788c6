import type { Transaction } from '#domain/transaction';

const RULES: readonly (readonly [RegExp, Transaction['kind']])[] = [
  [/^(?:buy|bought)$/i, 'buy'],
  [/^(?:sell|sold)$/i, 'sell'],
  [/\b(?:withholding|tax)\b/i, 'tax'],
  [/\b(?:dividends?|payment in lieu)\b/i, 'dividend'],
  [/\b(?:transfer|acats)\b/i, 'transfer'],
];

/** What a booking of the broker's type means to us; `other` for a type this version does not know. */
export function kindOf(brokerType: string): Transaction['kind'] {
  return RULES.find(([pattern]) => pattern.test(brokerType.trim()))?.[1] ?? 'other';
}
