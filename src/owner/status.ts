import type { Archive } from '#archive/archive';
import { accountKey, recipientKey } from '#archive/keys';
import { readRecipientState } from '#delivery/recipient-state';
import { maskedId } from '#domain/account';
import { addDays } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import { FLEX_FILE, type FlexState } from '#pipeline/flex-state';
import { INCIDENT_FILE } from '#pipeline/incident';
import { closeOfToday, nextFinal, runDueAt, type ScheduleHours } from '#pipeline/schedule-hours';
import { SESSION_FILE, type SessionRecord } from '#pipeline/session-record';
import { readState } from '#pipeline/state-file';
import type { AlarmFacts, Cloud } from './cloud.ts';
import { CloudDenied } from './cloud-error.ts';
import { type Deployment, flexTokenParameter } from './deployment.ts';
import { newestRunRecords, type RunRecord } from './run-records.ts';

export interface StatusRequest {
  readonly deployment: Deployment;
  /** Accounts of the settings, to name them. */
  readonly accounts: readonly { readonly id: string; readonly label?: string | undefined }[];
  /** Addresses of the settings. */
  readonly recipients: readonly string[];
  /** The query that the settings name, if they do. */
  readonly flex?: { readonly query: string };
  readonly hours: ScheduleHours;
  readonly calendar: MarketCalendar;
  readonly now: Date;
  /** How many runs to tell of. */
  readonly runs: number;
}

/** How the deployed Daybook stands: what `--json` prints, and what the text is made from. */
export interface Status {
  readonly stack: { readonly name: string; readonly region: string; readonly status: string };
  /** Newest market day first. */
  readonly runs: readonly RunRecord[];
  /** Executions at work now. */
  readonly atWork: readonly { readonly name: string; readonly startedAt: string }[];
  /** Whether the stack has a gateway. */
  readonly gateway: boolean;
  readonly session?: Omit<SessionRecord, 'schema'>;
  /** How the Flex Web Service stands; absent when the settings name no query. */
  readonly flex?: FlexStanding;
  readonly next: readonly { readonly run: Run; readonly at: string }[];
  /** Troubles the owner was told of and that are not over, oldest first. */
  readonly incident: readonly { readonly name: string; readonly since: string }[];
  readonly alarms: readonly AlarmFacts[];
  readonly mail: readonly MailTrouble[];
  /** What could not be seen, and why. */
  readonly unseen: readonly { readonly what: string; readonly why: string; readonly nextStep: string }[];
}

/** The query, whether its token is kept, and what the runs made of it. */
export interface FlexStanding extends Omit<FlexState, 'schema'> {
  readonly query: string;
  /** `unseen`: the profile may not look. */
  readonly token: 'kept' | 'missing' | 'unseen';
}

/** A recipient whose mail does not arrive. */
export interface MailTrouble {
  readonly address: string;
  readonly bounces: number;
  readonly complaint: boolean;
  /** Since when no mail is sent to them. */
  readonly pausedSince?: string;
  readonly last: { readonly event: string; readonly at: string };
}

/** Gathers how things stand. Changes nothing. A right that is missing leaves out its part, and says so. */
export async function statusOf(
  request: StatusRequest,
  ports: { readonly cloud: Cloud; readonly archive: Archive },
): Promise<Status> {
  const { deployment, now } = request;
  const { cloud, archive } = ports;
  const unseen: Status['unseen'][number][] = [];
  const seen = async <T>(what: string, otherwise: T, look: () => Promise<T>): Promise<T> => {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof CloudDenied)) throw error;
      unseen.push({ what, why: error.message, nextStep: error.nextStep });
      return otherwise;
    }
  };
  const session = await readState(archive, SESSION_FILE);
  const incident = await readState(archive, INCIDENT_FILE);
  const { schema: _schema, ...facts } = session ?? { schema: 'daybook-session/1' };
  return {
    stack: { name: deployment.stack, region: deployment.region, status: deployment.status },
    runs: await newestRunRecords(archive, request.runs),
    atWork: await seen('executions', [], () => cloud.machine.running(deployment.machine)),
    gateway: deployment.host !== undefined,
    ...(session ? { session: facts as Omit<SessionRecord, 'schema'> } : {}),
    ...(request.flex ? { flex: await flexStanding(request.flex.query, deployment, ports, seen) } : {}),
    // The close run asks the gateway alone.
    next: nextRuns(now, request.hours, request.calendar).filter(({ run }) => deployment.host || run.kind === 'final'),
    incident: Object.entries(incident?.told ?? {})
      .filter(([name]) => name !== 'back-again')
      .map(([name, { at }]) => ({ name: named(name, request), since: at }))
      .sort((a, b) => a.since.localeCompare(b.since)),
    alarms: await seen('alarms', [], () => cloud.alarms.list(`${deployment.stack}-`)),
    mail: await mailTroubles(archive, request.recipients),
    unseen,
  };
}

async function flexStanding(
  query: string,
  deployment: Deployment,
  { cloud, archive }: { readonly cloud: Cloud; readonly archive: Archive },
  seen: <T>(what: string, otherwise: T, look: () => Promise<T>) => Promise<T>,
): Promise<FlexStanding> {
  const token = await seen<FlexStanding['token']>('the Flex token', 'unseen', async () =>
    (await cloud.secrets.look(flexTokenParameter(deployment.stack))) ? 'kept' : 'missing',
  );
  const { schema: _schema, ...state } = (await readState(archive, FLEX_FILE)) ?? { schema: FLEX_FILE.schema };
  return { query, token, ...state };
}

/** The short keys in a trouble's name in the owner's words. */
function named(trouble: string, { accounts, recipients }: StatusRequest): string {
  const names = new Map([
    ...accounts.map(({ id, label }) => [accountKey(id), label ?? maskedId(id)] as const),
    ...recipients.map((address) => [recipientKey(address), address] as const),
  ]);
  return trouble.replace(/ ([0-9a-f]{12})$/, (found, key: string) => ` ${names.get(key) ?? found.trim()}`);
}

/** The close run and the final run that become due next, the sooner first. */
function nextRuns(now: Date, hours: ScheduleHours, calendar: MarketCalendar): Status['next'] {
  const runs = [nextClose(now, hours, calendar), nextFinal(now, hours, calendar)];
  return runs
    .map((run) => ({ run, at: runDueAt(run, hours, calendar).toISOString() }))
    .sort((a, b) => a.at.localeCompare(b.at));
}

function nextClose(now: Date, hours: ScheduleHours, calendar: MarketCalendar): Run {
  const today = closeOfToday(now, calendar);
  if (today && runDueAt(today, hours, calendar) > now) return today;
  let marketDate = addDays(calendar.lastClosedMarketDay(now), 1);
  for (;;) {
    const run: Run = { kind: 'close', marketDate };
    if (calendar.isTradingDay(marketDate) && runDueAt(run, hours, calendar) > now) return run;
    marketDate = addDays(marketDate, 1);
  }
}

async function mailTroubles(archive: Archive, addresses: readonly string[]): Promise<MailTrouble[]> {
  const states = await Promise.all(
    addresses.map(async (address) => ({ address, state: await readRecipientState(archive, recipientKey(address)) })),
  );
  return states.flatMap(({ address, state }) => {
    if (!state || (state.bounces.length === 0 && !state.complaint && !state.paused)) return [];
    return [
      {
        address,
        bounces: state.bounces.length,
        complaint: state.complaint !== undefined,
        ...(state.paused ? { pausedSince: state.paused.since } : {}),
        last: { event: state.last.event, at: state.last.at },
      },
    ];
  });
}
