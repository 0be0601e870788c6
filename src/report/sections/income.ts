import type { IncomeBooking, IncomeKind } from '#analytics/income-bookings';
import type { CashTransaction } from '#domain/cash-transaction';
import { reportedOn } from '#domain/day-of-report';
import { type Block, type Row, table } from '#report/block';
import { bookedCells } from '#report/booked-cells';
import { incomeLines } from '#report/money-lines';
import { sinceOwnText } from '#report/money-periods';
import { moneyTable } from '#report/money-table';
import { newestFirst } from '#report/newest-first';
import type { ReportContext } from '#report/report-context';
import { section } from '#report/section';
import { type StatementMoney, sumCell } from '#report/statement-money';
import { sumOfCells } from '#report/sum-of-cells';
import { amountText, countText, listText } from '#report/wording';
import { headingSum } from './heading-sum.ts';
import { incomeByMonth } from './income-by-month.ts';
import { incomeByPayer } from './income-by-payer.ts';

/** What holdings and cash earned, and the tax withheld from it. */
export const income = section({
  id: 'income',
  title: 'Income',
  needs: ['statement'],
  build: (_data, context) => {
    const { money } = context;
    if (!money || money.periods.income.columns.length === 0) return [];
    return [
      sums(money, context),
      ...incomeByMonth(money, context),
      ...incomeByPayer(money, context),
      list(money, context),
      ...unsortedNotice(money),
    ];
  },
});

function sums(money: StatementMoney, { base }: ReportContext): Block {
  const periods = money.periods.income;
  return moneyTable({
    id: 'income',
    title: headingSum(
      periods,
      (span) => sumCell(money.income, base, span),
      (amount, when) => `Income of ${amountText(amount)} ${base} after tax ${when}`,
      (when) => `No income ${when}`,
      'Income',
    ),
    subtitle: `Dividends, interest and tax by day of report, ${base} at each booking’s own rate`,
    shownIn: ['page'],
    head: 'Kind',
    lines: incomeLines(money),
    total: { label: 'Income after tax', sum: (span) => sumCell(money.income, base, span) },
    periods,
    base,
    note: ['What is paid; what is accrued stands with the cash.', sinceOwnText(money, 'income')].join(' ').trim(),
  });
}

type Key =
  | 'date'
  | 'symbol'
  | 'kind'
  | 'description'
  | 'amount'
  | 'currency'
  | 'rate'
  | 'value'
  | 'of'
  | 'correction'
  | 'type';

function list(money: StatementMoney, { base }: ReportContext): Block {
  const rows = [
    ...money.income.map((booking) => incomeRow(booking, base)),
    ...money.unsorted.map((booking) => unsortedRow(booking, base)),
  ];
  return table<Key>({
    id: 'income-bookings',
    title: 'Each booking of income and tax',
    subtitle: `Newest first, as the broker’s statements tell them. Value in ${base} at the booking’s own rate`,
    shownIn: ['workbook'],
    sheet: 'Income',
    columns: [
      { key: 'date', title: 'Reported', kind: 'date' },
      { key: 'symbol', title: 'Payer', kind: 'text' },
      { key: 'kind', title: 'Kind', kind: 'text' },
      { key: 'description', title: 'Description', kind: 'text' },
      { key: 'amount', title: 'Amount local', kind: 'change' },
      { key: 'currency', title: 'Currency', kind: 'text', weight: 'side' },
      { key: 'rate', title: `FX to ${base}`, kind: 'rate', weight: 'side' },
      { key: 'value', title: 'Value', kind: 'change', unit: base, weight: 'lead' },
      { key: 'of', title: 'Of the day', kind: 'date', weight: 'side' },
      { key: 'correction', title: 'Corrects', kind: 'date' },
      { key: 'type', title: 'Broker’s word', kind: 'text', weight: 'side' },
    ],
    rows: newestFirst<Key>(rows),
    // Amounts are in several currencies: values alone can be added.
    ...(money.unsorted.length === 0 && rows.length > 0
      ? { totals: { date: 'Total', value: sumOfCells(rows.map(({ value }) => value ?? null)) } }
      : {}),
    emptyText: 'No income is told.',
  });
}

const KINDS: Readonly<Record<IncomeKind, string>> = {
  dividend: 'Dividend',
  'payment-in-lieu': 'Payment in lieu',
  'withholding-tax': 'Tax withheld',
  'interest-received': 'Interest received',
  'interest-paid': 'Interest paid',
  'bond-interest': 'Bond interest',
};

function incomeRow(booking: IncomeBooking, base: string): Row<Key> {
  const { day, symbol, kind, correction, description, of, brokerType } = booking;
  return {
    date: day,
    symbol: symbol || null,
    kind: correction ? `${KINDS[kind]}, correction` : KINDS[kind],
    description: description || null,
    ...bookedCells(booking, base),
    of,
    correction: correction ? of : null,
    type: brokerType,
  };
}

function unsortedRow(booking: CashTransaction, base: string): Row<Key> {
  const { date, contract, description, brokerType } = booking;
  return {
    date: reportedOn(booking),
    symbol: contract.symbol || null,
    kind: 'Other, in no sum',
    description: description || null,
    ...bookedCells(booking, base),
    of: date,
    type: brokerType,
  };
}

function unsortedNotice({ unsorted }: StatementMoney): Block[] {
  if (unsorted.length === 0) return [];
  const types = [...new Set(unsorted.map(({ brokerType }) => `“${brokerType}”`))];
  const text = `${countText(unsorted.length, 'booking')} of cash that is neither income nor cost by its type (${listText(types)}): in the workbook’s list, in no sum.`;
  return [
    {
      kind: 'notice',
      id: 'income-other',
      title: 'Other bookings',
      shownIn: ['page', 'workbook'],
      tone: 'plain',
      items: [{ term: 'Not sorted', text }],
    },
  ];
}
