import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import type { Channel } from '#delivery/mailout';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import { type CollectRequest, collect } from '#pipeline/collect';
import { type Notified, notify } from '#pipeline/notify';
import type { CollectOutcome } from '#pipeline/outcome';
import { type Published, publish } from '#pipeline/publish';
import type { Gateway } from '#sources/gateway/gateway';

export interface ReportDayRequest {
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

export interface RecipientChoice {
  readonly address: string;
  /** Account numbers; all when absent. */
  readonly accounts?: readonly string[];
  readonly attach: boolean;
}

export interface ReportDayPorts {
  readonly archive: Archive;
  readonly channel: Channel;
  readonly clock: Clock;
  readonly calendar: MarketCalendar;
  readonly progress: Progress;
  readonly version: string;
  readonly open: (run: Run) => Gateway;
  readonly settled: (run: Run, at: Date) => boolean;
  /** Called before each run: the demo moves its clock to the hour the run is due. */
  readonly begin?: (run: Run) => Promise<void>;
}

export interface DayResult {
  /** The run that went last. */
  readonly run: Run;
  readonly outcome: CollectOutcome;
  readonly published: readonly Published[];
  readonly mails: readonly (Notified & { readonly address: string })[];
}

/**
 * The whole path of one day on one machine: the same stages that run apart on AWS, in a row. What could be collected
 * is published and mailed even when something is missing; the outcome says what.
 */
export async function reportDay(request: ReportDayRequest, ports: ReportDayPorts): Promise<DayResult> {
  const ids = request.accounts === 'all' ? 'all' : request.accounts.map(({ id }) => id);
  let outcome: CollectOutcome = { status: 'complete', accounts: [], unreported: [] };
  let last: Run = request.runs[0];
  for (const run of request.runs) {
    await ports.begin?.(run);
    last = run;
    const again: CollectRequest = { run, accounts: ids, until: request.until, goOn: request.goOn };
    const open = { ...ports, open: () => ports.open(run) };
    outcome = await collect(again, open);
    for (
      let end = pauseOf(outcome, request, ports.clock.now());
      end;
      end = pauseOf(outcome, request, ports.clock.now())
    ) {
      ports.progress(`A pause of the broker's until ${end.toISOString().slice(11, 16)} UTC`);
      await ports.clock.sleep(Math.max(0, end.getTime() - ports.clock.now().getTime()));
      outcome = await collect(again, open);
    }
    if (outcome.status === 'failed') break;
  }
  // A close run keeps the holdings of the day; the report comes with the final run.
  if (last.kind === 'close') return { run: last, outcome, published: [], mails: [] };

  const published: Published[] = [];
  for (const { account } of outcome.accounts) {
    const label = labelOf(account, request.accounts);
    const choice = { run: last, account, timeZone: request.timeZone, verify: false, ...(label ? { label } : {}) };
    const report = await publish(choice, ports);
    if (report) published.push(report);
  }
  return { run: last, outcome, published, mails: await mailAll(request, ports, last, outcome, published) };
}

/** Until when to wait for a limit before the same run goes on; undefined when nobody said that it may wait so long. */
function pauseOf(outcome: CollectOutcome, request: ReportDayRequest, now: Date): Date | undefined {
  if (outcome.status !== 'waiting' || outcome.resumeAt === undefined || !request.goOn) return undefined;
  const end = new Date(outcome.resumeAt);
  return now < request.until && end < request.until ? end : undefined;
}

async function mailAll(
  request: ReportDayRequest,
  ports: ReportDayPorts,
  run: Run,
  outcome: CollectOutcome,
  published: readonly Published[],
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
  outcome: CollectOutcome,
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
