import type { MarketCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { HoldingsValue } from './report-context.ts';
import { dayText, instantText } from './wording.ts';

/** Read within minutes of each other, things are of one moment. */
const ONE_MOMENT_MS = 10 * 60_000;

interface Line {
  readonly term: string;
  readonly text: string;
}

/**
 * When the report was put together, if that was after its day had been missed: another market day has closed since.
 * ISO 8601 UTC; undefined for a day that was reported in its time. The hour of its values decides: transactions of a
 * day go on to be asked for long after its report, and don't make it a missed one.
 */
export function reconstructedAt(
  { run, takenAt, datasets: { performance } }: Pick<Snapshot, 'run' | 'takenAt' | 'datasets'>,
  calendar: MarketCalendar,
): string | undefined {
  if (run.kind !== 'final') return undefined;
  const valuesAt = performance.status === 'present' ? performance.fetchedAt : takenAt;
  return calendar.lastClosedMarketDay(new Date(valuesAt)) > run.marketDate ? takenAt : undefined;
}

/** What a day that was made up for has, and what can't be had any more. */
export function reconstructedLines(
  snapshot: Snapshot,
  calendar: MarketCalendar,
  holdings: HoldingsValue | undefined,
  timeZone: string,
): readonly Line[] {
  const at = reconstructedAt(snapshot, calendar);
  if (at === undefined) return [];
  const day = dayText(snapshot.run.marketDate);
  const values =
    snapshot.datasets.performance.status === 'present'
      ? 'Value and returns are those the broker keeps of that day. '
      : '';
  const { positions } = snapshot.datasets;
  const ofStatement = positions.status === 'present' && positions.source === 'flex';
  const rest = ofStatement
    ? 'Holdings, cash and rates are those of the broker’s statement of that day.'
    : holdings?.moment === 'close'
      ? 'Holdings, cash and rates are those kept at its close.'
      : 'Holdings, cash and rates of its close were not kept and can’t be had any more.';
  const text = `${day} was missed; this report was put together at ${instantText(at, timeZone)}. ${values}${rest}`;
  return [{ term: 'Reconstructed', text }];
}

/** Holdings of one session and cash of another: sums over both are of neither moment. */
export function mixedLines({ datasets }: Snapshot, timeZone: string): readonly Line[] {
  const { positions, ledger } = datasets;
  if (positions.status !== 'present' || ledger.status !== 'present') return [];
  const apartMs = Math.abs(Date.parse(positions.fetchedAt) - Date.parse(ledger.fetchedAt));
  if (apartMs <= ONE_MOMENT_MS) return [];
  const [held, cash] = [positions.fetchedAt, ledger.fetchedAt].map((at) => instantText(at, timeZone));
  const text = `Holdings were read at ${held}, cash and rates at ${cash}: sums of both are of neither moment.`;
  return [{ term: 'Two moments', text }];
}
