import type { CalendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import type { Notice } from './events.ts';
import { dayName, lines, moment } from './notice-words.ts';

/**
 * Every notice to the owner. Plain text for a phone: no amount, no account number, no address of the broker or of a
 * way to log in, for such a mail could be forged. Subjects hold ASCII only, at most 50 characters.
 */

/** What the texts need beside their own facts. */
export interface NoticeBasis {
  /** IANA zone in which times are shown. */
  readonly timeZone: string;
  /** Newest market day that has a final report. */
  readonly lastReport?: CalendarDate | undefined;
}

const runName = ({ kind, marketDate }: Run): string =>
  kind === 'final' ? dayName(marketDate) : `close of ${dayName(marketDate)}`;

const days = (dates: readonly CalendarDate[]): string =>
  dates.length === 1
    ? `the report of ${dayName(dates[0] as CalendarDate)}`
    : `the reports of ${dates.map(dayName).join(', ')}`;

const lastReport = ({ lastReport: date }: NoticeBasis): string =>
  date ? `The last report is of ${dayName(date)}.` : 'There is no report of the days before.';

const LOG_IN =
  'Log in with "npx daybook login", as docs/deploy.md shows under "Log in"; nothing else is needed. This message never holds a link for that.';

/** Final runs wait for a login. @param waiting their market days, newest first */
export function loginNeeded(
  about: {
    readonly waiting: readonly CalendarDate[];
    /** When the session was seen to be lost; undefined when nobody looked. */
    readonly lostAt?: Date | undefined;
    readonly deadline: Date;
    readonly now: Date;
  },
  basis: NoticeBasis,
): Notice {
  const [newest] = about.waiting;
  const lost = about.lostAt
    ? `Nobody is logged in since ${moment(about.lostAt, basis.timeZone)}.`
    : 'Nobody is logged in.';
  const until =
    about.deadline > about.now
      ? `Until ${moment(about.deadline, basis.timeZone)} the report comes in time; after that a login still starts it.`
      : 'A login starts it at any hour.';
  return {
    subject: `Login needed: ${dayName(newest as CalendarDate)}`,
    message: lines([
      `Daybook can't make ${days([...about.waiting].reverse())}: ${lost.slice(0, 1).toLowerCase()}${lost.slice(1)}`,
      lastReport(basis),
      LOG_IN,
      `${until} Days that were missed follow by themselves.`,
      'You get this once, and one message when reports come again.',
    ]),
  };
}

/** The deadline has passed and there is no report. */
export function late(
  about: {
    readonly missing: readonly CalendarDate[];
    readonly deadline: Date;
    /** Why, one sentence, as far as the run's record says. */
    readonly why?: string | undefined;
    readonly needsLogin: boolean;
    readonly next: Date;
  },
  basis: NoticeBasis,
): Notice {
  const newest = about.missing[0] as CalendarDate;
  return {
    subject: `Late: ${dayName(newest)}`,
    message: lines([
      `At ${moment(about.deadline, basis.timeZone)} ${days([...about.missing].reverse())} should have been there and ${about.missing.length === 1 ? 'is' : 'are'} not.`,
      about.why ? `What is known: ${about.why}` : 'No run of it is on record: its start did not come through.',
      lastReport(basis),
      about.needsLogin
        ? LOG_IN
        : `"npx daybook status" shows how the run stands${about.why ? '' : `; ${tryNow(newest)} starts it now`}.`,
      `The next try is at ${moment(about.next, basis.timeZone)} at the latest${about.needsLogin ? ', and as soon as somebody logs in' : ''}.`,
    ]),
  };
}

/** A run has failed. */
export function noReport(
  about: {
    readonly run: Run;
    /** There is a report of the day from before: preliminary, or from an earlier run. */
    readonly earlier: boolean;
    /** What failed and what to do, sentences. */
    readonly why: string;
    readonly since: Date;
    readonly next: Date;
  },
  basis: NoticeBasis,
): Notice {
  const close = about.run.kind === 'close';
  return {
    subject: `No report: ${runName(about.run)}`,
    message: lines([
      close
        ? `The close run of ${dayName(about.run.marketDate)} has failed. The report of the day comes with the final run all the same; its holdings are then as of the moment they are read, and said to be.`
        : about.earlier
          ? `The run for ${dayName(about.run.marketDate)} has failed. The report that is there from before stays as it is.`
          : `There is no report of ${dayName(about.run.marketDate)}.`,
      about.why,
      `First tried at ${moment(about.since, basis.timeZone)}.`,
      close ? '' : lastReport(basis),
      close
        ? 'Until midnight in New York on that day "npx daybook run --run close" tries again; later the holdings of that close are gone.'
        : `The next try is at ${moment(about.next, basis.timeZone)} at the latest; ${tryNow(about.run.marketDate)} tries now.`,
    ]),
  };
}

/** The broker refuses all calls for hours, because there were too many. @param why what it said, sentences */
export function limitReached(run: Run, why: string, until: Date, basis: NoticeBasis): Notice {
  return {
    subject: `IBKR refuses calls: ${dayName(run.marketDate)}`,
    message: lines([
      `The report of ${dayName(run.marketDate)} lacks what IBKR refused to give.`,
      why,
      `Nothing is asked before ${moment(until, basis.timeZone)}. If another program uses the same login, end it or give it a username of its own: IBKR counts the calls of both together, and locks out who breaks its limits again and again.`,
      'You get this once, until a report is whole again.',
    ]),
  };
}

/** One account of several has no report, though it was collected. */
export function accountBroken(run: Run, account: string, failure: string): Notice {
  return {
    subject: `No report: one account, ${dayName(run.marketDate)}`.slice(0, 50),
    message: lines([
      `The report of ${account} for ${dayName(run.marketDate)} could not be built (${failure}). The other accounts are not affected.`,
      'What the broker said is kept in the archive. The log of the function "publish" has the details: please report the fault.',
      `When the cause is mended, ${tryNow(run.marketDate)} builds the report.`,
    ]),
  };
}

/** One account of several gave nothing at all. @param why what the broker said and what to do, sentences */
export function accountSilent(run: Run, account: string, why: string): Notice {
  return {
    subject: `No report: one account, ${dayName(run.marketDate)}`.slice(0, 50),
    message: lines([
      `There is no report of ${account} for ${dayName(run.marketDate)}: nothing of it could be collected. The other accounts are not affected.`,
      why,
      'You get this once, until the account is reported again. Whoever gets mail of this account alone gets none.',
    ]),
  };
}

/** A report went out without a Snapshot of an earlier day. @param key its archive key */
export function snapshotDamaged({ marketDate }: Run, account: string, key: string): Notice {
  return {
    subject: `Damaged in the archive: ${dayName(marketDate)}`,
    message: lines([
      `The report of ${account} for ${dayName(marketDate)} is out, but a Snapshot of an earlier day that it is compared with can't be read: ${key}`,
      'What holdings did since then is missing in it, and it says so. You get this once for the file.',
      `To mend it: restore the file from a backup or, in the bucket, from its earlier version; "npx daybook archive verify" finds more of the kind. Then "npx daybook archive rebuild --date ${marketDate}".`,
    ]),
  };
}

/** A mail did not go out to one recipient. */
export function notMailed(run: Run, recipient: string, why: string): Notice {
  return {
    subject: `No mail: ${dayName(run.marketDate)}`,
    message: lines([
      `The report of ${dayName(run.marketDate)} was not mailed to ${recipient}: ${why}`,
      `The report lies in the archive, and other recipients are not affected. To see it: "npx daybook archive open ${run.marketDate}".`,
    ]),
  };
}

/** After trouble of which the owner was told. */
export function backAgain(run: Run, basis: NoticeBasis, at: Date): Notice {
  return {
    subject: `Back again: ${dayName(run.marketDate)}`,
    message: lines([
      `The report of ${dayName(run.marketDate)} is there since ${moment(at, basis.timeZone)}. Reports come again as planned.`,
      'Days that were missed before it follow by themselves, the oldest one last.',
    ]),
  };
}

/** The gateway's certificate ends soon. */
export function certificateEnds(ends: Date, basis: NoticeBasis): Notice {
  return {
    subject: `Gateway certificate ends ${ends.toISOString().slice(0, 10)}`,
    message: lines([
      `The certificate of the gateway host ends on ${moment(ends, basis.timeZone)}. After that no run can collect.`,
      'Renew the host with "npx daybook host renew"; it gets a new key, a new certificate and a fresh gateway, and needs one login.',
    ]),
  };
}

/** The gateway program is a build that this version of Daybook doesn't know. */
export function unknownBuild(build: string): Notice {
  return {
    subject: 'Unknown build of the gateway program',
    message: lines([
      `The gateway host runs a build of the broker's gateway program that this version of Daybook doesn't know${build ? `: ${build}` : ''}. It was downloaded from the broker over a verified connection.`,
      'It goes on as it is and changes no more by itself. If you did not expect a new build, compare it before you log in; "npx daybook host update" changes it.',
    ]),
  };
}

/** What the host wrote of itself can't be read. @param file its name in the host's folder of the archive */
export function hostFileDamaged(file: string): Notice {
  return {
    subject: 'Gateway host: damaged record',
    message: lines([
      `The file ${file} that the gateway host wrote into the archive can't be read.`,
      'Run "npx daybook host renew": the new host writes its own, and needs one login.',
    ]),
  };
}

/** Days that can't be made up for any more. @param sources which were asked */
export function givenUp(
  missed: readonly CalendarDate[],
  sources: { readonly gateway: boolean; readonly flex: boolean },
  basis: NoticeBasis,
): Notice {
  const newest = missed[0] as CalendarDate;
  const causes = [
    ...(sources.gateway ? ['nobody was logged in', 'the gateway did not answer'] : []),
    ...(sources.flex ? [`no Flex statement of them came${sources.gateway ? ' either' : ''}`] : []),
  ];
  return {
    subject: `No report: ${dayName(newest)}, given up`,
    message: lines([
      `Daybook no longer tries ${days([...missed].reverse())}: for more than a week ${causes.join(', ')}, or no start of them came through.`,
      lastReport(basis),
      `A person can still ask for such a day: ${tryNow(newest)}${missed.length > 1 ? ', and so for the others' : ''}.`,
    ]),
  };
}

/** The command for one day, as it is typed. */
const tryNow = (date: CalendarDate): string => `"npx daybook run --date ${date}"`;
