import { createHash } from 'node:crypto';
import type { CalendarDate } from '#domain/calendar-date';
import type { SourceName } from '#domain/dataset';
import type { Run } from '#domain/snapshot';
import { ArchiveError } from './errors.ts';

/**
 * The archive's tree. Account numbers and addresses stand in no key: a short hash does.
 *
 * ```
 * raw/<account | login>/2026/11/20/<close | final>/<instant>-<endpoint>-<n>.json    every answer, verbatim
 * raw/login/2026/11/20/backfill/<instant>-flex-<n>.xml, flex-file-<hash>.xml        statements asked for later, or given
 * snapshots/<account>/2026/11/20/<close | final | flex>-<n>.<sha256>.json           what the broker said
 * reports/2026/11/20/<account>-r<revision>/{report.json,page.html,workbook.xlsx}    what the reader sees
 * discreet/2026/11/20/<account>-r<revision>/{page.html,workbook.xlsx}               the same without amounts, made by hand
 * receipts/2026/11/20/<recipient>-<edition>.{before,refused,after,<event>}.json     what was sent, what became of it
 * transactions/<account>/contracts.json, transactions/<account>/<contract>/2026.json  bookings told so far, and when
 * transactions/<account>/statements/2026-11.json                                    bookings of statements, by day of report
 * host/<instance>/{certificate.pem,build.json,…}                                    what the gateway host says of itself
 * benchmark/index.json, benchmark/<hash>.csv                                         closes to compare with, as they were sent
 * index.html, index/{2026-11,2026-11-20}.html, state/index/2026-11.json                what there is, for a browser
 * state/index-days/2026/11/20.json                                                  the same of one day, every account
 * outbox/2026-11-20-<recipient>-<edition>.eml                                       local delivery
 * state/runs/2026/11/20/<close | final>.json, <…>.collected.json, state/pacing-<gateway>.json,
 * state/runs/2026/11/20/<…>.flex.json, <…>.publish.json, state/flex.json
 * state/session.json, state/session-healthy.json, state/incident.json, state/recipients/<recipient>.json
 *                                                                                   small and mutable
 * ```
 */
function shortHash(kind: string, text: string): string {
  return createHash('sha256').update(`daybook ${kind}\n${text}`).digest('hex').slice(0, 12);
}

/** The account's name in keys, events and logs. */
export function accountKey(accountId: string): string {
  return shortHash('account', accountId);
}

/** The recipient's name in keys, events and logs. Case of the address does not matter. */
export function recipientKey(address: string): string {
  return shortHash('recipient', address.trim().toLowerCase());
}

/** Names one set of report revisions: a mail is sent once for it. Order of the parts does not matter. */
export function editionKey(parts: readonly { readonly account: string; readonly revision: number }[]): string {
  return shortHash(
    'edition',
    parts
      .map((part) => `${part.account} r${part.revision}`)
      .sort()
      .join('\n'),
  ).slice(0, 8);
}

const dayPath = (date: CalendarDate): string => date.replaceAll('-', '/');

export const snapshotFolder = (account: string): string => `snapshots/${account}/`;

/** Folder of the Snapshots of one account and day. */
export const snapshotDay = (account: string, date: CalendarDate): string =>
  `${snapshotFolder(account)}${dayPath(date)}/`;

/** One Snapshot: the number counts editions of the run up from 1, the hash is of the bytes, for proof at reading. */
export const snapshotKey = (
  account: string,
  run: Run,
  edition: number,
  sha256: string,
  source: SourceName = 'gateway',
): string =>
  `${snapshotDay(account, run.marketDate)}${source === 'flex' ? 'flex' : run.kind}-${edition}.${sha256}.json`;

/** Folder of the raw answers of one run. `owner` is an account's key, or `login` for answers that concern several. */
export const rawFolder = (owner: string, run: Run): string => `raw/${owner}/${dayPath(run.marketDate)}/${run.kind}/`;

/** Folder of the raw Flex statements of all accounts that were asked for later, or came as files; by their last day. */
export const rawBackfillFolder = (lastDay: CalendarDate): string => `raw/login/${dayPath(lastDay)}/backfill/`;

/** Folder of the raw answers of all runs of a day's month. */
export const rawMonth = (owner: string, date: CalendarDate): string => `raw/${owner}/${dayPath(date).slice(0, 7)}/`;

/** Folder of all reports of a day. */
export const reportDay = (date: CalendarDate): string => `reports/${dayPath(date)}/`;

/** Folder of one revision of a report. */
export const reportFolder = (date: CalendarDate, account: string, revision: number): string =>
  `${reportDay(date)}${account}-r${revision}/`;

/** Folder of page and workbook without amounts that a person had made of one revision. */
export const discreetFolder = (date: CalendarDate, account: string, revision: number): string =>
  `discreet/${dayPath(date)}/${account}-r${revision}/`;

/** What is written before a mail is handed over, and after. */
export const receiptKey = (date: CalendarDate, recipient: string, edition: string, when: 'before' | 'after'): string =>
  `receipts/${dayPath(date)}/${recipient}-${edition}.${when}.json`;

/** A further receipt of the same mail: a refusal, another try after it, an event of the mail service. */
export const receiptNoteKey = (date: CalendarDate, recipient: string, edition: string, note: string): string =>
  `receipts/${dayPath(date)}/${recipient}-${edition}.${note}.json`;

/** A mail of local delivery. */
export const outboxKey = (date: CalendarDate, recipient: string, edition: string): string =>
  `outbox/${date}-${recipient}-${edition}.eml`;

/** Folder of the bookings that were told of an account, kept for good. */
export const transactionFolder = (account: string): string => `transactions/${account}/`;

/** The contracts that an account holds or held, and when each was last asked for. */
export const contractsKey = (account: string): string => `${transactionFolder(account)}contracts.json`;

/** The bookings of one contract and calendar year. Changed by compare and swap: rows are added, none is taken away. */
export const bookingsKey = (account: string, conid: number, year: string): string =>
  `${transactionFolder(account)}${conid}/${year}.json`;

/** Folder of what statements told of an account, a file a month of the day of report. Changed by compare and swap. */
export const statementFolder = (account: string): string => `${transactionFolder(account)}statements/`;

/** @param month `2026-11` */
export const statementMonthKey = (account: string, month: string): string => `${statementFolder(account)}${month}.json`;

/** What is known of a run's Flex statement: asked how often, and where it lies. */
export const flexRunKey = (run: Run): string => `state/runs/${dayPath(run.marketDate)}/${run.kind}.flex.json`;

/** The accounts of a run that are to be published, where they are too many for an event. */
export const publishListKey = (run: Run): string => `state/runs/${dayPath(run.marketDate)}/${run.kind}.publish.json`;

/** What is known of the Flex Web Service as a whole: when the token ends, whether it is refused, the last statement. */
export const FLEX_KEY = 'state/flex.json';

/** Folder of the closes to compare with. */
export const BENCHMARK_FOLDER = 'benchmark/';

/** Which benchmarks there are, and which file each is read from. Changed by compare and swap. */
export const BENCHMARK_INDEX_KEY = `${BENCHMARK_FOLDER}index.json`;

/** A file of closes, verbatim, by the hash of its bytes: another file is another key. */
export const benchmarkFileKey = (sha256: string): string => `${BENCHMARK_FOLDER}${sha256}.csv`;

/** The archive's first page: its newest month. Relative links only, so that a copy works as well. */
export const INDEX_KEY = 'index.html';

/** Folder of the months' pages, and of the days' that hold too many accounts for one. */
export const INDEX_FOLDER = 'index/';

/** @param part `2026-11`, or a day */
export const indexPageKey = (part: string): string => `${INDEX_FOLDER}${part}.html`;

/** What the pages of a month are made of. @param month `2026-11` */
export const indexMonthKey = (month: string): string => `${INDEX_MONTHS}${month}.json`;
export const INDEX_MONTHS = 'state/index/';

/** The lines of all accounts of a day on the archive's pages. */
export const indexDayKey = (date: CalendarDate): string => `${INDEX_DAYS}${dayPath(date)}.json`;
const INDEX_DAYS = 'state/index-days/';

/** When the paced endpoints of a gateway were last called. */
export const pacingKey = (gatewayOrigin: string): string => `state/pacing-${shortHash('gateway', gatewayOrigin)}.json`;

/** What collect knows of a run: enough to see that nothing is left to ask. */
export const collectedKey = (run: Run): string => `state/runs/${dayPath(run.marketDate)}/${run.kind}.collected.json`;

/** The record of a run, with its lease: what makes a repeated or overlapping start a no-op. */
export const runKey = (run: Run): string => `state/runs/${dayPath(run.marketDate)}/${run.kind}.json`;

/** What keep-session last saw; written when it changes. */
export const SESSION_KEY = 'state/session.json';

/** Written each time the session becomes healthy; on AWS the bucket's event of it starts what is due. */
export const SESSION_HEALTHY_KEY = 'state/session-healthy.json';

/** Which notice the owner has had, so that each goes out once and is followed by one "back again". */
export const INCIDENT_KEY = 'state/incident.json';

/** What bounces and complaints tell of a recipient. */
export const recipientStateKey = (recipient: string): string => `state/recipients/${recipient}.json`;

/** What the gateway host says of itself: its certificate, the build it runs. */
export const hostFolder = (instanceId: string): string => `host/${instanceId}/`;
export const hostCertificateKey = (instanceId: string): string => `${hostFolder(instanceId)}certificate.pem`;
export const hostBuildKey = (instanceId: string): string => `${hostFolder(instanceId)}build.json`;

/** What is written once and never changed: on AWS the bucket's policy demands a conditional write there. */
export const WRITE_ONCE_PREFIXES = ['raw/', 'snapshots/', 'reports/', 'receipts/', 'host/'] as const;

const KEY = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** The key itself, if it can be one: nothing that would leave a folder. @throws ArchiveError */
export function checkedKey(key: string): string {
  if (!KEY.test(key) || key.length > 900) {
    throw new ArchiveError(`"${key}" can't be a key of the archive`, 'This is a fault of Daybook: please report it.');
  }
  return key;
}
