import type { Archive } from '#archive/archive';
import { accountKey, rawMonth } from '#archive/keys';
import { addDays, type CalendarDate, dayInZone } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { FindEarlier, KeptAnswer, RawAnswer, RawQuestion } from '#sources/gateway/raw-answer';

/** IBKR gives one answer in 15 minutes: a younger one can't be replaced anyway. */
const WINDOW_MS = 15 * 60_000;
/**
 * Values of closed days don't change within a morning: an answer that had the run's day in its final form serves every
 * missed day that is made up for meanwhile. Not longer, for the broker corrects past days.
 */
const SAME_MORNING_MS = 6 * 3_600_000;
/** Answers that hold a year's series. Those about single contracts are asked for other reasons each time. */
const SERIES: ReadonlySet<string> = new Set(['all-periods', 'performance']);
/** Runs that can be at work at the same time are of days not further back. */
const DAYS_BACK = 14;

export interface EarlierPorts {
  readonly archive: Archive;
  readonly clock: Clock;
  /** Whether the day's figures were final at that instant. */
  readonly settled: (run: Run, at: Date) => boolean;
}

/**
 * Finds, for one run, what the broker answered to the same question not long ago: for this run before its process
 * ended, or for another day. Its moment stays that of the answer.
 */
export function earlierIn(run: Run, { archive, clock, settled }: EarlierPorts): FindEarlier {
  const good = (receivedAt: Date, endpoint: string): boolean => {
    const now = clock.now();
    const ageMs = now.getTime() - receivedAt.getTime();
    if (ageMs < 0 || settled(run, receivedAt) !== settled(run, now)) return false;
    return ageMs < (SERIES.has(endpoint) && settled(run, receivedAt) ? SAME_MORNING_MS : WINDOW_MS);
  };
  return async (asked) => {
    // Written by this program too, with its parts in the same order.
    const question = JSON.stringify(asked.request);
    for (const key of await candidates(archive, asked, run, clock.now())) {
      const told = await requestOf(archive, key);
      if (!told || told.partial || told.status !== 200 || JSON.stringify(told.request) !== question) continue;
      if (!good(new Date(told.receivedAt), asked.endpoint)) continue;
      const body = await archive.get(key);
      if (body?.byteLength === told.bytes) return { ...pick(told), body, key };
    }
    return undefined;
  };
}

/** Whole answers of the endpoint in the months concerned, newest first by the instant in their names. */
async function candidates(archive: Archive, asked: RawQuestion, run: Run, now: Date): Promise<readonly string[]> {
  const owner = asked.account === undefined ? 'login' : accountKey(asked.account);
  const today = dayInZone(now, 'America/New_York');
  const dates: CalendarDate[] = [run.marketDate, today, addDays(today, -DAYS_BACK)];
  const since = stamp(new Date(now.getTime() - SAME_MORNING_MS));
  const found: { readonly key: string; readonly instant: string }[] = [];
  for (const folder of new Set(dates.map((date) => rawMonth(owner, date)))) {
    for (const key of await archive.list(folder)) {
      const [, instant, endpoint] = /\/(\d{8}T\d{6}Z)-([a-z-]+)-\d+\.json$/.exec(key) ?? [];
      if (instant !== undefined && endpoint === asked.endpoint && instant >= since) found.push({ key, instant });
    }
  }
  return found.sort((a, b) => b.instant.localeCompare(a.instant)).map(({ key }) => key);
}

type Told = Omit<RawAnswer, 'body'> & { readonly bytes: number };

/** What stands beside an answer; undefined when the process ended before it was written. */
async function requestOf(archive: Archive, key: string): Promise<Told | undefined> {
  const body = await archive.get(key.replace(/\.json$/, '.request.json'));
  return body && (JSON.parse(Buffer.from(body).toString('utf8')) as Told);
}

const pick = ({ status, headers, receivedAt }: Told): Omit<KeptAnswer, 'body' | 'key'> => ({
  status,
  headers,
  receivedAt,
});

const stamp = (at: Date): string => at.toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
