import { type BaseTotal, ledgerRates } from '#analytics/conversion';
import { valuation } from '#analytics/valuation';
import type { AccountClose } from '#analytics/value-attribution';
import { valueOf } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import { datasetOf, type Snapshot } from '#domain/snapshot';
import { holdingsValue } from './holdings-value.ts';
import type { Missing } from './value.ts';
import { dayText } from './wording.ts';

/** An account at the close of its Snapshot's market day, or why that can't be said. */
export function accountClose(
  snapshot: Snapshot,
  calendar: MarketCalendar,
): (AccountClose & { readonly total: BaseTotal }) | Missing {
  const day = dayText(snapshot.run.marketDate);
  const { positions, ledger } = snapshot.datasets;
  const seen = holdingsValue(snapshot, calendar);
  if (!seen || positions.status === 'missing' || ledger.status === 'missing')
    return { missing: `no holdings of ${day}` };
  if (seen.moment !== 'close') return { missing: `holdings are not of the close of ${day}` };
  const statement = valueOf(datasetOf(snapshot, 'statement'));
  const accruals = statement?.close.dividendAccruals;
  // A currency that nothing is held in has no row, and its rate may be needed for what was sold.
  const rates = new Map([...Object.entries(statement?.close.ratesToBase ?? {}), ...ledgerRates(ledger.value)]);
  return {
    positions: positions.value,
    ledger: ledger.value,
    rates,
    total: valuation(positions.value, ledger.value).total,
    ...(accruals ? { dividendAccruals: accruals } : {}),
  };
}
