import type { Archive } from '#archive/archive';
import { flexRunKey } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import type { Gap } from '#domain/gap';
import type { Run } from '#domain/snapshot';
import type { Unreported } from './outcome.ts';
import { changeState, readState, type StateFile } from './state-file.ts';

/** What is known of a run's Flex statement, under {@link flexRunKey}. Changed only by compare and swap. */
export interface FlexRunRecord {
  readonly schema: 'daybook-flex-run/1';
  readonly run: Run;
  /** `complete` and `partial`: the statement of the market day is in the archive. */
  readonly status: 'complete' | 'partial' | 'waiting' | 'failed';
  /** When the last go began. ISO 8601 UTC. */
  readonly at: string;
  /** The execution of the last go: what it was refused for good it does not ask again. */
  readonly by: string;
  /** How often the service was asked. */
  readonly goes: number;
  /** Account keys asked for; `all` when the settings name none. */
  readonly asked: readonly string[] | 'all';
  /** Accounts whose statement ends on the market day, by key: each has a Snapshot of it. */
  readonly accounts: readonly string[];
  /** Accounts asked for that the statements lack, or hold without the close of the day. */
  readonly unreported: readonly Unreported[];
  /** When the statement that counts was asked for, ISO 8601 UTC; before 05:00 New York time it is preliminary. */
  readonly askedAt?: string;
  /** Where it lies. */
  readonly raw?: string;
  /** The service hung when it was asked for days: the next go asks for the days that the query itself names. */
  readonly withoutDays?: boolean;
  /**
   * What came only with a later run: that run's market day, and the accounts whose report of this day it makes anew.
   */
  readonly late?: { readonly run: CalendarDate; readonly accounts: readonly string[] };
  /** Goes in a row that hung on the days asked for: a statement that is late makes one, and comes with the next. */
  readonly hung?: number;
  /** Why it waits or failed, or what the statement lacks. */
  readonly why?: Gap;
}

const fileOf = (run: Run): StateFile<FlexRunRecord> => ({
  key: flexRunKey(run),
  schema: 'daybook-flex-run/1',
  what: `The record of the Flex statement of ${run.marketDate}`,
});

/** @throws ArchiveCorrupted when it is damaged */
export const readFlexRun = (archive: Archive, run: Run): Promise<FlexRunRecord | undefined> =>
  readState(archive, fileOf(run));

/** Whether the statement of the market day is in the archive, for at least one account. */
export const isThere = (record: FlexRunRecord | undefined): boolean => (record?.accounts.length ?? 0) > 0;

/**
 * Notes what one go came to. A go that brought no statement takes away none that is there: of two at the same moment
 * the better one stands, whichever writes last.
 */
export async function noteFlexRun(
  archive: Archive,
  run: Run,
  { lateFor, ...go }: Go & { readonly lateFor?: CalendarDate },
): Promise<FlexRunRecord> {
  const record = await changeState(archive, fileOf(run), (before): FlexRunRecord => {
    const goes = (before?.goes ?? 0) + 1;
    const keeps = before && isThere(before) && (go.accounts.length === 0 || isOlder(go, before));
    const result = keeps ? withNews(before, go) : go;
    const late = lateFor === undefined || keeps ? before?.late : lateAccounts(before, go, lateFor);
    return { ...result, ...(late ? { late } : {}), schema: 'daybook-flex-run/1', run, goes };
  });
  return record as FlexRunRecord;
}

type Go = Omit<FlexRunRecord, 'schema' | 'run' | 'goes' | 'late'>;

/** Those that had no statement, or all when what was told of them lacked something. */
function lateAccounts(before: FlexRunRecord | undefined, go: Go, run: CalendarDate): FlexRunRecord['late'] {
  const there = before && !lackedDays(before) ? before.accounts : [];
  const accounts = go.accounts.filter((account) => !there.includes(account));
  return accounts.length > 0 ? { run, accounts } : before?.late;
}

/** Its statements are there and leave out days. */
const lackedDays = ({ unreported, why }: FlexRunRecord): boolean => unreported.length === 0 && why !== undefined;

const isOlder = (go: Pick<FlexRunRecord, 'askedAt'>, before: FlexRunRecord): boolean =>
  (go.askedAt ?? '') < (before.askedAt ?? '');

/** What was there stands; that another try came to less is known beside it. */
function withNews(before: FlexRunRecord, go: Go): FlexRunRecord {
  const { withoutDays: _old, hung: _hung, ...kept } = before;
  const { at, by, withoutDays, hung } = go;
  return {
    ...kept,
    at,
    by,
    ...(withoutDays === undefined ? {} : { withoutDays }),
    ...(hung === undefined ? {} : { hung }),
  };
}
