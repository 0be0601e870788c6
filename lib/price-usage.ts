import type { AlarmCount } from './alarm-count.ts';
import { runDefinition } from './run-definition.ts';
import { transitionsOf, transitionsOfDay } from './transitions.ts';

/** What of the settings and the stack the price depends on. */
export interface PricedDeploy {
  /** `gateway.instanceType`. */
  readonly instanceType: string;
  readonly accounts: number;
  readonly recipients: number;
  /** `mail.afterClose`. Default: false. */
  readonly afterClose?: boolean;
  /** As `countAlarms` gives it for the stack. */
  readonly alarms: AlarmCount;
}

/** Calendar days and minutes of a mean month, and market days of one (251 a year). */
const DAYS = 365 / 12;
const MARKET_DAYS = 251 / 12;
const MINUTES = DAYS * 24 * 60;

/**
 * Pauses of 15 minutes between the final run's start and its deadline, in the run itself and in asking for bookings after
 * it: the most there can be by default.
 */
const PAUSES = 25;
/** Of the machine, by the clock, each day: both runs, the owner's hour, the deadline. */
const STARTS = 4;

/** Of an account and market day, both runs: raw answers, Snapshots and reports; the demo's are 0.7 MB in 60 objects. */
const MB_A_DAY = 1;
const WRITES_A_DAY = 60;
/** Of one call of going on: the list of accounts, the answer, the log and the pacing record; to read, the Snapshot and the log. */
const FILL = { writes: 14, reads: 60 };
/** Page and workbook as they are attached; the demo's mail is 0.2 MB. */
const MAIL_MB = 0.5;

/** Of one call: GB of memory times seconds. */
const GB_SECONDS = { keepSession: 0.5, collect: 60, publish: 18, notify: 5 };
/** Of log, in GB: a call's own lines, and those of an account's day. */
const LOG_GB = { call: 1e-6, account: 1e-3 };

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
  const mails = MARKET_DAYS * recipients * (deploy.afterClose ? 2 : 1);
  const published = MARKET_DAYS * accounts * 2;
  // Two runs and, after the final run's start and after the login's, a first look at what is left to ask.
  const collected = MARKET_DAYS * (4 + PAUSES);
  const filled = MARKET_DAYS * PAUSES;
  const calls = MINUTES + collected + published + mails + MARKET_DAYS * 3 + DAYS * STARTS;
  return {
    transitions: transitions(deploy),
    calls,
    gigabyteSeconds:
      MINUTES * GB_SECONDS.keepSession +
      collected * GB_SECONDS.collect +
      published * GB_SECONDS.publish +
      mails * GB_SECONDS.notify,
    starts: MINUTES + DAYS * STARTS,
    mails,
    mailGigabytes: (mails * MAIL_MB) / 1000,
    storedGigabytes: (MARKET_DAYS * 12 * accounts * MB_A_DAY) / 1000,
    writes: MARKET_DAYS * WRITES_A_DAY * accounts + filled * FILL.writes + mails * 3,
    reads: MINUTES * 2 + (MARKET_DAYS * WRITES_A_DAY * 2 + filled * FILL.reads) * accounts,
    logGigabytes: calls * LOG_GB.call + MARKET_DAYS * accounts * LOG_GB.account,
  };
}

/** The machine with its targets left out: what is counted are its states. */
const MACHINE = runDefinition({
  begin: '',
  collect: '',
  publish: '',
  notify: '',
  end: '',
  noticeTopic: '',
  partition: '',
});

/** State transitions of a month. On a closed day every start finds nothing to run. */
function transitions({ accounts, recipients, afterClose }: PricedDeploy): number {
  const marketDay = transitionsOfDay(MACHINE, {
    accounts,
    recipients,
    waits: PAUSES,
    ...(afterClose === undefined ? {} : { mailAfterClose: afterClose }),
  });
  return MARKET_DAYS * marketDay + (DAYS - MARKET_DAYS) * STARTS * transitionsOf(MACHINE, {});
}
