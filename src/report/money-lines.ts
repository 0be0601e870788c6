import type { CostBooking, CostKind } from '#analytics/cost-bookings';
import type { FlowBooking } from '#analytics/flow-bookings';
import type { IncomeBooking, IncomeKind } from '#analytics/income-bookings';
import type { DaySpan } from '#domain/statement';
import type { Transfer } from '#domain/transfer';
import { NOT_IN_STATEMENT } from './missing.ts';
import type { MoneyLine } from './money-table.ts';
import { netPaidIn, type StatementMoney } from './statement-money.ts';
import { isMissing, type Missing } from './value.ts';
import { listText } from './wording.ts';

/** Deposits, withdrawals and transfers; transfers only where there are any, or where the statement can't tell. */
export function flowLines({ flows, periods }: StatementMoney): readonly MoneyLine[] {
  const of = (kind: FlowBooking['kind']): readonly FlowBooking[] => flows.flows.filter((flow) => flow.kind === kind);
  const cash = periods.flows.untold.has('cashTransactions') ? { missing: NOT_IN_STATEMENT } : {};
  const moved = periods.flows.untold.has('transfers')
    ? [{ label: 'Transfers', rows: [], missing: NOT_IN_STATEMENT }]
    : [
        transferLine(
          'Transfers in',
          of('transfer-in'),
          flows.withoutValue.filter((one) => !isOut(one)),
        ),
        transferLine('Transfers out', of('transfer-out'), flows.withoutValue.filter(isOut)),
      ].flat();
  return [
    { label: 'Deposits', rows: of('deposit'), ...cash },
    { label: 'Withdrawals', rows: of('withdrawal'), ...cash },
    ...moved,
  ];
}

/** A holding that moved and whose value isn't told makes the sum of its days one that can't be told. */
function transferLine(label: string, rows: readonly FlowBooking[], withoutValue: readonly Transfer[]): MoneyLine[] {
  if (rows.length + withoutValue.length === 0) return [];
  const lacks = (span: DaySpan): Missing | undefined => {
    const net = netPaidIn({ flows: { flows: [], withoutValue } }, '', span);
    return isMissing(net) ? net : undefined;
  };
  return [{ label, rows, lacks }];
}

const isOut = ({ direction, quantity = 0 }: Transfer): boolean =>
  direction === 'unknown' ? quantity < 0 : direction === 'out';

/** Income by kind, tax that was corrected apart; kinds that few accounts know only where there are any. */
export function incomeLines({ income, periods }: StatementMoney): readonly MoneyLine[] {
  const of = (kind: IncomeKind): readonly IncomeBooking[] => income.filter((booking) => booking.kind === kind);
  const tax = of('withholding-tax');
  const lines: readonly (MoneyLine & { readonly rare?: boolean })[] = [
    { label: 'Dividends', rows: of('dividend') },
    { label: 'Payments in lieu', rows: of('payment-in-lieu'), rare: true },
    { label: 'Tax withheld', rows: tax.filter(({ correction }) => !correction) },
    { label: 'Corrections of tax', rows: tax.filter(({ correction }) => correction), rare: true },
    { label: 'Bond interest', rows: of('bond-interest'), rare: true },
    { label: 'Interest received', rows: of('interest-received') },
    { label: 'Interest paid', rows: of('interest-paid') },
  ];
  const missing = periods.income.untold.has('cashTransactions') ? { missing: NOT_IN_STATEMENT } : {};
  return lines
    .filter(({ rows, rare }) => rare !== true || rows.length > 0)
    .map(({ label, rows }) => ({ label, rows, ...missing }));
}

/** Costs by kind; what few accounts pay only where they did, or where the statement can't tell. */
export function costLines({ costs, periods, unnamed }: StatementMoney): readonly MoneyLine[] {
  const { untold } = periods.costs;
  const line = (label: string, kind: CostKind, list: CostBooking['list'], rare = false): MoneyLine[] => {
    const rows = costs.filter((cost) => cost.kind === kind);
    const missing = untold.has(list) || (list === 'trades' && unnamed.has(kind));
    if (rare && !missing && rows.length === 0) return [];
    return [{ label, rows, ...(missing ? { missing: NOT_IN_STATEMENT } : {}) }];
  };
  return [
    ...line('Commissions', 'commission', 'trades'),
    ...line('Transaction taxes', 'transaction-tax', 'trades', true),
    ...line('Fees', 'fee', 'cashTransactions'),
    ...line('Advisor fees', 'advisor-fee', 'cashTransactions', true),
    ...line('Sales tax', 'sales-tax', 'salesTaxes', true),
  ];
}

/** ` without transfers`: what a total can't hold, because the statement doesn't tell it; empty when it holds all. */
export function withoutText(lines: readonly MoneyLine[]): string {
  const lacking = lines.filter(({ missing }) => missing !== undefined).map(({ label }) => label.toLowerCase());
  return lacking.length === 0 ? '' : ` without ${listText(lacking)}`;
}
