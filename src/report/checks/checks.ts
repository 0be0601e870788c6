import { valueOf } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import { datasetOf, type Snapshot } from '#domain/snapshot';
import type { BenchmarkHistory } from '#report/benchmark-history';
import type { Check } from '#report/block';
import type { PeriodMoves } from '#report/moved-period';
import type { PerformanceHistory } from '#report/performance-history';
import type { AsOf } from '#report/report';
import type { HoldingsValue, LedgerValue } from '#report/report-context';
import type { StatementMoney } from '#report/statement-money';
import { benchmarkHasAClose } from './benchmark-check.ts';
import { bookingsMakeTheBridge } from './bridge-checks.ts';
import { daysChainToMonths, sourcesAreOfTheDay } from './history-checks.ts';
import { tradesExplainQuantities } from './quantity-check.ts';
import { sourceChecks } from './source-checks.ts';
import { daysLinkToSpans } from './span-check.ts';
import { ownReturnEqualsBrokers } from './statement-checks.ts';
import { nothingUnexplained } from './unexplained-check.ts';
import { everyCurrencyHasARate, historyEqualsClose, ledgerEqualsSummary, partsMakeTheValue } from './value-checks.ts';

export interface ChecksInput {
  readonly snapshot: Snapshot;
  readonly previous: Snapshot | undefined;
  readonly calendar: MarketCalendar;
  readonly ledger: LedgerValue | undefined;
  readonly holdings: HoldingsValue | undefined;
  readonly history: PerformanceHistory | undefined;
  readonly asOf: readonly AsOf[];
  readonly money: StatementMoney | undefined;
  readonly benchmark: BenchmarkHistory | undefined;
  /** What moved the value over the day and longer. */
  readonly moves: readonly PeriodMoves[];
}

/**
 * The ten reconciliation checks, always all of them: what can't be checked says what it lacks. With a statement, its
 * bookings against its bridge, and days against the returns of longer statements; with both sources, what both say.
 */
export function reconciliationChecks(input: ChecksInput): readonly Check[] {
  const { snapshot, previous, calendar, ledger, holdings, history, asOf, money } = input;
  const base = snapshot.account.baseCurrency;
  const { performance } = snapshot.datasets;
  const statement = valueOf(datasetOf(snapshot, 'statement'));
  const returnsFrom = performance.status === 'present' ? performance.source : undefined;
  const told = { statement, money, base, calendar, history, returnsFrom };
  const bookings = bookingsMakeTheBridge(told, money);
  const spans = daysLinkToSpans(told);
  const close = historyEqualsClose(snapshot, history, ledger);
  return [
    ledgerEqualsSummary(snapshot, ledger),
    partsMakeTheValue(holdings, base),
    close,
    daysChainToMonths(snapshot, history, calendar),
    ownReturnEqualsBrokers(told),
    nothingUnexplained({ ...told, moves: input.moves }),
    sourcesAreOfTheDay(asOf),
    tradesExplainQuantities(snapshot, previous, calendar),
    everyCurrencyHasARate(snapshot, ledger),
    benchmarkHasAClose(input.benchmark, snapshot.run.marketDate),
    ...(bookings ? [bookings] : []),
    ...(spans ? [spans] : []),
    ...sourceChecks(snapshot, calendar, base).filter(({ id }) => !(id === VALUES && isOfTheSame(close, snapshot))),
  ];
}

const VALUES = 'sources-value';

/** Of a close that the statement tells, check 3 holds the same two values against each other: once is enough. */
function isOfTheSame({ verdict }: Check, { datasets: { ledger, performance } }: Snapshot): boolean {
  const [closing, history] = [ledger, performance].map((dataset) => dataset.status === 'present' && dataset.source);
  return verdict !== 'unchecked' && closing === 'flex' && history === 'gateway';
}
