/** What a text that is not JSON turns out to be. */
export type PageKind = 'login' | 'maintenance' | 'refusal' | 'page' | 'text' | 'nothing';

const MARKUP = /^\s*(?:<!doctype|<html|<\?xml|<head|<body|<!--)/i;
const REFUSAL = /access denied|permission to access|cors rejected|unknown service|forbidden/i;
const LOGIN_FORM = /type\s*=\s*["']?password|\/sso\/(?:login|dispatcher)/i;
const MAINTENANCE =
  /maintenance|temporarily unavailable|service (?:is )?unavailable|system (?:reset|upgrade)|try again later/i;
const LOGIN_WORDS = /\b(?:log ?in|sign ?in|log ?on|authenticat)/i;

/** Tells IBKR's login page, its maintenance page and a firewall's page apart by what they say. */
export function pageKindOf(text: string): PageKind {
  if (text.trim() === '') return 'nothing';
  if (LOGIN_FORM.test(text)) return 'login';
  if (MAINTENANCE.test(text)) return 'maintenance';
  if (REFUSAL.test(text)) return 'refusal';
  if (!MARKUP.test(text)) return 'text';
  return LOGIN_WORDS.test(text) ? 'login' : 'page';
}
