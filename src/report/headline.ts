import type { MissingDataset, PresentDataset } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Performance } from '#domain/performance-series';
import type { Run } from '#domain/snapshot';
import { type BenchmarkHistory, comparedPeriod } from './benchmark-history.ts';
import { comesLater, FOLLOWS, NO_HISTORY, noRate, REASON_WORDS } from './missing.ts';
import { NOT_TIME_WEIGHTED, noValueOf, type PerformanceHistory } from './performance-history.ts';
import { type PerformancePeriod, performancePeriods } from './performance-periods.ts';
import type { Headline } from './report.ts';
import type { HoldingsValue, LedgerValue, Seen } from './report-context.ts';
import type { Cell, Missing } from './value.ts';
import { dayText, instantText, longDayText } from './wording.ts';

export interface HeadlineInput {
  readonly run: Run;
  readonly timeZone: string;
  readonly ledger: LedgerValue | undefined;
  readonly holdings: HoldingsValue | undefined;
  readonly history: PerformanceHistory | undefined;
  readonly performance: PresentDataset<Performance> | MissingDataset;
  readonly benchmark?: BenchmarkHistory | undefined;
  readonly calendar: MarketCalendar;
  /** Nothing was held at both ends of the day, so that it made nothing. Default: not known. */
  readonly empty?: boolean;
}

/**
 * The figures on top. The value is the broker's own of the market day (PortfolioAnalyst, exact); without it the sum
 * of holdings, cash and accruals; without that the ledger's total (single precision). The basis says which, and of
 * when: a live value of another moment is never passed off as the close.
 */
export function headline(input: HeadlineInput): Headline {
  const told = returnsOf(input);
  const periods = 'missing' in told ? [] : performancePeriods(told, input.run.marketDate);
  const day = 'missing' in told ? told : told.day;
  return {
    ...netAssetValue(input),
    dayResult: input.empty ? 0 : 'missing' in day ? day : day.result,
    dayReturn: 'missing' in day ? day : day.twr,
    yearReturn: returnOver('Year', told, periods),
    periods: periods.map(({ name, twr }) => ({ name, twr })),
    ...(input.benchmark ? { benchmark: against(input.benchmark, told, periods, input.calendar) } : {}),
  };
}

type Told = PerformanceHistory | Missing;

/** A period is left out where the broker's history begins inside it. */
function returnOver(name: string, told: Told, periods: readonly PerformancePeriod[]): Cell {
  if ('missing' in told) return told;
  const period = periods.find((one) => one.name === name);
  if (!period && name === 'Day' && 'missing' in told.day) return told.day;
  return period?.twr ?? { missing: `history begins ${longDayText(told.series.base.date)}` };
}

function against(
  benchmark: BenchmarkHistory,
  told: Told,
  periods: readonly PerformancePeriod[],
  calendar: MarketCalendar,
): NonNullable<Headline['benchmark']> {
  const of = (name: string): Cell => {
    if (benchmark.missing !== undefined) return { missing: benchmark.missing };
    const period = periods.find((one) => one.name === name);
    if ('missing' in told || !period) return returnOver(name, told, periods);
    return comparedPeriod(period, told, benchmark, calendar).difference;
  };
  return { name: benchmark.name, day: of('Day'), year: of('Year') };
}

/** The history whose returns end on the market day, or why there is none. */
function returnsOf({ run, history, performance }: HeadlineInput): Told {
  if (comesLater(run, 'performance')) return FOLLOWS;
  if (performance.status === 'missing') return { missing: REASON_WORDS[performance.gap.reason] };
  if (!history) return NO_HISTORY;
  if (!history.marketDay) return noValueOf(run.marketDate);
  return history.timeWeighted ? history : NOT_TIME_WEIGHTED;
}

type Value = Pick<Headline, 'netAssetValue' | 'netAssetValueBasis'>;

function netAssetValue({ run, timeZone, ledger, holdings, history, performance }: HeadlineInput): Value {
  const exact = history?.marketDay?.netAssetValue;
  if (exact !== undefined && exact !== null) {
    const day = dayText(run.marketDate);
    const fromFlex = performance.status === 'present' && performance.source === 'flex';
    const basis = fromFlex ? `Flex statement of ${day}` : `PortfolioAnalyst, close of ${day}`;
    return { netAssetValue: exact, netAssetValueBasis: basis };
  }
  if (holdings && holdings.valuation.total.without.length === 0) {
    const basis = `holdings, cash and accruals, ${momentText(holdings, run, timeZone)}`;
    return { netAssetValue: holdings.valuation.total.amount, netAssetValueBasis: basis };
  }
  const total = ledger?.valuation.brokerTotal;
  if (ledger && total !== undefined) {
    const of = ledger.source === 'flex' ? 'Flex statement' : 'broker’s ledger (single precision)';
    const basis = `${of}, ${momentText(ledger, run, timeZone)}`;
    return { netAssetValue: total, netAssetValueBasis: basis };
  }
  if (!holdings)
    return { netAssetValue: { missing: 'no holdings and no past values' }, netAssetValueBasis: 'no source' };
  return { netAssetValue: noRate(holdings.valuation.total.without), netAssetValueBasis: 'holdings without a rate' };
}

/** `close of 20 Nov`, or the moment with what it is. */
export function momentText({ asOf, moment }: Seen, run: Run, timeZone: string): string {
  if (moment === 'close') return `close of ${dayText(run.marketDate)}`;
  return `live at ${instantText(asOf, timeZone)}, not the close of ${dayText(run.marketDate)}`;
}
