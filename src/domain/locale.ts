/**
 * The ways of writing figures and days that a recipient can choose between: number separators and date words. Sentences
 * are English in all of them.
 */
export const LOCALES = [
  'en-US',
  'en-GB',
  'de-AT',
  'de-CH',
  'de-DE',
  'es-ES',
  'fr-CH',
  'fr-FR',
  'it-CH',
  'it-IT',
  'nl-NL',
] as const;

export type Locale = (typeof LOCALES)[number];

/** What sections write their sentences in, and every output that was not asked for another one. */
export const DEFAULT_LOCALE: Locale = 'en-US';
