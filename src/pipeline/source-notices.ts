import type { Archive } from '#archive/archive';
import type { GapReason } from '#domain/gap';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Clock } from '#effects/clock';
import { readCollectedRecord } from './collected-record.ts';
import type { EndEvent } from './events.ts';
import {
  endedByGateway,
  endedByStatement,
  endedForAccounts,
  endedInTime,
  flexRefused,
  gatewayAway,
  statementLacks,
  statementLate,
  statementToCome,
} from './flex-notice.ts';
import { readFlexRun } from './flex-run-record.ts';
import { FLEX_FILE } from './flex-state.ts';
import { INCIDENT_FILE, type Trouble } from './incident.ts';
import type { RunState } from './run-state.ts';
import { dueFinals, runDeadline, type ScheduleHours } from './schedule-hours.ts';
import { readState } from './state-file.ts';

/** What the sources of a run that has ended give the owner to hear, and which earlier notices they end. */
export interface SourceNotices {
  /** The service refuses until a person does something: told at once, also when nothing was ever reported. */
  readonly refused: readonly Trouble[];
  /** The report is out, without one of its sources. */
  readonly without: readonly Trouble[];
  readonly healed: readonly string[];
}

export interface SourceNoticePorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly calendar: MarketCalendar;
  readonly hours: ScheduleHours;
  /** The owner's name for an account, by its key, without its number. */
  readonly accountName: (account: string) => string;
}

/**
 * The trouble of a run that has nothing but a statement, and not even that: told in place of its failure until the next
 * market day's run is due, since a statement may come a day late.
 */
export async function statementAwaited(
  { run, collected }: EndEvent,
  ended: RunState,
  { archive, clock, calendar, hours }: SourceNoticePorts,
): Promise<Trouble | undefined> {
  const sources = collected && 'sources' in collected ? collected.sources : {};
  if (ended.state !== 'failed' || sources.gateway !== undefined || sources.flex !== 'failed') return undefined;
  const [newest] = dueFinals({ now: clock.now(), hours, calendar, firstLogin: new Date(0) });
  if (newest?.marketDate !== run.marketDate) return undefined;
  const record = await readFlexRun(archive, run);
  const isLate = record?.status === 'waiting' && LATE_REASONS.has(record.why?.reason);
  return isLate ? statementToCome(run, record.why) : undefined;
}

/** What the service answers while a statement is not made yet. */
const LATE_REASONS: ReadonlySet<GapReason | undefined> = new Set(['not-ready', 'not-available']);

/** Nothing of a run that has one source, the gateway: then the run's own notices tell all. */
export async function sourceNotices(
  { run, collected }: EndEvent,
  ended: RunState,
  { archive, accountName, clock, hours }: SourceNoticePorts,
): Promise<SourceNotices> {
  const sources = collected && 'sources' in collected ? collected.sources : {};
  const reported = ended.state === 'done' || ended.state === 'partial';
  const gave = (status: string | undefined): boolean => status === 'complete' || status === 'partial';
  const healed: string[] = gave(sources.gateway) ? endedByGateway() : [];
  const without: Trouble[] = [];
  if (gave(sources.flex)) {
    const record = await readFlexRun(archive, run);
    healed.push(...endedForAccounts(record?.accounts ?? []));
    // What no source has is told as an account without a report.
    const reports = new Set((await readCollectedRecord(archive, run))?.accounts.map(({ account }) => account));
    for (const { account, why } of record?.unreported ?? []) {
      if (reported && reports.has(account)) without.push(statementLacks(run, account, accountName(account), why));
    }
    if (clock.now() <= runDeadline(run, hours)) healed.push(...endedInTime());
    healed.push(...endedByStatement(Object.keys((await readState(archive, INCIDENT_FILE))?.told ?? {})));
  }
  const why = ended.sources?.flex?.why;
  const standing = sources.flex === 'failed' ? (await readState(archive, FLEX_FILE))?.refused : undefined;
  // An older refusal, or one of another attempt, is not what this run failed by.
  const refusal = standing?.message === why?.message ? standing : undefined;
  if (reported && sources.flex === 'failed' && !refusal) without.push(statementLate(run, why));
  if (reported && sources.gateway === 'failed') without.push(gatewayAway(run, ended.sources?.gateway?.why));
  return { refused: refusal ? [flexRefused(run, refusal, reported)] : [], without, healed };
}
