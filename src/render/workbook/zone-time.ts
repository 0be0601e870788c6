const DAY_MS = 86_400_000;
/** Every zone's offset changes on a quarter of an hour. */
const BLOCK_MS = 900_000;
/** Days from Excel's day 0 to 1 January 1970. */
const EPOCH = 25_569;
/** Excel counts a 29 February 1900 that never was; before 1 March 1900 its days are not the calendar's. */
const FIRST_SAFE_DAY = 61;

/** Turns instants into what a wall clock shows, as Excel's day numbers. */
export interface ZoneTime {
  /** For headers: `ET`, `UTC`, `Zurich time`. */
  readonly label: string;
  /** Excel's day number with the time as fraction; undefined when the text is no ISO 8601 instant. */
  serial(instant: string): number | undefined;
}

/** @param timeZone an IANA zone @throws RangeError when the zone is unknown */
export function zoneTime(timeZone: string): ZoneTime {
  const offset = offsetIn(timeZone);
  return {
    label: labelOf(timeZone),
    serial(instant) {
      const ms = Date.parse(instant);
      if (Number.isNaN(ms)) return undefined;
      const serial = EPOCH + (ms + offset(ms)) / DAY_MS;
      return serial < FIRST_SAFE_DAY ? undefined : serial;
    },
  };
}

/** Excel's number of a day `YYYY-MM-DD`; undefined for other text, and for days before March 1900. */
export function dateSerial(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const ms = Date.parse(`${day}T00:00:00Z`);
  // A 30 February is read as a day of March.
  if (Number.isNaN(ms) || new Date(ms).getUTCDate() !== Number(day.slice(8))) return undefined;
  const serial = EPOCH + ms / DAY_MS;
  return serial < FIRST_SAFE_DAY ? undefined : serial;
}

/** `2026-11-16T16:00:00`, with seconds or without, and whatever offset it was told with. */
const WALL_CLOCK = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

/** Excel's number of the day and time that a text tells, moved to no other zone; undefined for text of another form. */
export function wallClockSerial(text: string): number | undefined {
  const [, day = '', hour, minute, second = 0] = WALL_CLOCK.exec(text) ?? [];
  const date = dateSerial(day);
  return date === undefined ? undefined : date + (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) / 86_400;
}

function offsetIn(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const known = new Map<number, number>();
  return (ms) => {
    const block = Math.floor(ms / BLOCK_MS) * BLOCK_MS;
    const seen = known.get(block);
    if (seen !== undefined) return seen;
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(block)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    const found = Date.UTC(year, month - 1, day, hour, minute, second) - block;
    if (known.size > 10_000) known.clear();
    known.set(block, found);
    return found;
  };
}

function labelOf(timeZone: string): string {
  if (timeZone === 'America/New_York') return 'ET';
  if (/^(Etc\/)?(UTC|GMT|UCT|Zulu)$/.test(timeZone)) return 'UTC';
  return `${(timeZone.split('/').at(-1) ?? timeZone).replace(/_/g, ' ')} time`;
}
