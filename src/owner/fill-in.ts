import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import { type BackfillPorts, type BackfillRequest, backfillStatements } from '#pipeline/backfill';
import type { Backfilled } from '#pipeline/backfilled';
import { type FlexPorts, openFlexSource } from '#sources/flex/flex-source';

export type Filled = Backfilled;

export interface FillInRequest extends BackfillRequest {
  /** With a first day: which query is asked, and the token, which stands in requests alone. */
  readonly source?: { readonly query: string; readonly token: string };
}

export type FillInPorts = Omit<BackfillPorts, 'flex'> & Pick<FlexPorts, 'connect'>;

/** Fills the archive with what files and the service tell of days gone by. @throws ArchiveError */
export async function fillIn(request: FillInRequest, { connect, ...ports }: FillInPorts): Promise<Filled> {
  const { source: asked, ...rest } = request;
  if (!asked) return backfillStatements(rest, ports);
  const source = openFlexSource({ connect, clock: ports.clock, token: asked.token });
  try {
    return await backfillStatements(rest, { ...ports, flex: { source, query: asked.query } });
  } finally {
    await source.close();
  }
}

/** The newest market day whose statement is final at `now`. */
export function newestFinalDay(calendar: MarketCalendar, now: Date): CalendarDate {
  const closed = calendar.lastClosedMarketDay(now);
  return calendar.finality(closed, now) === 'final' ? closed : calendar.previousTradingDay(closed);
}
