import type { CostBooking, CostKind } from '#analytics/cost-bookings';
import { type Block, type Row, table } from '#report/block';
import { bookedCells } from '#report/booked-cells';
import { costLines, withoutText } from '#report/money-lines';
import { sinceOwnText } from '#report/money-periods';
import { moneyTable } from '#report/money-table';
import { newestFirst } from '#report/newest-first';
import type { ReportContext } from '#report/report-context';
import { section } from '#report/section';
import { type StatementMoney, sumCell } from '#report/statement-money';
import { amountText } from '#report/wording';
import { headingSum } from './heading-sum.ts';

/** What trading and the account cost. */
export const costs = section({
  id: 'costs',
  title: 'Costs',
  needs: ['statement'],
  build: (_data, context) => {
    const { money } = context;
    if (!money || money.periods.costs.columns.length === 0) return [];
    return [sums(money, context), list(money, context)];
  },
});

function sums(money: StatementMoney, { base }: ReportContext): Block {
  const periods = money.periods.costs;
  const lines = costLines(money);
  const without = withoutText(lines);
  return moneyTable({
    id: 'costs',
    title: headingSum(
      periods,
      (span) => sumCell(money.costs, base, span),
      (amount, when) =>
        `${amount < 0 ? 'Costs' : 'More refunds than costs:'} ${amountText(Math.abs(amount))} ${base}${without} ${when}`,
      (when) => `No costs${without} ${when}`,
      'Costs',
    ),
    subtitle: `Commissions, fees and taxes on them by day of report, ${base} at each booking’s own rate`,
    shownIn: ['page'],
    head: 'Kind',
    lines,
    total: { label: `Costs${without}`, sum: (span) => sumCell(money.costs, base, span) },
    periods,
    base,
    note: ['Negative is paid; a refund is positive.', sinceOwnText(money, 'costs')].join(' ').trim(),
  });
}

type Key = 'date' | 'kind' | 'symbol' | 'description' | 'amount' | 'currency' | 'rate' | 'value' | 'type';

function list(money: StatementMoney, { base }: ReportContext): Block {
  return table<Key>({
    id: 'cost-bookings',
    title: 'Each commission, fee and tax on them',
    subtitle: `Newest first, as the broker’s statements tell them. Value in ${base} at the booking’s own rate`,
    shownIn: ['workbook'],
    sheet: 'Costs',
    columns: [
      { key: 'date', title: 'Reported', kind: 'date' },
      { key: 'kind', title: 'Kind', kind: 'text' },
      { key: 'symbol', title: 'Symbol', kind: 'text' },
      { key: 'description', title: 'Description', kind: 'text' },
      { key: 'amount', title: 'Amount local', kind: 'change' },
      { key: 'currency', title: 'Currency', kind: 'text', weight: 'side' },
      { key: 'rate', title: `FX to ${base}`, kind: 'rate', weight: 'side' },
      { key: 'value', title: 'Value', kind: 'change', unit: base, weight: 'lead' },
      { key: 'type', title: 'Broker’s word', kind: 'text', weight: 'side' },
    ],
    rows: newestFirst<Key>(money.costs.map((cost) => costRow(cost, base))),
    emptyText: 'No costs are told.',
  });
}

const KINDS: Readonly<Record<CostKind, string>> = {
  commission: 'Commission',
  'transaction-tax': 'Transaction tax',
  fee: 'Fee',
  'advisor-fee': 'Advisor fee',
  'sales-tax': 'Sales tax',
};

function costRow(cost: CostBooking, base: string): Row<Key> {
  const { day, kind, symbol, description, brokerType } = cost;
  return {
    date: day,
    kind: KINDS[kind],
    symbol: symbol || null,
    description: description || null,
    ...bookedCells(cost, base),
    type: brokerType || null,
  };
}
