/** What a text that is not JSON turns out to be. */
export type PageKind = 'login' | 'maintenance' | 'refusal' | 'page' | 'text' | 'nothing';

const MARKUP = /^\s*(?:<!doctype|<html|<\?xml|<head|<body|<!--)/i;
const REFUSAL = /access denied|permission to access|cors rejected|unknown service|forbidden/i;
const PASSWORD_FIELD = /type\s*=\s*["']?password/i;
const LOGIN_ADDRESS = /\/sso\/(?:login|dispatcher)/i;
const MAINTENANCE =
  /maintenance|temporarily unavailable|service (?:is )?unavailable|system (?:reset|upgrade)|try again later/i;
const LOGIN_WORDS = /\b(?:log ?in|sign ?in|log ?on|authenticat)/i;

/**
 * Tells IBKR's login page, its maintenance page and a firewall's page apart by what they say. A page that refuses with
 * 403 quotes the address it refuses, which may be that of the login.
 */
export function pageKindOf(text: string, status: number): PageKind {
  if (text.trim() === '') return 'nothing';
  if (PASSWORD_FIELD.test(text)) return 'login';
  if (status === 403 && REFUSAL.test(text)) return 'refusal';
  if (LOGIN_ADDRESS.test(text)) return 'login';
  if (MAINTENANCE.test(text)) return 'maintenance';
  if (REFUSAL.test(text)) return 'refusal';
  if (!MARKUP.test(text)) return 'text';
  return LOGIN_WORDS.test(text) ? 'login' : 'page';
}
