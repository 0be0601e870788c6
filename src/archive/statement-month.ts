import { ABSENT, type Archive } from './archive.ts';
import { ArchiveCorrupted, ArchiveError } from './errors.ts';
import { jsonText } from './json-text.ts';
import { statementMonthKey } from './keys.ts';
import { joinMonths, type LoggedMonth, NO_MONTH } from './merge-statement.ts';
import { sharedRows } from './shared-rows.ts';

/** One month of one account as it lies in the archive: complete in itself, whatever became of other months. */
interface MonthFile extends LoggedMonth {
  readonly schema: 'daybook-statements/1';
  readonly month: string;
}

const SCHEMA: MonthFile['schema'] = 'daybook-statements/1';
/** Each try that fails means that another process has written. */
const MOST_TRIES = 50;

/**
 * @param account the account's key
 * @param month `2026-11`
 * @throws ArchiveCorrupted when it is damaged, or written by a newer version
 */
export async function readMonth(archive: Archive, account: string, month: string): Promise<LoggedMonth> {
  return (await readVersion(archive, statementMonthKey(account, month))).log;
}

/**
 * Adds what is new to one month. The write is one: after a break the month is what it was, or what it should be, and
 * adding the same again writes nothing.
 * @throws ArchiveError
 */
export async function addToMonth(archive: Archive, account: string, month: string, news: LoggedMonth): Promise<void> {
  const key = statementMonthKey(account, month);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { log, body, version } = await readVersion(archive, key);
    const file: MonthFile = { schema: SCHEMA, month, ...joinMonths(log, news) };
    const after = bytesOf(file);
    if (body && after.equals(body)) return;
    if ((await archive.putIfVersion(key, after, version)) === 'written') return;
  }
  throw new ArchiveError(
    `${archive.locate(key)} was changed by others ${MOST_TRIES} times while this process tried.`,
    'Look how many runs are at work at the same time, and run again.',
  );
}

interface ReadMonth {
  readonly log: LoggedMonth;
  readonly body?: Uint8Array;
  readonly version: string;
}

async function readVersion(archive: Archive, key: string): Promise<ReadMonth> {
  const there = await archive.read(key);
  if (!there) return { log: NO_MONTH, version: ABSENT };
  let file: Partial<MonthFile> | null;
  try {
    const { buffer, byteOffset, byteLength } = there.body;
    file = JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString('utf8')) as Partial<MonthFile> | null;
  } catch (error) {
    throw new ArchiveCorrupted(key, `The statements in ${archive.locate(key)} are damaged.`, RESTORE, {
      cause: error,
    });
  }
  if (file?.schema !== SCHEMA || !file.answers || !file.rows) {
    throw new ArchiveCorrupted(
      key,
      `The statements in ${archive.locate(key)} have the form "${file?.schema}", which this version of Daybook doesn't know.`,
      `Use the version of Daybook that wrote them, or a newer one. If it is damage: ${RESTORE}`,
    );
  }
  return { log: { answers: file.answers, rows: sharedRows(file.rows) }, ...there };
}

const RESTORE =
  'Restore an earlier version of the object. If there is none, move it away and run "npx daybook flex backfill" with "--again": every statement is kept under raw/.';

function bytesOf(file: MonthFile): Buffer {
  const texts = [...jsonText(file)];
  const body = Buffer.allocUnsafeSlow(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
  let at = 0;
  for (const text of texts) at += body.write(text, at);
  return body;
}
