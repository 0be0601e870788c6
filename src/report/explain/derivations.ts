import { flowBookings } from '#analytics/flow-bookings';
import { valueOf } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import { datasetOf, type Snapshot } from '#domain/snapshot';
import type { Statement } from '#domain/statement';
import { closeValue } from '#report/build-report';
import { holdingsValue, ledgerValue } from '#report/holdings-value';
import { withoutHollowHoldings } from '#report/hollow-holdings';
import { performanceHistory } from '#report/performance-history';
import { statementMoney } from '#report/statement-money';
import type { Derivation } from './derivation.ts';
import { booking, moneyDerivations } from './money-derivations.ts';
import { marginDerivations, partDerivations } from './part-derivations.ts';
import { type FlowsOf, returnDerivations } from './return-derivations.ts';

const PERIODS: Readonly<Record<string, string>> = {
  'twr Month': 'Return (TWR), month to date',
  'twr Quarter': 'Return (TWR), quarter to date',
  'twr Year': 'Return (TWR), year to date',
  'twr 12 months': 'Return (TWR), 12 months',
};

/**
 * How each figure of a report's summary is reckoned, by its label, from the same values and by the same functions as
 * the report. A label that begins with one of these is the same figure with what it leaves out.
 */
export function derivations(given: Snapshot, calendar: MarketCalendar): ReadonlyMap<string, Derivation> {
  const snapshot = withoutHollowHoldings(given);
  const { run, account, datasets } = snapshot;
  const base = account.baseCurrency;
  const [holdings, ledger] = [holdingsValue(snapshot, calendar), ledgerValue(snapshot, calendar)];
  const found = new Map([...partDerivations(snapshot, ledger), ...marginDerivations(snapshot)]);
  const statement = valueOf(datasetOf(snapshot, 'statement'));
  const { performance } = datasets;
  const history =
    performance.status === 'present'
      ? performanceHistory(performance.value, run.marketDate, calendar, closeValue(holdings, ledger))
      : undefined;
  if (history && performance.status === 'present') {
    for (const [label, one] of returnDerivations(
      history,
      run.marketDate,
      performance.source,
      base,
      flowsIn(statement, base),
    )) {
      found.set(PERIODS[label] ?? label.replace(/^twr Since/, 'Return (TWR), since'), one);
    }
  }
  const parts = ['Holdings', 'Cash', 'Accrued, not yet paid'].map((label) => found.get(label));
  if (!found.has('Net asset value') && holdings && parts.every((part) => part !== undefined)) {
    found.set('Net asset value', sumOfParts(parts));
  }
  if (statement) {
    const opened = history?.series.fromFirstDay ? { opened: history.series.base.date } : {};
    const money = statementMoney(statement, { calendar, ...opened });
    for (const [label, one] of moneyDerivations(statement, money, base)) found.set(label, one);
  }
  return found;
}

/** A day's own return counts where a statement of just that day gives it; the bookings of its days otherwise. */
export function flowsIn(statement: Statement | undefined, base: string): FlowsOf {
  const flows = statement ? flowBookings(statement.history).flows : [];
  return (before, after) => {
    const own = statement?.history.changes.findLast(({ from, to }) => to === after.date && from > before.date);
    if (own?.timeWeightedReturn !== undefined) return 'told';
    return flows.filter(({ day }) => day > before.date && day <= after.date).flatMap((flow) => booking(flow, base));
  };
}

function sumOfParts(parts: readonly Derivation[]): Derivation {
  return {
    formula: 'holdings + cash + accruals, each Σ amount · rate',
    inputs: parts.flatMap(({ inputs }) => inputs),
    reckon: (values) => {
      let from = 0;
      return parts.reduce((sum, { inputs, reckon }) => {
        const own = values.slice(from, from + inputs.length);
        from += inputs.length;
        return sum + reckon(own);
      }, 0);
    },
  };
}
