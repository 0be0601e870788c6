import * as z from 'zod';

/** The bare address of a From line, `Name <address>` or an address alone; nothing when it holds none. */
export function senderAddress(sender: string): string | undefined {
  if (/\p{Cc}/u.test(sender)) return undefined;
  const text = (/^[^<>]*<([^<>\s]+)>$/.exec(sender.trim())?.[1] ?? sender).trim();
  return /^[^\s<>@]+@[^\s<>@]+$/.test(text) ? text : undefined;
}

/** The part behind the @, in small letters. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Whether mail can leave under this address: a plain address at a domain of the public Internet. */
export function isPublicAddress(address: string): boolean {
  const reserved = /(?:^|\.)(?:localhost|local|internal|invalid|test|lan)$/.test(domainOf(address));
  return z.email().safeParse(address).success && !reserved;
}

/** Mail providers whose domain belongs to them: no owner of a mailbox there can put DNS entries for SES. */
const FREEMAIL =
  /^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|mac|gmx|web|mail|proton|protonmail|pm|zoho|fastmail|yandex|bluewin|t-online|orange|free|libero)\.(?:com|net|org|ch|de|at|fr|it|es|me|ru|co\.uk)$/;

/** Whether the address is at one of the large free providers. A short list, for a warning: others exist. */
export const isFreemail = (address: string): boolean => FREEMAIL.test(domainOf(address));

/** Domains that are kept for examples and belong to nobody (RFC 2606). */
export const isExampleDomain = (address: string): boolean =>
  /(?:^|\.)example(?:\.(?:com|net|org))?$/.test(domainOf(address));
