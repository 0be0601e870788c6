import { type CalendarDate, calendarDate } from '#domain/calendar-date';
import { ABSENT, type Archive } from './archive.ts';
import { ArchiveCorrupted, ArchiveError } from './errors.ts';
import { jsonText } from './json-text.ts';
import { bookingsKey } from './keys.ts';
import { joinBookings, type LoggedBooking, type LoggedBookings, NO_BOOKINGS } from './merge-bookings.ts';

/** One calendar year of one contract as it lies in the archive: complete in itself, whatever became of other years. */
interface BookingsFile extends LoggedBookings {
  readonly schema: 'daybook-bookings/1';
  readonly conid: number;
  readonly year: string;
}

const SCHEMA: BookingsFile['schema'] = 'daybook-bookings/1';
/** Each try that fails means that another process has written. */
const MOST_TRIES = 50;

/** @throws ArchiveCorrupted when it is damaged, or written by a newer version */
export async function readBookings(
  archive: Archive,
  account: string,
  conid: number,
  year: string,
): Promise<LoggedBookings> {
  return (await readVersion(archive, bookingsKey(account, conid, year))).log;
}

/**
 * Adds what is new to one year, and gives what it then holds. The write is one: after a break the year is what it was,
 * or what it should be, and adding again changes nothing.
 * @throws ArchiveError
 */
export async function addBookings(
  archive: Archive,
  account: string,
  conid: number,
  year: string,
  news: LoggedBookings,
): Promise<LoggedBookings> {
  const key = bookingsKey(account, conid, year);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { log, version } = await readVersion(archive, key);
    const joined = joinBookings(log, news);
    const file: BookingsFile = { schema: SCHEMA, conid, year, ...joined };
    if ((await archive.putIfVersion(key, bytesOf(file), version)) === 'written') return joined;
  }
  throw new ArchiveError(
    `${archive.locate(key)} was changed by others ${MOST_TRIES} times while this process tried.`,
    'Look how many runs are at work at the same time, and run again.',
  );
}

/** Cuts what an answer told into calendar years. */
export function byYear(log: LoggedBookings): Map<string, LoggedBookings> {
  const years = new Map<string, { spans: LoggedBookings['spans'][number][]; bookings: LoggedBooking[] }>();
  const of = (year: string) => {
    const known = years.get(year) ?? { spans: [], bookings: [] };
    years.set(year, known);
    return known;
  };
  for (const span of log.spans) {
    for (let year = Number(span.from.slice(0, 4)); year <= Number(span.to.slice(0, 4)); year += 1) {
      const [first, last] = [calendarDate(`${year}-01-01`), calendarDate(`${year}-12-31`)];
      of(String(year)).spans.push({ ...span, from: later(span.from, first), to: earlier(span.to, last) });
    }
  }
  for (const booking of log.bookings) of(booking.row.date.slice(0, 4)).bookings.push(booking);
  return years;
}

async function readVersion(archive: Archive, key: string): Promise<{ log: LoggedBookings; version: string }> {
  const there = await archive.read(key);
  if (!there) return { log: NO_BOOKINGS, version: ABSENT };
  let file: BookingsFile;
  try {
    file = JSON.parse(Buffer.from(there.body).toString('utf8')) as BookingsFile;
  } catch (error) {
    throw new ArchiveCorrupted(key, `The transactions in ${archive.locate(key)} are damaged.`, RESTORE, {
      cause: error,
    });
  }
  if (file.schema !== SCHEMA) {
    throw new ArchiveCorrupted(
      key,
      `The transactions in ${archive.locate(key)} have the form "${file.schema}", which this version of Daybook doesn't know.`,
      `Use the version of Daybook that wrote them, or a newer one. If it is damage: ${RESTORE}`,
    );
  }
  return { log: { spans: file.spans, bookings: sharedTexts(file.bookings) }, version: there.version };
}

const RESTORE =
  'Restore an earlier version of the object. If there is none, move it away: the contract is asked again for a year, and every answer it had is kept under raw/.';

/** Tens of thousands of bookings say the same few words: each is held once. */
function sharedTexts(bookings: readonly LoggedBooking[]): LoggedBooking[] {
  const texts = new Map<string, string>();
  const share = <T extends string>(text: T): T => {
    const known = texts.get(text);
    if (known !== undefined) return known as T;
    texts.set(text, text);
    return text;
  };
  return bookings.map(({ row, source, firstSeen, lastSeen }) => ({
    row: {
      ...row,
      date: share(row.date),
      description: share(row.description),
      brokerType: share(row.brokerType),
      currency: share(row.currency),
    },
    source: share(source),
    firstSeen: share(firstSeen),
    lastSeen: share(lastSeen),
  }));
}

function bytesOf(file: BookingsFile): Buffer {
  const parts: Buffer[] = [];
  for (const text of jsonText(file)) parts.push(Buffer.from(text));
  return Buffer.concat(parts);
}

const later = (a: CalendarDate, b: CalendarDate): CalendarDate => (a > b ? a : b);
const earlier = (a: CalendarDate, b: CalendarDate): CalendarDate => (a < b ? a : b);
