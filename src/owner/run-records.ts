import type { Archive } from '#archive/archive';
import { runKey } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import type { Run, RunKind } from '#domain/snapshot';
import type { RunState } from '#pipeline/run-state';

const NAME = /^state\/runs\/(\d{4})\/(\d{2})\/(\d{2})\/(close|final)\.json$/;

/** The record of one run, or undefined when it never began. A record that can't be read says so in place of a state. */
export async function readRunRecord(archive: Archive, run: Run): Promise<RunRecord | undefined> {
  const body = await archive.get(runKey(run));
  return body && recordOf(run, body);
}

/** A run's record as far as it can be read. */
export interface RunRecord {
  readonly run: Run;
  readonly state: RunState['state'] | 'unreadable';
  /** ISO 8601 UTC; absent when unreadable. */
  readonly since?: string;
  readonly at?: string;
  readonly tries?: number;
  readonly why?: NonNullable<RunState['why']>;
}

/** The newest records, newest market day first, the final run of a day before its close run. @param count how many */
export async function newestRunRecords(archive: Archive, count: number): Promise<RunRecord[]> {
  const runs = (await archive.list('state/runs/'))
    .map(runOf)
    .filter((run) => run !== undefined)
    .sort((a, b) => b.marketDate.localeCompare(a.marketDate) || b.kind.localeCompare(a.kind))
    .slice(0, count);
  const records = await Promise.all(runs.map((run) => readRunRecord(archive, run)));
  return records.filter((record) => record !== undefined);
}

function runOf(key: string): Run | undefined {
  const match = NAME.exec(key);
  if (!match) return undefined;
  return { kind: match[4] as RunKind, marketDate: `${match[1]}-${match[2]}-${match[3]}` as CalendarDate };
}

function recordOf(run: Run, body: Uint8Array): RunRecord {
  try {
    const record = JSON.parse(Buffer.from(body).toString('utf8')) as RunState;
    if (record.schema === 'daybook-run/1') {
      const { state, since, at, tries, why } = record;
      return { run, state, since, at, tries, ...(why ? { why } : {}) };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { run, state: 'unreadable' };
}
