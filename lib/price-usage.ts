/** What of the settings and the stack the price depends on. */
export interface PricedDeploy {
  /** `gateway.instanceType`. */
  readonly instanceType: string;
  readonly accounts: number;
  readonly recipients: number;
  /** Whether the close run mails too. Default: no. */
  readonly afterClose?: boolean;
  /** Alarms of the stack, composite ones not counted. */
  readonly alarms: number;
  readonly compositeAlarms: number;
}

/** Calendar days of a mean month, and market days of one (251 a year). */
const DAYS = 365 / 12;
const MARKET_DAYS = 251 / 12;
const MINUTES = DAYS * 24 * 60;

/** Pauses of 15 minutes between the final run's start and its deadline: the most there can be by default. */
const PAUSES = 25;
/** Of an account and market day, both runs: raw answers, Snapshots and reports; the demo's is 0.7 MB. */
const MB_A_DAY = 1;
const WRITES_A_DAY = 60;
/** Page and workbook as they are attached; the demo's mail is 0.2 MB. */
const MAIL_MB = 0.5;

/** What a month uses, upper ends throughout: a price that is told should not be passed. */
export interface MonthlyUsage {
  readonly transitions: number;
  readonly calls: number;
  readonly gigabyteSeconds: number;
  readonly starts: number;
  readonly mails: number;
  readonly mailGigabytes: number;
  /** At the end of the first year. */
  readonly storedGigabytes: number;
  readonly writes: number;
  readonly reads: number;
  readonly logGigabytes: number;
}

export function monthlyUsage(deploy: PricedDeploy): MonthlyUsage {
  const { accounts, recipients } = deploy;
  const mailingRuns = deploy.afterClose ? 2 : 1;
  const mails = MARKET_DAYS * recipients * mailingRuns;
  const calls = MINUTES + MARKET_DAYS * (2 * (3 + accounts) + PAUSES + recipients * mailingRuns) + 4 * DAYS;
  return {
    transitions: transitions(deploy),
    calls,
    gigabyteSeconds:
      MINUTES * 0.25 + MARKET_DAYS * (2 * accounts * 10 + PAUSES * 60 * 0.5 + recipients * mailingRuns * 5),
    starts: MINUTES + 4 * DAYS,
    mails,
    mailGigabytes: (mails * MAIL_MB) / 1000,
    storedGigabytes: (MARKET_DAYS * 12 * accounts * MB_A_DAY) / 1000,
    writes: MARKET_DAYS * WRITES_A_DAY * accounts + MARKET_DAYS * 3 * recipients,
    reads: MINUTES * 2 + MARKET_DAYS * WRITES_A_DAY * 2 * accounts,
    logGigabytes: (MINUTES * 1e-6 + MARKET_DAYS * accounts * 0.001) * 1,
  };
}

/**
 * State transitions of a month. A start is three (Begin, TellBegun, Runs); a run Collect, CollectNext, Publish, Notify,
 * End and Tell, with one more for each account and mail; a pause three (WaitForBroker, Collect, CollectNext). A login
 * each day, the owner's hour and the deadline start the machine too, and one notice a day is told.
 */
function transitions({ accounts, recipients, afterClose }: PricedDeploy): number {
  const START = 3;
  const RUN = 6 + accounts;
  const close = START + RUN + (afterClose ? recipients : 0);
  const final = START + RUN + recipients + 3 * PAUSES;
  const others = 3 * START + 1;
  return MARKET_DAYS * (close + final) + (DAYS - MARKET_DAYS) * 2 * START + DAYS * others;
}
