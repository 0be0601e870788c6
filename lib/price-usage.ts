import type { DeploySettings } from '#wiring/deploy-settings';
import { gatewayOf } from '#wiring/gateway-settings';
import type { AlarmCount } from './alarm-count.ts';
import { runDefinition } from './run-definition.ts';
import type { Definition } from './states.ts';
import { transitionsOf, transitionsOfDay } from './transitions.ts';

/** What of the settings and the stack the price depends on. */
export interface PricedDeploy {
  /** `gateway.instanceType`. Absent: there is no gateway. */
  readonly instanceType?: string | undefined;
  /** Whether there is `flex`. Default: false. */
  readonly flex?: boolean;
  readonly accounts: number;
  readonly recipients: number;
  /** `mail.afterClose`. Default: false. */
  readonly afterClose?: boolean;
  /** As `countAlarms` gives it for the stack. */
  readonly alarms: AlarmCount;
}

/** What of settings the price depends on; the stack has the alarms. */
export function pricedSettings(settings: DeploySettings): Omit<PricedDeploy, 'alarms'> {
  return {
    instanceType: gatewayOf(settings)?.instanceType,
    flex: settings.flex !== undefined,
    accounts: settings.accounts.length,
    recipients: settings.recipients.length,
    afterClose: settings.mail.afterClose,
  };
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
/** Starts of the machine by the clock, each day: both runs, the owner's hour, the deadline; without a gateway no close run. */
const STARTS = { gateway: 4, flexAlone: 3 };
/** Reports of an account and market day: of the close run or before the login, and the final one; without a gateway that one. */
const REPORTS = { gateway: 2, flexAlone: 1 };

/**
 * Of an account and market day, all runs: raw answers, Snapshots and reports. With the gateway as the demo's, which are
 * 0.7 MB in 60 objects; of Flex its part of the day's statement, a Snapshot and the log.
 */
const KEPT = { gateway: { mb: 1, writes: 60 }, flex: { mb: 0.5, writes: 12 } };
/** Of one call of going on: the list of accounts, the answer, the log and the pacing record; to read, the Snapshot and the log. */
const FILL = { writes: 14, reads: 60 };
/** Of one go at the statement, with joining: the records of the run and of the statement. */
const GO = { writes: 8, reads: 12 };
/** Page and workbook as they are attached; the demo's mail is 0.2 MB. */
const MAIL_MB = 0.5;

/** Of one call: GB of memory times seconds; `statement`, of one account's part of a statement. */
const GB_SECONDS = { keepSession: 0.5, collect: 60, collectFlex: 30, statement: 1, join: 1, publish: 18, notify: 5 };
/** Of log, in GB: a call's own lines, and those of an account's day. */
const LOG_GB = { call: 1e-6, account: { gateway: 1e-3, flexAlone: 1e-5 } };

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
  const { gateway, flex } = sourcesOf(deploy);
  const mails = MARKET_DAYS * recipients * (deploy.afterClose && gateway ? 2 : 1);
  const published = MARKET_DAYS * accounts * (gateway ? REPORTS.gateway : REPORTS.flexAlone);
  // Two runs and, after the final run's start and after the login's, a first look at what is left to ask.
  const collected = gateway ? MARKET_DAYS * (4 + PAUSES) : 0;
  const filled = gateway ? MARKET_DAYS * PAUSES : 0;
  // At both starts of the final run, and after each pause.
  const goes = flex ? MARKET_DAYS * (2 + PAUSES) : 0;
  const looks = gateway ? MINUTES : 0;
  const starts = DAYS * (gateway ? STARTS.gateway : STARTS.flexAlone);
  const calls = looks + collected + 2 * goes + published + mails + MARKET_DAYS * 3 + starts;
  const kept = [...(gateway ? [KEPT.gateway] : []), ...(flex ? [KEPT.flex] : [])];
  const mb = kept.reduce((sum, one) => sum + one.mb, 0);
  const writes = kept.reduce((sum, one) => sum + one.writes, 0);
  return {
    transitions: transitions(deploy),
    calls,
    gigabyteSeconds:
      looks * GB_SECONDS.keepSession +
      collected * GB_SECONDS.collect +
      goes * (GB_SECONDS.collectFlex + GB_SECONDS.join) +
      (flex ? MARKET_DAYS * accounts * GB_SECONDS.statement : 0) +
      published * GB_SECONDS.publish +
      mails * GB_SECONDS.notify,
    starts: looks + starts,
    mails,
    mailGigabytes: (mails * MAIL_MB) / 1000,
    storedGigabytes: (MARKET_DAYS * 12 * accounts * mb) / 1000,
    writes: MARKET_DAYS * writes * accounts + filled * FILL.writes + goes * GO.writes + mails * 3,
    reads: looks * 2 + goes * GO.reads + (MARKET_DAYS * writes * 2 + filled * FILL.reads) * accounts,
    logGigabytes: calls * LOG_GB.call + MARKET_DAYS * accounts * LOG_GB.account[gateway ? 'gateway' : 'flexAlone'],
  };
}

function sourcesOf({ instanceType, flex = false }: PricedDeploy): {
  readonly gateway: boolean;
  readonly flex: boolean;
} {
  return { gateway: instanceType !== undefined, flex };
}

/** The machine with its targets left out: what is counted are its states. */
function machineOf({ gateway, flex }: ReturnType<typeof sourcesOf>): Definition {
  return runDefinition({
    begin: '',
    collect: gateway ? '' : undefined,
    flex: flex ? { collect: '', join: '', bucket: '' } : undefined,
    publish: '',
    notify: '',
    end: '',
    noticeTopic: '',
    partition: '',
  });
}

/** State transitions of a month. On a closed day every start finds nothing to run. */
function transitions(deploy: PricedDeploy): number {
  const { accounts, recipients, afterClose } = deploy;
  const sources = sourcesOf(deploy);
  const machine = machineOf(sources);
  const marketDay = transitionsOfDay(machine, {
    accounts,
    recipients,
    ...sources,
    waits: PAUSES,
    ...(afterClose === undefined ? {} : { mailAfterClose: afterClose }),
  });
  const starts = sources.gateway ? STARTS.gateway : STARTS.flexAlone;
  return MARKET_DAYS * marketDay + (DAYS - MARKET_DAYS) * starts * transitionsOf(machine, {});
}
