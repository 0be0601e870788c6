import { ledgerValuation, valuation } from '#analytics/valuation';
import { type CalendarDate, dayInZone } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { HoldingsValue, LedgerValue, Moment } from './report-context.ts';

/** The account valued from its holdings and ledger, or undefined when one of them is missing. */
export function holdingsValue(snapshot: Snapshot, calendar: MarketCalendar): HoldingsValue | undefined {
  const { positions, ledger } = snapshot.datasets;
  if (positions.status !== 'present' || ledger.status !== 'present') return undefined;
  const date = snapshot.run.marketDate;
  const moments = [positions.asOf, ledger.asOf].map((asOf) => momentOf(asOf, date, calendar));
  return {
    valuation: valuation(positions.value, ledger.value),
    asOf: positions.asOf < ledger.asOf ? positions.asOf : ledger.asOf,
    // Holdings and rates of two moments are of neither: what isn't of the close decides.
    moment: moments.find((moment) => moment !== 'close') ?? 'close',
  };
}

/** Cash, accruals and rates by the ledger alone, whatever became of the holdings; undefined when it is missing. */
export function ledgerValue({ run, datasets }: Snapshot, calendar: MarketCalendar): LedgerValue | undefined {
  const { ledger } = datasets;
  if (ledger.status !== 'present') return undefined;
  const moment = momentOf(ledger.asOf, run.marketDate, calendar);
  return { valuation: ledgerValuation(ledger.value), asOf: ledger.asOf, moment, source: ledger.source };
}

/** Where an instant lies against the close of a market day. */
export function momentOf(asOf: string, marketDate: CalendarDate, calendar: MarketCalendar): Moment {
  const at = new Date(asOf);
  const day = dayInZone(at, calendar.timeZone);
  if (day !== marketDate) return day < marketDate ? 'earlier' : 'later';
  return calendar.isTradingDay(day) && at < calendar.closeOf(day) ? 'before-close' : 'close';
}
