import type { Archive } from '#archive/archive';
import { addDays, type CalendarDate, dayInZone } from '#domain/calendar-date';
import type { Clock } from '#effects/clock';
import type { IndexedState } from '#report/archive-index';
import { type FlexRunRecord, readFlexRun } from './flex-run-record.ts';
import { indexedDays } from './index-file.ts';
import { type IndexPorts, type IndexRequest, keepIndex } from './keep-index.ts';
import { daysBefore } from './look-back.ts';
import { readRun } from './run-record.ts';
import type { RunState } from './run-state.ts';
import { whyOfRun } from './why-of-run.ts';

export interface RunIndexPorts extends Omit<IndexPorts, 'late'> {
  readonly clock: Clock;
  /** So long reports are read; what is left then comes with the next run. */
  readonly readingMs: number;
  /** Told that the pages could not be brought up to date; the next run does it. */
  readonly warn: (message: string, error?: unknown) => void;
}

/** So far back a day is looked for that the pages don't show as it came out. */
const LOOK_BACK_DAYS = 14;

/**
 * Brings the archive's pages up to date with the records of the last 14 days' runs, of the day given, and of the days
 * before it whose reports it may have made anew. Nothing of it
 * may touch the run: whatever fails is told through `warn`, and mended by the next call, as the pages say what they
 * were made of.
 */
export async function keepIndexOfRuns(day: CalendarDate | undefined, ports: RunIndexPorts): Promise<void> {
  const end = ports.clock.now().getTime() + ports.readingMs;
  try {
    const behind = await daysBehind(day, ports);
    if (behind.length === 0) return;
    const { left } = await keepIndex(behind, { ...ports, late: () => ports.clock.now().getTime() > end });
    if (left > 0) ports.warn(`The archive's page lacks ${left} reports for now: the next run reads them.`);
  } catch (error) {
    ports.warn("The archive's page could not be brought up to date: the next run does it.", error);
  }
}

async function daysBehind(day: CalendarDate | undefined, ports: RunIndexPorts): Promise<readonly IndexRequest[]> {
  const { archive, calendar, clock } = ports;
  const today = dayInZone(clock.now(), calendar.timeZone);
  const recent = Array.from({ length: LOOK_BACK_DAYS }, (_, back) => addDays(today, -back));
  const own = day ? [day, ...daysBefore({ kind: 'final', marketDate: day }, calendar)] : [];
  const dates = [...new Set([...own, ...recent])];
  const requests = await Promise.all(
    dates.map(async (date) => indexRequest(date, await readDayRecords(archive, date))),
  );
  const months = [...new Set(dates.map((date) => date.slice(0, 7)))];
  const shown = new Map(
    (await Promise.all(months.map((month) => indexedDays(archive, month)))).flat().map(({ date, of }) => [date, of]),
  );
  return requests.filter(
    (one) => one !== undefined && (shown.get(one.marketDate) === undefined || shown.get(one.marketDate) !== one.of),
  ) as readonly IndexRequest[];
}

/** What the archive records of a day. */
export interface DayRecords {
  readonly final: RunState | undefined;
  readonly close: RunState | undefined;
  /** The run with which its statement came late: once it has ended, the day's reports are made anew. */
  readonly late: RunState | undefined;
}

/** @throws ArchiveError */
export async function readDayRecords(archive: Archive, marketDate: CalendarDate): Promise<DayRecords> {
  const [final, close, flex] = await Promise.all([
    readRun(archive, { kind: 'final', marketDate }),
    readRun(archive, { kind: 'close', marketDate }),
    readFlexRun(archive, { kind: 'final', marketDate }),
  ]);
  return { final, close, late: await lateRun(archive, flex) };
}

const lateRun = async (archive: Archive, flex: FlexRunRecord | undefined): Promise<RunState | undefined> =>
  flex?.late && readRun(archive, { kind: 'final', marketDate: flex.late.run });

/** A day as the records of its runs tell it: by its final run, and before there is one by its close run. */
export function indexRequest(
  marketDate: CalendarDate,
  { final, close, late }: DayRecords,
): (IndexRequest & { readonly of: string }) | undefined {
  const record = final ?? close;
  if (!record) return undefined;
  const state = stateOf(final, close);
  const why = state === 'done' ? undefined : whyOfRun(record)?.message;
  const made = [final, close].map((one) => (one ? `${one.run.kind} ${one.state} ${one.at}` : ''));
  if (late) made.push(`with ${late.run.marketDate} ${late.state} ${late.at}`);
  return { marketDate, state, ...(why === undefined ? {} : { why }), of: made.join('|') };
}

function stateOf(final: RunState | undefined, close: RunState | undefined): IndexedState {
  if (final) return final.state;
  // A close run that came to nothing is a gap in the report to come, and no end of the day.
  return close?.state === 'skipped' ? 'skipped' : 'open';
}
