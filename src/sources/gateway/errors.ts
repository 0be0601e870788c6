import { SourceError } from '#sources/source-error';
import { inKnownWords } from './known-words.ts';

const LOG_IN = "Open the gateway's login page in a browser and log in, then run again.";

/** Nobody is logged in at the gateway, or the login has run out. */
export class NeedsLogin extends SourceError {
  override readonly name = 'NeedsLogin';
  constructor(options?: ErrorOptions) {
    super('needs-login', 'Nobody is logged in at the gateway.', LOG_IN, options);
  }
}

/** The login is good, and not for this account. `account` is already masked. */
export class AccountRefused extends SourceError {
  override readonly name = 'AccountRefused';
  constructor(account: string) {
    super(
      'account-refused',
      `The login is good, but IBKR does not give it the account ${account}.`,
      'Check the account number, and that the user who is logged in may see this account.',
    );
  }
}

/** The list of accounts names no base currency, as of an account that is not open yet. `account` is already masked. */
export class NoBaseCurrency extends SourceError {
  override readonly name = 'NoBaseCurrency';
  constructor(account: string) {
    super(
      'not-available',
      `IBKR names no base currency for the account ${account}; without one nothing of it can be valued.`,
      'Look in Client Portal whether the account is open already; it is reported from the day IBKR names a currency.',
    );
  }
}

/** IBKR wants the list of accounts read first, and went on wanting it after it was read. */
export class AccountsFirst extends SourceError {
  override readonly name = 'AccountsFirst';
  constructor(what: string) {
    super(
      'not-ready',
      `IBKR keeps refusing ${what} until the list of accounts is read, though it was read.`,
      'Try again in some minutes; if it lasts, log in again at the gateway.',
    );
  }
}

/** A limit of IBKR's forbids the call until `resumeAt`. */
export class Paced extends SourceError {
  override readonly name = 'Paced';
  declare readonly resumeAt: Date;
  /** A call was refused for being one too many, now or a while ago; else a pause that is kept so that none is. */
  readonly refused: boolean;
  constructor(message: string, resumeAt: Date, by: 'ibkr' | 'proxy' = 'ibkr', refused = by === 'proxy') {
    super('paced', message, `Run again after ${resumeAt.toISOString()}. Asking earlier makes the wait longer.`, {
      resumeAt,
      by,
    });
    this.refused = refused;
  }
}

/** IBKR says the question itself is wrong: a fault of this program, or an endpoint that has changed. */
export class BadRequest extends SourceError {
  override readonly name = 'BadRequest';
  constructor(what: string, words: string, by: 'ibkr' | 'proxy' = 'ibkr') {
    const who = by === 'ibkr' ? 'IBKR' : "The proxy on the gateway's host";
    super(
      'bad-request',
      `${who} refuses the question for ${what}${said(words)}.`,
      'Report this as a fault of Daybook.',
    );
  }
}

/** An allow-list or a firewall refuses this caller. */
export class Blocked extends SourceError {
  override readonly name = 'Blocked';
  /** @param by whose list it is: the gateway's `ips.allow`, IBKR's front, or our own proxy's list of paths */
  constructor(what: string, words: string, by: 'gateway' | 'ibkr' | 'proxy') {
    super('blocked', `${REFUSERS[by].who} refuses to pass the question for ${what}${said(words)}.`, REFUSERS[by].next, {
      by,
    });
  }
}

const REFUSERS = {
  gateway: {
    who: 'The gateway or a firewall',
    next: "Check that this machine's address is in ips.allow of the gateway's conf.yaml and that the path is allowed. Logging in does not help.",
  },
  ibkr: {
    who: "The front of IBKR's network",
    next: 'IBKR refuses the address from which the gateway calls: see whether the gateway can reach IBKR with a browser. Logging in does not help.',
  },
  proxy: {
    who: "The proxy on the gateway's host",
    next: 'Its list of paths is of another version than this program: run "npx daybook host update". If that does not help, report this as a fault of Daybook.',
  },
} as const;

/** The answer sends the client elsewhere, and not to the login page. */
export class RedirectRefused extends SourceError {
  override readonly name = 'RedirectRefused';
  constructor(what: string, target: string) {
    super(
      'blocked',
      `The answer for ${what} points to another place (${target}); it is not followed.`,
      'Check that the address is that of a Client Portal gateway.',
    );
  }
}

/** IBKR works on its systems: it says so, or fails in a window in which it does. */
export class Maintenance extends SourceError {
  override readonly name = 'Maintenance';
  /** @param until the window's end, when `at` lies in one */
  constructor(what: string, until: Date | undefined) {
    super(
      'maintenance',
      `IBKR works on its systems and does not answer for ${what}.`,
      until
        ? `Nothing to do: the work ends at about ${until.toISOString()} by plan. Logging in again does not help.`
        : 'Try again in an hour. Logging in again does not help.',
      until ? { resumeAt: until } : {},
    );
  }
}

/** The proxy on the gateway's host answers, and the gateway behind it does not run. */
export class GatewayDown extends SourceError {
  override readonly name = 'GatewayDown';
  constructor() {
    super(
      'unreachable',
      "The gateway's host answers, and the gateway program on it does not.",
      'The host starts it again by itself within minutes, and a login is needed then. If it stays away: "npx daybook check", then "npx daybook host renew".',
      { by: 'proxy' },
    );
  }
}

/** The proxy waited for the gateway, which waits for IBKR. The call may still be sent: it counts. */
export class IbkrSilent extends SourceError {
  override readonly name = 'IbkrSilent';
  constructor(what: string) {
    super(
      'silent',
      `The gateway gets no answer from IBKR for ${what}.`,
      'Try again in some minutes. The gateway waits for ever when IBKR does not answer it; its host frees it by itself.',
      { by: 'proxy' },
    );
  }
}

/** The login is good, and what it gives is not loaded yet. */
export class NotReady extends SourceError {
  override readonly name = 'NotReady';
  constructor(what: string, words: string) {
    super(
      'not-ready',
      `The login is good, and IBKR is not ready yet to answer for ${what}${said(words)}.`,
      'Try again in some minutes: right after a login IBKR still loads. If it lasts, log in again at the gateway.',
    );
  }
}

/** Only a trading session is answered, and none is opened here. */
export class BrokerageOnly extends SourceError {
  override readonly name = 'BrokerageOnly';
  constructor(what: string) {
    super(
      'brokerage-only',
      `IBKR answers for ${what} in a trading session only, and Daybook opens none.`,
      'Nothing to do; what reports need can be read with the login alone.',
    );
  }
}

/** A fault at IBKR's side. */
export class ServerError extends SourceError {
  override readonly name = 'ServerError';
  constructor(what: string, status: number, words: string) {
    super(
      'server-error',
      `IBKR could not answer for ${what} (status ${status})${said(words)}.`,
      'Try again later. IBKR works on its systems at night and on Saturdays; logging in again does not help.',
    );
  }
}

/** IBKR says there is nothing for this question, or that it comes later. */
export class NotAvailable extends SourceError {
  override readonly name = 'NotAvailable';
  constructor(what: string, words: string) {
    super(
      'not-available',
      `IBKR has no answer for ${what}${said(words)}.`,
      'Nothing to do; the other parts are not affected.',
    );
  }
}

/** The answer is no JSON. */
export class NotJson extends SourceError {
  override readonly name = 'NotJson';
  constructor(what: string, form: string) {
    super(
      'unreadable',
      `The answer for ${what} is ${form} where JSON was expected.`,
      'Check that the address is that of a Client Portal gateway. The answer is kept as it came.',
    );
  }
}

/** The answer is JSON of another form than expected. `where` names endpoint and place in the body. */
export class AnswerUnreadable extends SourceError {
  override readonly name = 'AnswerUnreadable';
  readonly where: string;
  constructor(endpoint: string, where: string, problem: string) {
    super(
      'unreadable',
      `The answer for ${endpoint} can't be read: ${where === '' ? 'the whole of it' : where} ${problem}.`,
      'The answer is kept as it came. Look for a newer version of Daybook, or report this.',
    );
    this.where = where;
  }
}

/** What IBKR said, as far as it may stand in a log or a notice: it may name a user or an account. */
function said(text: string): string {
  const words = inKnownWords(text.length > 160 ? `${text.slice(0, 160)}…` : text);
  return /[A-Za-z0-9]/.test(words) ? `: "${words}"` : '';
}
