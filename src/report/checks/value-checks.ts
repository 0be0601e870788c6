import { compare, moneyTolerance, oneBasisPoint } from '#analytics/reconcile';
import { accruedOf, valueInAccount } from '#analytics/valuation';
import { valueOf } from '#domain/dataset';
import type { Snapshot } from '#domain/snapshot';
import type { Check } from '#report/block';
import { noRate } from '#report/missing';
import type { PerformanceHistory } from '#report/performance-history';
import type { HoldingsValue, LedgerValue } from '#report/report-context';
import { countText, listText } from '#report/wording';
import { countCheck, moneyCheck, unchecked } from './check.ts';

/** Check 1: the broker's two totals of the same moment agree. Both are single precision. */
export function ledgerEqualsSummary(snapshot: Snapshot, value: LedgerValue | undefined): Check {
  const [id, name] = ['ledger-summary', 'Ledger = account totals'];
  const summary = valueOf(snapshot.datasets.summary);
  if (!summary) return unchecked(id, name, 'account totals missing');
  const ledger = valueOf(snapshot.datasets.ledger);
  if (!ledger) return unchecked(id, name, 'cash and currencies missing');
  // Totals of the gateway's and a ledger of the statement's are of two moments.
  if (!sameSource(snapshot)) return unchecked(id, name, 'they are of two sources');
  const total = ledger.hasBaseRow ? ledger.netLiquidationBase : value?.valuation.brokerTotal;
  if (total === undefined) return unchecked(id, name, 'ledger has no total');
  if (summary.currency !== ledger.baseCurrency) return unchecked(id, name, `totals are in ${summary.currency}`);
  const expected = summary.netLiquidation;
  return moneyCheck(id, name, compare(expected, total, moneyTolerance(expected)), ledger.baseCurrency);
}

function sameSource({ datasets: { summary, ledger } }: Snapshot): boolean {
  return summary.status === 'present' && ledger.status === 'present' && summary.source === ledger.source;
}

/** Check 2: holdings, cash and accruals make the broker's total. */
export function partsMakeTheValue(holdings: HoldingsValue | undefined, base: string): Check {
  const [id, name] = ['parts', 'Holdings + cash + accruals = value'];
  if (!holdings) return unchecked(id, name, 'holdings or ledger missing');
  const { total, brokerTotal } = holdings.valuation;
  if (brokerTotal === undefined) return unchecked(id, name, 'ledger has no total');
  if (total.without.length > 0) return unchecked(id, name, noRate(total.without).missing);
  return moneyCheck(id, name, compare(brokerTotal, total.amount, moneyTolerance(brokerTotal)), base);
}

/** Check 3: PortfolioAnalyst's value of the day is what the account was worth at that close. */
export function historyEqualsClose(
  { account, datasets }: Snapshot,
  history: PerformanceHistory | undefined,
  ledger: LedgerValue | undefined,
): Check {
  const [id, name] = ['close', 'PortfolioAnalyst = close value'];
  const { performance } = datasets;
  // Values and ledger of one statement are one figure: held against itself it proves nothing.
  if (performance.status === 'present' && performance.source === 'flex')
    return unchecked(id, name, 'no value of PortfolioAnalyst');
  if (!history) return unchecked(id, name, 'no past values');
  const found = history.marketDay?.netAssetValue ?? null;
  if (found === null) return unchecked(id, name, 'no value of the day from the broker');
  const expected = ledger?.moment === 'close' ? ledger.valuation.brokerTotal : undefined;
  if (expected === undefined) return unchecked(id, name, 'no snapshot of that close');
  return moneyCheck(id, name, compare(expected, found, oneBasisPoint(expected)), account.baseCurrency);
}

/** Check 9: every currency that holds something has a rate, by the ledger and, where there are any, the holdings. */
export function everyCurrencyHasARate(snapshot: Snapshot, value: LedgerValue | undefined): Check {
  const [id, name] = ['rates', 'Every currency has a rate'];
  const ledger = valueOf(snapshot.datasets.ledger);
  if (!ledger || !value) return unchecked(id, name, 'cash and currencies missing');
  const used = new Set<string>();
  for (const position of valueOf(snapshot.datasets.positions) ?? [])
    if (valueInAccount(position) !== null) used.add(position.currency);
  for (const row of ledger.balances) {
    const holds = row.cash !== 0 || accruedOf(row) !== 0 || Object.keys(row.securities).length > 0;
    if (holds) used.add(row.currency);
  }
  const without = [...used].filter((currency) => !value.valuation.rates.has(currency)).sort();
  const finding =
    without.length === 0
      ? countText(used.size, 'currency', 'currencies')
      : `none for ${listText(without)}: amounts stay in their currency`;
  return countCheck(id, name, { expected: used.size, found: used.size - without.length, finding });
}
