import type { CloudAnswer } from './face.ts';
import type { ReadMessage } from './raw-message.ts';
import { refusal } from './ses-xml.ts';

/** A message that the fake SES took. */
export interface TakenMail {
  /** `mail-1`, `mail-2` …, as SES gives an id. */
  readonly messageId: string;
  readonly at: Date;
  readonly source: string;
  readonly destinations: readonly string[];
  readonly configurationSet?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly raw: Buffer;
  readonly message: ReadMessage;
}

/** What the account of the fake SES is like. May be changed at any time; each call sees it as it is then. */
export interface SesAccount {
  /** Verified addresses and domains, lower case. */
  readonly verified: Set<string>;
  /** Asked to be verified, and not confirmed yet. */
  readonly pending: Set<string>;
  readonly configurationSets: Set<string>;
  /** Configuration sets whose sending is switched off. */
  readonly pausedSets: Set<string>;
  /** Recipients must be verified too, with 200 messages a day and one a second. */
  sandbox: boolean;
  /** Sending is switched off for the whole account. */
  paused: boolean;
  ratePerSecond: number;
  perDay: number;
  /** Callers (access keys) that may not send. */
  readonly denied: Set<string>;
}

const DAY_MS = 86_400_000;
const REGION = 'EU-WEST-1';

export function sesAccount(given: Partial<SesAccount> = {}): SesAccount {
  return {
    verified: new Set(),
    pending: new Set(),
    configurationSets: new Set(),
    pausedSets: new Set(),
    sandbox: true,
    paused: false,
    ratePerSecond: 1,
    perDay: 200,
    denied: new Set(),
    ...given,
  };
}

export interface Attempt {
  readonly source: string;
  readonly destinations: readonly string[];
  readonly set: string | undefined;
  readonly caller: string;
}

/** Why SES would not take the message, if it would not; in the order in which SES looks. */
export function refusalOf(
  account: SesAccount,
  { source, destinations, set, caller }: Attempt,
  taken: readonly TakenMail[],
  at: Date,
): CloudAnswer | undefined {
  if (account.denied.has(caller)) {
    const words = `User \`${caller}' is not authorized to perform \`ses:SendRawEmail' on resource \`identity/${source}'`;
    return refusal('AccessDenied', words, 403);
  }
  if (account.paused) return refusal('AccountSendingPausedException', 'Sending paused for this account.');
  if (set !== undefined && !account.configurationSets.has(set)) {
    return refusal('ConfigurationSetDoesNotExist', `Configuration set <${set}> does not exist.`);
  }
  if (set !== undefined && account.pausedSets.has(set)) {
    return refusal('ConfigurationSetSendingPausedException', `Sending paused for configuration set <${set}>.`);
  }
  const unverified = [source, ...(account.sandbox ? destinations : [])].filter((name) => !isVerified(account, name));
  if (unverified.length > 0) {
    const words = `Email address is not verified. The following identities failed the check in region ${REGION}: ${unverified.join(', ')}`;
    return refusal('MessageRejected', words);
  }
  if (within(taken, at, DAY_MS) >= account.perDay) return refusal('Throttling', 'Daily message quota exceeded.');
  if (within(taken, at, 1000) >= account.ratePerSecond) return refusal('Throttling', 'Maximum sending rate exceeded.');
  return undefined;
}

function isVerified(account: SesAccount, address: string): boolean {
  const bare = address.toLowerCase();
  return account.verified.has(bare) || account.verified.has(bare.slice(bare.lastIndexOf('@') + 1));
}

const within = (taken: readonly TakenMail[], at: Date, ms: number): number =>
  taken.filter((mail) => at.getTime() - mail.at.getTime() < ms).length;

export const quotaOf = (account: SesAccount, taken: readonly TakenMail[], at: Date): string =>
  `<Max24HourSend>${account.perDay}.0</Max24HourSend><MaxSendRate>${account.ratePerSecond}.0</MaxSendRate>` +
  `<SentLast24Hours>${within(taken, at, DAY_MS)}.0</SentLast24Hours>`;
