import type { Archive } from '#archive/archive';
import { rawBackfillFolder, rawFolder } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import type { SlashOrder } from '#sources/flex/dates';
import { type IngestPorts, type IngestRequest, ingestStatements } from './ingest-statements.ts';

/** A Flex answer that lies in the archive, with what is noted beside it. */
type KeptAnswer = Pick<IngestRequest, 'raw' | 'askedAt' | 'slashOrder'>;

/**
 * Makes the Snapshots of a market day again out of the answers that are kept of it: what was told since of the year
 * before it belongs into its history. One whose history is the same stays as it is. Answers of longer spans that end on the
 * day are passed over: they hold no day's own statement.
 *
 * @throws FlexUnreadable | FlexDatesAmbiguous when a kept answer can't be read; ArchiveError
 */
export async function remakeSnapshots(
  marketDate: CalendarDate,
  accounts: readonly string[] | 'all',
  ports: IngestPorts,
): Promise<void> {
  const run: Run = { kind: 'final', marketDate };
  const except = new Set([marketDate]);
  for (const answer of await keptAnswers(ports.archive, run)) {
    await ingestStatements({ ...answer, accounts, run, except }, { ...ports, progress: () => undefined });
  }
}

async function keptAnswers(archive: Archive, run: Run): Promise<readonly KeptAnswer[]> {
  const keys = [
    ...(await archive.list(rawFolder('login', run))),
    ...(await archive.list(rawBackfillFolder(run.marketDate))),
  ];
  const answers: KeptAnswer[] = [];
  for (const raw of keys.filter((key) => /[/-]flex-[^/]+\.xml$/.test(key))) {
    const beside = await archive.get(raw.replace(/\.xml$/, '.request.json'));
    // The process ended between the two: whoever asks again keeps another answer.
    if (!beside) continue;
    const { askedAt, slashOrder } = JSON.parse(Buffer.from(beside).toString('utf8')) as {
      readonly askedAt: string;
      readonly slashOrder?: SlashOrder;
    };
    answers.push({ raw, askedAt, ...(slashOrder === undefined ? {} : { slashOrder }) });
  }
  return answers;
}
