import type { Archive } from '#archive/archive';
import { recipientStateKey, reportDay } from '#archive/keys';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { EndEvent, Notice, NotifyResult } from './events.ts';
import { firstUseOf } from './first-use.ts';
import { failureOf, type Trouble, tellOwner } from './incident.ts';
import { lastReportOf } from './last-report.ts';
import {
  accountBroken,
  accountSilent,
  backAgain,
  limitReached,
  type NoticeBasis,
  noReport,
  notMailed,
  snapshotDamaged,
} from './notice-text.ts';
import type { RunState } from './run-state.ts';
import { nextFinal, runDueAt, type ScheduleHours } from './schedule-hours.ts';
import { sourceNotices, statementAwaited } from './source-notices.ts';
import { unreportedAccounts } from './unreported-accounts.ts';

/** What ending a run needs. */
export interface EndNoticePorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly calendar: MarketCalendar;
  readonly hours: ScheduleHours;
  /** The owner's zone, for notices. */
  readonly timeZone: string;
  /** For notices: the owner's name for an account, by its key, without its number. */
  readonly accountName: (account: string) => string;
  /** For notices: a recipient by their key, masked: `o…@example.com`. */
  readonly recipientName: (recipient: string) => string;
}

/** What the owner should hear at the end of a run. Before the first login or statement they are at work with the deploy, and hear of refusals alone. */
export async function endNotices(event: EndEvent, ended: RunState, ports: EndNoticePorts): Promise<readonly Notice[]> {
  const { archive, clock, calendar } = ports;
  const { run } = event;
  const now = clock.now();
  const step = `${event.execution} end ${run.kind} ${run.marketDate}`;
  const sources = await sourceNotices(event, ended, ports);
  if ((await firstUseOf(archive)) === undefined) return tellOwner(archive, { step, now, troubles: sources.refused });
  const words: NoticeBasis = {
    timeZone: ports.timeZone,
    ...(ended.state === 'failed' ? { lastReport: await lastReportOf(archive, now, calendar) } : {}),
  };
  const toCome = await statementAwaited(event, ended, ports);
  const good = run.kind === 'final' && (ended.state === 'done' || ended.state === 'partial');
  const notices = await tellOwner(archive, {
    step,
    now,
    troubles: [
      ...(toCome ? [toCome] : await failed(ended, now, words, ports)),
      ...shutOut(ended, now, words),
      ...brokenAccounts(event, ended, ports),
      ...damagedFiles(event, ports),
      ...(await silentAccounts(event, ended, ports)),
      ...unmailed(event, ports),
      ...sources.refused,
      ...sources.without,
    ],
    healed: [...healed(event), ...sources.healed, ...(ended.state === 'done' ? [SHUT_OUT] : [])],
    ...(good ? { backAgain: { marketDate: run.marketDate, notice: backAgain(run, words, now) } } : {}),
  });
  return together(notices);
}

/** Of as many a notice holds the words. What goes between two states of the machine may have 256 KB, as a message of SNS. */
const TOLD_IN_FULL = 40;

/** Notices that are alike go out as one: forty accounts or recipients with the same trouble are not forty messages. */
function together(notices: readonly Notice[]): readonly Notice[] {
  const subjects = [...new Set(notices.map(({ subject }) => subject))];
  return subjects.map((subject) => {
    const messages = notices.filter((notice) => notice.subject === subject).map(({ message }) => message);
    const several = subject.replace('one account', `${messages.length} accounts`);
    const more = messages.length - TOLD_IN_FULL;
    const told = messages.slice(0, TOLD_IN_FULL);
    if (more > 0) told.push(`And ${more} more of this kind: "npx daybook status" lists them all.\n`);
    return { subject: messages.length > 1 ? several : subject, message: told.join('\n') };
  });
}

async function failed(ended: RunState, now: Date, words: NoticeBasis, ports: EndNoticePorts): Promise<Trouble[]> {
  const { archive, hours, calendar } = ports;
  if (ended.state !== 'failed') return [];
  const { run, why } = ended;
  const sentences = [why?.message, why?.nextStep].filter((text) => text !== undefined).join(' ');
  const next = runDueAt(nextFinal(now, hours, calendar), hours, calendar);
  const earlier = (await archive.list(reportDay(run.marketDate))).length > 0;
  const notice = noReport({ run, earlier, why: sentences, since: new Date(ended.since), next }, words);
  return [{ name: failureOf(run), notice }];
}

const SHUT_OUT = 'limit';
/** The broker's ordinary pauses are over in a quarter of an hour. */
const LONG_PAUSE_MS = 3_600_000;

/** A report is out that lacks what the broker refuses for hours to give: its limits were broken, and may not be again. */
function shutOut({ run, state, why }: RunState, now: Date, words: NoticeBasis): Trouble[] {
  if (state !== 'partial' || why?.reason !== 'paced' || !why.resumeAt) return [];
  const until = new Date(why.resumeAt);
  if (until.getTime() - now.getTime() < LONG_PAUSE_MS) return [];
  return [{ name: SHUT_OUT, notice: limitReached(run, why.message, until, words) }];
}

/** Where no account has a report the run itself has failed, and says so. */
function brokenAccounts({ run, published = [] }: EndEvent, ended: RunState, ports: EndNoticePorts): Trouble[] {
  if (ended.state === 'failed') return [];
  return published.flatMap((one) =>
    'failed' in one
      ? [{ name: `account ${one.account}`, notice: accountBroken(run, ports.accountName(one.account), one.failed) }]
      : [],
  );
}

/** Each file once, whatever reports went without it. */
function damagedFiles({ run, published = [] }: EndEvent, ports: EndNoticePorts): Trouble[] {
  return published.flatMap((one) => {
    const damaged = 'revision' in one ? (one.damaged ?? []) : [];
    const account = ports.accountName(one.account);
    return damaged.map((key) => ({ name: `damaged ${key}`, notice: snapshotDamaged(run, account, key) }));
  });
}

/**
 * Accounts of which nothing came. Those who get mail of other accounts too read it there; whoever has this one alone
 * gets no mail, so the owner hears of it in any case.
 */
async function silentAccounts(
  { run, published }: EndEvent,
  ended: RunState,
  ports: EndNoticePorts,
): Promise<readonly Trouble[]> {
  if (!published || ended.state === 'failed') return [];
  const built = new Set(published.map(({ account }) => account));
  const unreported = await unreportedAccounts(ports.archive, run);
  return unreported
    .filter(({ account }) => !built.has(account))
    .map(({ account, why }) => {
      const sentences = [why.message, why.nextStep].filter((text) => text !== undefined).join(' ');
      return { name: `account ${account}`, notice: accountSilent(run, ports.accountName(account), sentences) };
    });
}

function unmailed({ run, notified = [] }: EndEvent, ports: EndNoticePorts): Trouble[] {
  return notified.flatMap((one) => {
    const why = whyNotMailed(one, run);
    const notice = why && notMailed(run, ports.recipientName(one.recipient), why);
    return notice ? [{ name: `recipient ${one.recipient}`, notice }] : [];
  });
}

function whyNotMailed({ recipient, state, why }: NotifyResult, { marketDate }: Run): string | undefined {
  switch (state) {
    case 'refused':
      return `the mail service refused it${why ? `: ${why}` : ''}.`;
    case 'paused':
      return `${why === 'complaint' ? 'an earlier mail was called spam' : 'several mails in a row came back'}, so mail to this address is paused. Correct or remove the address in the settings and deploy; or, to send to it again, delete the object ${recipientStateKey(recipient)} in the archive bucket.`;
    case 'unknown':
      return 'an earlier try broke off while handing it over, so it may have gone out; it is not sent twice. Ask whether it arrived.';
    case 'failed':
      return `sending broke off${why ? ` (${why})` : ''}. "npx daybook run --date ${marketDate}" sends it, unless it may have gone out: it is never sent twice.`;
    default:
      return undefined;
  }
}

function healed({ published = [], notified = [] }: EndEvent): string[] {
  const built = published.flatMap((one) => ('revision' in one ? [`account ${one.account}`] : []));
  const sent = notified.filter(({ state }) => state === 'sent').map(({ recipient }) => `recipient ${recipient}`);
  return [...built, ...sent];
}
