import type { GapReason } from '#domain/gap';
import { SourceError, type Speaker } from '#sources/source-error';

/** What can be wrong between Daybook and an account's data. A closed list: each has one cause and one thing to do. */
export type Diagnosis =
  | 'needs-login'
  | 'brokerage-only'
  | 'maintenance'
  | 'gateway-down'
  | 'ibkr-silent'
  | 'blocked'
  | 'paced'
  | 'account-refused'
  | 'not-ready'
  | 'schema-changed'
  | 'our-bug';

/** A diagnosis in words. */
export interface DiagnosisText {
  /** A few words, in the middle of a line. */
  readonly name: string;
  /** One sentence for a person: what is the case. */
  readonly says: string;
  /** One sentence: what happens next, and whether a person has to do something for it. */
  readonly next: string;
}

export const DIAGNOSES: Readonly<Record<Diagnosis, DiagnosisText>> = {
  'needs-login': {
    name: 'needs login',
    says: 'The gateway works and nobody is logged in.',
    next: 'Log in once, on the login page of the gateway; what is due starts by itself.',
  },
  'brokerage-only': {
    name: 'brokerage session only',
    says: 'The login is good; what was asked for needs the trading session, which Daybook never opens.',
    next: 'Nothing to do: reports need the login alone, and all they need can be read.',
  },
  maintenance: {
    name: 'maintenance',
    says: "IBKR's systems do not work at the moment: maintenance, or a fault at their side.",
    next: 'Daybook asks again by itself; logging in again or starting the gateway anew does not help.',
  },
  'gateway-down': {
    name: 'gateway down',
    says: 'The gateway program does not run, or cannot be reached.',
    next: 'Start the gateway or look at its host; a gateway that was started anew needs a login.',
  },
  'ibkr-silent': {
    name: 'IBKR silent',
    says: 'The gateway runs and gets no whole answer from IBKR.',
    next: 'Daybook asks again by itself; if it lasts for hours, the gateway needs a start, and a login after it.',
  },
  blocked: {
    name: 'blocked',
    says: 'An allow-list, a firewall, a certificate or a wrong clock keeps Daybook and the gateway apart.',
    next: 'Correct what the message names; logging in does not help.',
  },
  paced: {
    name: 'paced',
    says: "IBKR's limit on calls forbids the next one for now.",
    next: 'Daybook goes on when the limit is over; asking earlier makes the wait longer.',
  },
  'account-refused': {
    name: 'account refused',
    says: 'The login is good, and IBKR does not give it this account.',
    next: 'Check the account number, and that the user who is logged in may see the account; other accounts are not affected.',
  },
  'not-ready': {
    name: 'not ready yet',
    says: 'IBKR has not loaded what was asked for, or has nothing for it yet.',
    next: 'Daybook asks again by itself; other parts are not affected.',
  },
  'schema-changed': {
    name: 'schema changed',
    says: 'The answer has a form that this version of Daybook does not know.',
    next: 'The answer is kept as it came; look for a newer version of Daybook, or report this.',
  },
  'our-bug': {
    name: 'fault of Daybook',
    says: 'Daybook asked in a way that the gateway refuses, or failed itself.',
    next: 'Report this as a fault of Daybook; what was collected is kept.',
  },
};

/** What a failed call comes to. */
export interface Finding {
  readonly diagnosis: Diagnosis;
  readonly by: Speaker;
  /** One sentence on this very case. */
  readonly message: string;
  /** What a person can do about this very case, one sentence. */
  readonly nextStep: string;
  /** When asking again makes sense, where that is known. */
  readonly resumeAt?: Date;
}

/** `undefined`: nothing is wrong, the part was not asked for. */
const BY_REASON: Readonly<Record<GapReason, readonly [Diagnosis, Speaker] | undefined>> = {
  'not-asked': undefined,
  'needs-login': ['needs-login', 'ibkr'],
  'brokerage-only': ['brokerage-only', 'ibkr'],
  maintenance: ['maintenance', 'ibkr'],
  'server-error': ['maintenance', 'ibkr'],
  unreachable: ['gateway-down', 'way'],
  silent: ['ibkr-silent', 'gateway'],
  'cut-off': ['ibkr-silent', 'gateway'],
  blocked: ['blocked', 'gateway'],
  paced: ['paced', 'ibkr'],
  'account-refused': ['account-refused', 'ibkr'],
  'not-ready': ['not-ready', 'ibkr'],
  'not-available': ['not-ready', 'ibkr'],
  unreadable: ['schema-changed', 'ibkr'],
  'bad-request': ['our-bug', 'daybook'],
};

/** The diagnosis behind a gap's reason; undefined where the part was not asked for, so that nothing is wrong. */
export function diagnosisOf(reason: GapReason): Diagnosis | undefined {
  return BY_REASON[reason]?.[0];
}

/** The one diagnosis of a failed call. What is not a source's own error is a fault of this program. */
export function diagnose(error: unknown): Finding {
  const [diagnosis, by] =
    (error instanceof SourceError && BY_REASON[error.reason]) || (['our-bug', 'daybook'] as const);
  if (!(error instanceof SourceError)) {
    const message = `Daybook failed in a way it should not: ${error instanceof Error ? error.message : String(error)}`;
    return { diagnosis, by, message, nextStep: DIAGNOSES['our-bug'].next };
  }
  const { message, nextStep, resumeAt } = error;
  return { diagnosis, by: error.by ?? by, message, nextStep, ...(resumeAt ? { resumeAt } : {}) };
}
