import type { MarketCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { Check } from '#report/block';
import { NEEDS_FLEX } from '#report/missing';
import type { PerformanceHistory } from '#report/performance-history';
import type { AsOf } from '#report/report';
import type { HoldingsValue, LedgerValue } from '#report/report-context';
import { unchecked } from './check.ts';
import { daysChainToMonths, sourcesAreOfTheDay, tradesExplainQuantities } from './history-checks.ts';
import { everyCurrencyHasARate, historyEqualsClose, ledgerEqualsSummary, partsMakeTheValue } from './value-checks.ts';

export interface ChecksInput {
  readonly snapshot: Snapshot;
  readonly previous: Snapshot | undefined;
  readonly calendar: MarketCalendar;
  readonly ledger: LedgerValue | undefined;
  readonly holdings: HoldingsValue | undefined;
  readonly history: PerformanceHistory | undefined;
  readonly asOf: readonly AsOf[];
}

/** The ten reconciliation checks, always all of them: what can't be checked says what it lacks. */
export function reconciliationChecks(input: ChecksInput): readonly Check[] {
  const { snapshot, previous, calendar, ledger, holdings, history, asOf } = input;
  const base = snapshot.account.baseCurrency;
  return [
    ledgerEqualsSummary(snapshot, ledger),
    partsMakeTheValue(holdings, base),
    historyEqualsClose(history, ledger, base),
    daysChainToMonths(snapshot, history, calendar),
    unchecked('own-return', 'Own return = broker’s return', NEEDS_FLEX.missing),
    unchecked('bridge', 'Nothing unexplained in the bridge', NEEDS_FLEX.missing),
    sourcesAreOfTheDay(asOf),
    tradesExplainQuantities(snapshot, previous, calendar),
    everyCurrencyHasARate(snapshot, ledger),
    unchecked('benchmark', 'Benchmark has a close', 'no benchmark set'),
  ];
}
