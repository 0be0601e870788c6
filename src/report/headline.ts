import type { MissingDataset, PresentDataset } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Performance } from '#domain/performance-series';
import type { Run } from '#domain/snapshot';
import { type BenchmarkHistory, comparedPeriod } from './benchmark-history.ts';
import { comesLater, REASON_WORDS } from './missing.ts';
import { NOT_TIME_WEIGHTED, type PerformanceHistory } from './performance-history.ts';
import { type PerformancePeriod, performancePeriods } from './performance-periods.ts';
import type { Headline } from './report.ts';
import type { HoldingsValue, LedgerValue, Seen } from './report-context.ts';
import type { Cell } from './value.ts';
import { dayText, instantText } from './wording.ts';

export interface HeadlineInput {
  readonly run: Run;
  readonly timeZone: string;
  readonly ledger: LedgerValue | undefined;
  readonly holdings: HoldingsValue | undefined;
  readonly history: PerformanceHistory | undefined;
  readonly performance: PresentDataset<Performance> | MissingDataset;
  readonly benchmark?: BenchmarkHistory | undefined;
  readonly calendar: MarketCalendar;
}

/**
 * The figures on top. The value is the broker's own of the market day (PortfolioAnalyst, exact); without it the sum
 * of holdings, cash and accruals; without that the ledger's total (single precision). The basis says which, and of
 * when: a live value of another moment is never passed off as the close.
 */
export function headline(input: HeadlineInput): Headline {
  const { history } = input;
  const why = returnsMissing(input);
  const periods = history && why === undefined ? performancePeriods(history, input.run.marketDate) : [];
  const twr = (name: string): Cell =>
    periods.find((period) => period.name === name)?.twr ?? { missing: why ?? 'history is too short' };
  const day = history?.day ?? { missing: why ?? 'no value' };
  return {
    ...netAssetValue(input),
    dayResult: 'missing' in day ? day : day.result,
    dayReturn: why !== undefined ? { missing: why } : 'missing' in day ? day : day.twr,
    yearReturn: twr('Year'),
    periods: periods.map(({ name, twr }) => ({ name, twr })),
    ...(input.benchmark ? { benchmark: against(input.benchmark, input, periods) } : {}),
  };
}

function against(
  benchmark: BenchmarkHistory,
  { history, calendar }: HeadlineInput,
  periods: readonly PerformancePeriod[],
): NonNullable<Headline['benchmark']> {
  const of = (name: string): Cell => {
    const period = periods.find((one) => one.name === name);
    if (!history || !period) return { missing: benchmark.missing ?? 'no return to compare' };
    return comparedPeriod(period, history, benchmark, calendar).difference;
  };
  return { name: benchmark.name, day: of('Day'), year: of('Year') };
}

/** Why there are no returns that end on the market day; undefined when there are. */
function returnsMissing({ run, history, performance }: HeadlineInput): string | undefined {
  if (comesLater(run, 'performance')) return 'follows in the morning';
  if (performance.status === 'missing') return REASON_WORDS[performance.gap.reason];
  if (!history) return 'no history yet';
  if (!history.timeWeighted) return NOT_TIME_WEIGHTED.missing;
  return history.marketDay ? undefined : `no value of ${dayText(run.marketDate)} from the broker`;
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
  return {
    netAssetValue: { missing: `no rate for ${holdings.valuation.total.without.join(', ')}` },
    netAssetValueBasis: 'holdings without a rate',
  };
}

/** `close of 20 Nov`, or the moment with what it is. */
export function momentText({ asOf, moment }: Seen, run: Run, timeZone: string): string {
  if (moment === 'close') return `close of ${dayText(run.marketDate)}`;
  return `live at ${instantText(asOf, timeZone)}, not the close of ${dayText(run.marketDate)}`;
}
