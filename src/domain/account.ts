import type { Remainder } from './dataset.ts';

/** An account as the broker's list describes it. Personal data (title, alias) stays in the Snapshot and out of logs. */
export interface Account {
  /** The broker's account number. Many forms exist (U…, DU…, F…, I…, with suffix): never validated by a pattern. */
  readonly id: string;
  /** ISO 4217 code of the base currency; `UNKNOWN_CURRENCY` while the broker names none, as before an account is open. */
  readonly baseCurrency: string;
  /** The broker's word for the kind of account: `INDIVIDUAL`, `DEMO` (paper), `FNF` (advisor master) … */
  readonly type: string;
  readonly title?: string;
  readonly alias?: string;
  /** When the account was opened, ISO 8601 in UTC. */
  readonly openedAt?: string;
  /** The master of an advisor's structure: holds no client's money itself. */
  readonly advisorMaster: boolean;
  /** A client's account under an advisor. */
  readonly advisorClient: boolean;
  readonly remainder: Remainder;
}

/**
 * The account whose segment this is, by its number: `U1234567` of `U1234567C`; undefined where it is none that is known.
 * What lies in the segment may stand under both numbers, so that both together would count it twice.
 */
export function accountOfSegment(id: string, known: readonly string[]): string | undefined {
  const whole = /^([A-Z]+\d+)C$/.exec(id)?.[1];
  return whole !== undefined && known.includes(whole) ? whole : undefined;
}

/** The account number as it may stand where others can see it: first letters and last four, `U…4567`. */
export function maskedId(id: string): string {
  const letters = /^[A-Za-z]*/.exec(id)?.[0] ?? '';
  const rest = id.slice(letters.length);
  return rest.length <= 4 ? id : `${letters}…${rest.slice(-4)}`;
}
