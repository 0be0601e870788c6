import type { PaperOrLive } from './paper-or-live.ts';

/** What became of a login. */
export interface LoginResult {
  /** `already`: it was healthy before, and no page was opened. `unseen`: the time was over and no session had come. */
  readonly state: 'healthy' | 'already' | 'unseen';
  /** As IBKR names the accounts of the login. */
  readonly environment: PaperOrLive;
  /** ISO 8601 UTC: since when it is healthy, where that is known. */
  readonly since?: string;
}

/** What a person reads at the end. @param next what comes of it, one sentence */
export function loginText({ state, environment, since }: LoginResult, next: string): string {
  if (state === 'unseen') {
    return 'No healthy session was seen in the time to wait.\n→ If the page said "Client login succeeds", see "npx daybook doctor"; else try again.\n';
  }
  const kind =
    environment === 'unknown'
      ? 'Whether it is paper or live, IBKR says with the list of accounts, which was not read yet.'
      : `It is a ${environment} session, as IBKR names its accounts.`;
  const head = state === 'already' ? alreadyText(since) : 'The session is healthy.';
  return `${head} ${kind}\n${next}\n`;
}

/** A deployed gateway is looked at only while a run needs it; what is known of it may be hours old. */
const alreadyText = (since: string | undefined): string =>
  since === undefined ? 'Somebody is logged in already.' : 'The session was healthy when a run last needed it.';
