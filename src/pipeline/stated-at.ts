import { TZDate } from '@date-fns/tz';

/** An instant without an offset, as statements write it: the broker's own wall clock. */
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/;

/**
 * Since when a statement's word stands, ISO 8601 UTC: when the broker made it, where it says so, and never later than
 * it came. A file that lay somewhere for a year is no newer than what was asked for since. Times without a zone are
 * taken as New York's.
 *
 * @param askedAt when the answer came, ISO 8601 UTC
 */
export function statedAt(generatedAt: string | undefined, askedAt: string): string {
  const came = new Date(askedAt);
  const made = generatedAt === undefined ? undefined : instantOf(generatedAt);
  return (made !== undefined && made < came ? made : came).toISOString();
}

function instantOf(text: string): Date | undefined {
  const local = LOCAL.exec(text);
  if (local) {
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = local.slice(1).map(Number);
    return new Date(new TZDate(year, month - 1, day, hour, minute, second, 'America/New_York').getTime());
  }
  const instant = new Date(text);
  // A day alone is no instant: the statement may have been made at its end.
  return /^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(instant.getTime()) ? undefined : instant;
}
