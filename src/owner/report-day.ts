import { accountKey } from '#archive/keys';
import type { Channel } from '#delivery/mailout';
import type { CalendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import type { MailChoice } from '#pipeline/mail-choice';
import { type Notified, notify } from '#pipeline/notify';
import { type Published, publish, type Reckoning } from '#pipeline/publish';
import { publishCorrected } from '#pipeline/publish-corrected';
import { type CollectSourcesPorts, collectSources } from './collect-sources.ts';
import { type DayOutcome, dayOutcome } from './day-outcome.ts';
import { type IndexTrouble, keepDayIndex } from './keep-day-index.ts';

export interface ReportDayRequest extends Reckoning {
  /** In order: a close run before the final run of the same day, if both are due. */
  readonly runs: readonly [Run, ...Run[]];
  readonly accounts: readonly { readonly id: string; readonly label?: string }[] | 'all';
  readonly recipients: readonly RecipientChoice[];
  readonly sender: string;
  readonly timeZone: string;
  /** No new paced call after this instant. */
  readonly until: Date;
  /** Go on with the contracts that an earlier try left because of the pauses. */
  readonly goOn: boolean;
}

export interface RecipientChoice extends MailChoice {
  readonly address: string;
  /** Account numbers; all when absent. */
  readonly accounts?: readonly string[] | undefined;
}

export interface ReportDayPorts extends CollectSourcesPorts {
  readonly channel: Channel;
  readonly version: string;
  /** Called before each run: the demo moves its clock to the hour the run is due. */
  readonly begin?: (run: Run) => Promise<void>;
}

export interface DayResult {
  /** The run that went last. */
  readonly run: Run;
  readonly outcome: DayOutcome;
  readonly published: readonly Published[];
  readonly mails: readonly (Notified & { readonly address: string })[];
  /** What kept the archive's pages from showing the day, if anything did. */
  readonly indexTrouble?: IndexTrouble;
}

/**
 * The whole path of one day on one machine: the same stages that run apart on AWS, in a row. What could be collected
 * is published and mailed even when something is missing; the outcome says what.
 */
export async function reportDay(request: ReportDayRequest, ports: ReportDayPorts): Promise<DayResult> {
  const ids = request.accounts === 'all' ? 'all' : request.accounts.map(({ id }) => id);
  let outcome = dayOutcome(undefined, undefined);
  let last: Run = request.runs[0];
  for (const run of request.runs) {
    await ports.begin?.(run);
    last = run;
    const { until, goOn } = request;
    outcome = await collectSources({ run, accounts: ids, until, goOn }, ports);
    // A gateway that failed at the close is asked in vain again; a statement may still carry the day.
    if (outcome.status === 'failed' && !ports.flex) break;
  }
  // A close run keeps the holdings of the day; the report comes with the final run.
  if (last.kind === 'close') return indexed({ run: last, outcome, published: [], mails: [] }, [], ports);

  const published: Published[] = [];
  const corrected = new Map<string, readonly CalendarDate[]>();
  for (const account of outcome.accounts) {
    const label = labelOf(account, request.accounts);
    const choice = {
      run: last,
      account,
      timeZone: request.timeZone,
      verify: false,
      ...(label ? { label } : {}),
      ...(request.benchmark ? { benchmark: request.benchmark } : {}),
      ...(request.riskFree ? { riskFree: request.riskFree } : {}),
    };
    const report = await publish(choice, ports);
    if (!report) continue;
    published.push(report);
    corrected.set(account, await publishCorrected(choice, ports));
  }
  const mails = await mailAll(request, ports, last, { outcome, published, corrected });
  const anew = [...new Set([...corrected.values()].flat())];
  return indexed({ run: last, outcome, published, mails }, anew, ports);
}

async function indexed(
  result: DayResult,
  corrected: readonly CalendarDate[],
  ports: ReportDayPorts,
): Promise<DayResult> {
  const { archive, calendar } = ports;
  const indexTrouble = await keepDayIndex(result.run, result.outcome, corrected, { archive, calendar });
  return indexTrouble ? { ...result, indexTrouble } : result;
}

/** By account: days before, whose reports were made anew. */
type Corrected = ReadonlyMap<string, readonly CalendarDate[]>;

async function mailAll(
  request: ReportDayRequest,
  ports: ReportDayPorts,
  run: Run,
  { outcome, published, corrected }: Pick<DayResult, 'outcome' | 'published'> & { readonly corrected: Corrected },
): Promise<(Notified & { address: string })[]> {
  if (published.length === 0) return [];
  const mails: (Notified & { address: string })[] = [];
  for (const recipient of request.recipients) {
    const keys = recipient.accounts?.map(accountKey);
    const reports = published.filter(({ account }) => !keys || keys.includes(account));
    if (reports.length === 0) continue;
    ports.progress('Writing the mail');
    const sent = await notify(
      {
        date: run.marketDate,
        recipient,
        sender: request.sender,
        timeZone: request.timeZone,
        reports,
        failures: failuresFor(recipient, request, outcome),
        corrected: [...new Set(reports.flatMap(({ account }) => corrected.get(account) ?? []))].sort(),
      },
      ports,
    );
    mails.push({ ...sent, address: recipient.address });
  }
  return mails;
}

/** The accounts this recipient should get and that have no report, each with the reason. */
function failuresFor(
  recipient: RecipientChoice,
  request: ReportDayRequest,
  outcome: DayOutcome,
): { label: string; maskedId: string; text: string }[] {
  const keys = recipient.accounts?.map(accountKey);
  return outcome.unreported
    .filter(({ account }) => keys?.includes(account) ?? true)
    .map(({ account, maskedId, why }) => ({
      label: labelOf(account, request.accounts) ?? 'Account',
      maskedId,
      text: why.message,
    }));
}

function labelOf(account: string, accounts: ReportDayRequest['accounts']): string | undefined {
  return accounts === 'all' ? undefined : accounts.find(({ id }) => accountKey(id) === account)?.label;
}
