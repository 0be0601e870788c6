import type { FlowBooking } from '#analytics/flow-bookings';
import { reportedOn } from '#domain/day-of-report';
import type { Transfer } from '#domain/transfer';
import { type Block, type Row, table } from '#report/block';
import { bookedCells } from '#report/booked-cells';
import { NOT_IN_STATEMENT } from '#report/missing';
import { flowLines, withoutText } from '#report/money-lines';
import { sinceText } from '#report/money-periods';
import { moneyTable } from '#report/money-table';
import { newestFirst } from '#report/newest-first';
import type { ReportContext } from '#report/report-context';
import { section } from '#report/section';
import { netPaidIn, type StatementMoney } from '#report/statement-money';
import { amountText } from '#report/wording';
import { headingSum } from './heading-sum.ts';

/** Rows that the page shows; the workbook has them all. */
const LIMIT = 15;

/** What was paid in and out: it changes the value and is no result. */
export const cashFlows = section({
  id: 'cash-flows',
  title: 'Deposits and withdrawals',
  needs: ['statement'],
  build: (_data, context) => {
    const { money } = context;
    return money ? [...periodBlocks(money, context), listBlock(money, context)] : [];
  },
});

function periodBlocks(money: StatementMoney, { base }: ReportContext): Block[] {
  const periods = money.periods.flows;
  if (periods.columns.length === 0) return [];
  const lines = flowLines(money);
  const without = withoutText(lines);
  return [
    moneyTable({
      id: 'cash-flows',
      title: headingSum(
        periods,
        (span) => netPaidIn(money, base, span),
        (amount, when) =>
          `${amountText(Math.abs(amount))} ${base} paid ${amount < 0 ? 'out' : 'in'}${without}, net, ${when}`,
        (when) => `Nothing paid in or out ${when}`,
        'Paid in and out',
      ),
      subtitle: `Deposits and withdrawals by day of report, ${base} at each booking’s own rate`,
      shownIn: ['page'],
      head: 'Flow',
      lines,
      total: { label: `Net paid in${without}`, sum: (span) => netPaidIn(money, base, span) },
      periods,
      base,
      note: ['Money paid in or out changes the value; it is no result.', sinceText(periods)].join(' ').trim(),
    }),
  ];
}

type Key = 'date' | 'kind' | 'symbol' | 'description' | 'quantity' | 'amount' | 'currency' | 'rate' | 'value';

function listBlock({ flows }: StatementMoney, { base }: ReportContext): Block {
  const rows = [...flows.flows.map((flow) => flowRow(flow, base)), ...flows.withoutValue.map(unvaluedRow)];
  return table<Key>({
    id: 'flows',
    title: 'Each deposit, withdrawal and transfer',
    subtitle: `Newest first, as the broker’s statements tell them. Value in ${base} at the booking’s own rate`,
    shownIn: rows.length > 0 ? ['page', 'workbook'] : ['workbook'],
    sheet: 'Flows',
    columns: [
      { key: 'date', title: 'Reported', kind: 'date' },
      { key: 'kind', title: 'Kind', kind: 'text' },
      { key: 'symbol', title: 'Symbol', kind: 'text', shownIn: ['workbook'] },
      { key: 'description', title: 'Description', kind: 'text', weight: 'side' },
      { key: 'quantity', title: 'Quantity', kind: 'quantity', shownIn: ['workbook'] },
      { key: 'amount', title: 'Amount local', kind: 'change' },
      { key: 'currency', title: 'Currency', kind: 'text', weight: 'side' },
      { key: 'rate', title: `FX to ${base}`, kind: 'rate', shownIn: ['workbook'] },
      { key: 'value', title: 'Value', kind: 'change', unit: base, weight: 'lead' },
    ],
    rows: newestFirst<Key>(rows),
    limit: LIMIT,
    emptyText: 'No deposit, withdrawal or transfer is told.',
  });
}

const KINDS: Readonly<Record<FlowBooking['kind'], string>> = {
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
  'transfer-in': 'Transfer in',
  'transfer-out': 'Transfer out',
};

function flowRow(flow: FlowBooking, base: string): Row<Key> {
  const { day, kind, symbol, description, quantity } = flow;
  return {
    date: day,
    kind: KINDS[kind],
    symbol: symbol || null,
    description: description || null,
    quantity: quantity ?? null,
    ...bookedCells(flow, base),
  };
}

function unvaluedRow(transfer: Transfer): Row<Key> {
  const { direction, contract, quantity, currency } = transfer;
  return {
    date: reportedOn(transfer),
    kind: direction === 'in' ? 'Transfer in' : direction === 'out' ? 'Transfer out' : 'Transfer',
    symbol: contract.symbol || null,
    description: contract.description || null,
    quantity: quantity ?? null,
    amount: NOT_IN_STATEMENT,
    currency,
    value: NOT_IN_STATEMENT,
  };
}
