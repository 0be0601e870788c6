import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '#archive/archive';
import { rawBackfillFolder } from '#archive/keys';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { DaySpan } from '#domain/statement';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import type { SlashOrder } from '#sources/flex/dates';
import type { FlexSource } from '#sources/flex/flex-source';
import { daysWithoutSnapshot, knownAccounts, recentDays, untoldSpan, yearSpans } from './backfill-plan.ts';
import type { Backfilled } from './backfilled.ts';
import { Backfilling } from './backfilling.ts';
import { refusalFor } from './flex-refusal.ts';
import { type Ingested, type IngestRequest, ingestStatements } from './ingest-statements.ts';
import { keepRequest } from './keep-statement.ts';
import { noteRefusal, noteStatement } from './note-flex-state.ts';
import { remakeSnapshots } from './remake-snapshots.ts';
import { keepFile, type StatementFile } from './statement-files.ts';

export interface BackfillRequest {
  /** First day to fill from; absent: the service is not asked, the files alone are read. */
  readonly from?: CalendarDate;
  /** Last day, the newest market day that is closed. A later day is taken for it. */
  readonly to: CalendarDate;
  /** Account numbers to keep, or all that statements have. */
  readonly accounts: readonly string[] | 'all';
  /** Statements that the owner has already; read before the service is asked. */
  readonly files?: readonly StatementFile[];
  /** Ask also for days that are told already, as after a change of the query. */
  readonly again?: boolean;
  /** The order of day and month in files whose dates have slashes and don't tell it. */
  readonly slashOrder?: SlashOrder;
}

export interface BackfillPorts {
  readonly archive: Archive;
  readonly calendar: MarketCalendar;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Needed when there is a first day. The caller closes it. */
  readonly flex?: { readonly source: FlexSource; readonly query: string };
}

/**
 * Fills the archive with what statements tell of days gone by: first from files, then a calendar year a request, the
 * newest first, then the last market days one by one, for the holdings and cash at their close. Every answer is kept
 * as it came before it is read. In the end the Snapshots of these last days are made again where their history has
 * become fuller; those of days further back keep the history of their time. What is told already is not asked for again, so that it can be broken off and started
 * again at any time; doing it twice changes nothing.
 *
 * @throws ArchiveError; RangeError when a first day is given and no source
 */
export async function backfillStatements(request: BackfillRequest, ports: BackfillPorts): Promise<Backfilled> {
  const filling = new Backfilling();
  for (const file of request.files ?? []) await takeFile(file, request, ports, filling);
  if (request.from !== undefined) {
    if (!ports.flex) throw new RangeError('There is no Flex source to fill the days from.');
    await askAll(request.from, request, ports, filling);
  }
  // Also when nothing came: the process before may have ended here.
  await remakeRecent(request, ports, filling);
  return filling.result();
}

async function takeFile(
  file: StatementFile,
  { accounts, slashOrder }: BackfillRequest,
  ports: BackfillPorts,
  filling: Backfilling,
): Promise<void> {
  ports.progress(`Reading ${file.name}`);
  await filling.tryFile(file.name, async () => {
    const { from, to, ...kept } = await keepFile(ports.archive, file, ports.clock.now(), slashOrder);
    const ingested = await ingestStatements({ ...kept, accounts }, ports);
    filling.addFile(file.name, { from, to }, ingested, ports.calendar);
  });
}

async function askAll(
  from: CalendarDate,
  request: BackfillRequest,
  ports: BackfillPorts,
  filling: Backfilling,
): Promise<void> {
  const { archive, calendar, progress } = ports;
  const to = calendar.isTradingDay(request.to) ? request.to : calendar.previousTradingDay(request.to);
  const days = { from, to };
  const accounts = await knownAccounts(archive, request.accounts);
  const except = new Set(await daysWithoutSnapshot(archive, accounts, days, calendar));
  for (const span of yearSpans(days)) {
    const untold = request.again ? span : await untoldSpan(archive, accounts, span);
    if (untold === undefined) filling.addKnown(span);
    if (untold === undefined || filling.stopped) continue;
    progress(`Asking for ${untold.from} to ${untold.to}`);
    await filling.trySpan(untold, async () => {
      filling.addSpan(untold, await fetchSpan(untold, { accounts: request.accounts, except }, ports));
    });
  }
  const lacking = await daysWithoutSnapshot(archive, await knownAccounts(archive, request.accounts), days, calendar);
  for (const [index, day] of lacking.entries()) {
    if (filling.stopped) return;
    const span = { from: addDays(calendar.previousTradingDay(day), 1), to: day };
    progress(`Asking for the close of ${day} (${index + 1} of ${lacking.length})`);
    await filling.trySpan(span, async () => {
      const run = { kind: 'final', marketDate: day } as const;
      filling.addDay(span, await fetchSpan(span, { accounts: request.accounts, run }, ports));
    });
  }
}

/** What was filled in belongs into the histories of the days after it too. */
async function remakeRecent(
  { accounts, to }: BackfillRequest,
  ports: BackfillPorts,
  filling: Backfilling,
): Promise<void> {
  const days = recentDays({ from: addDays(to, -RECENT), to }, ports.calendar);
  ports.progress(`Looking through the last ${days.length} market days for what they can tell now`);
  for (const day of days) {
    await filling.tryKept({ from: day, to: day }, () => remakeSnapshots(day, accounts, ports));
  }
}

/** Calendar days that hold more market days than are looked at. */
const RECENT = 60;

async function fetchSpan(
  days: DaySpan,
  request: Omit<IngestRequest, 'raw' | 'askedAt'>,
  ports: BackfillPorts,
): Promise<Ingested> {
  const { archive, clock, flex } = ports;
  if (!flex) throw new RangeError('There is no Flex source to fill the days from.');
  const askedAt = clock.now().toISOString();
  const instant = askedAt.replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
  let raw = '';
  const { document, bytes } = await noted(
    flex.source.fetch({ query: flex.query, days }, async (body) => {
      raw = await keep(archive, `${rawBackfillFolder(days.to)}${instant}-flex`, body);
    }),
    ports,
  );
  await keepRequest(archive, raw, { source: 'flex', askedAt, days, ...document, bytes });
  const ingested = await ingestStatements({ ...request, raw, askedAt }, ports);
  if (ingested.accounts.length > 0) await noteStatement(archive, days.to, clock.now());
  return ingested;
}

/** A refusal that stands is known to whoever looks, as one that a run met. */
async function noted<T>(asking: Promise<T>, { archive, clock }: BackfillPorts): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    const refusal = refusalFor(error);
    if (refusal) await noteRefusal(archive, refusal, clock.now());
    throw error;
  }
}

/** Under the first number that is free: spans of different length may end on the same day. */
async function keep(archive: Archive, name: string, body: AsyncIterable<Uint8Array>): Promise<string> {
  const taken = new Set(await archive.list(name.slice(0, name.lastIndexOf('/') + 1)));
  let count = 1;
  while (taken.has(`${name}-${count}.xml`)) count += 1;
  const key = `${name}-${count}.xml`;
  await archive.putStream(key, (sink) => pipeline(Readable.from(body), sink), { replace: false });
  return key;
}
