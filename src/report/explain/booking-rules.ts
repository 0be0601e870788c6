import type { BookedAmount } from '#analytics/booked-amount';
import { reportedOn } from '#domain/day-of-report';
import type { DaySpan } from '#domain/statement';
import type { Transaction } from '#domain/transaction';
import { costLines, flowLines, incomeLines } from '#report/money-lines';
import type { MoneyLine } from '#report/money-table';
import type { StatementMoney } from '#report/statement-money';
import { type Book, beside, bookedInput, columnInputs, field, statementOf } from './book.ts';
import { type Derivation, type Input, productOf, sameAs, sumOf } from './derivation.ts';
import { AMOUNTS, booking, DAY } from './money-derivations.ts';
import type { KnownFigure, NamedFigure } from './named-figure.ts';

const TOLD = 'as the statement has it';

/** A sum of bookings of some days. */
export function bookedSum(
  book: Book,
  rows: readonly BookedAmount[],
  span: DaySpan,
  lists: readonly string[],
): Derivation {
  const counted = rows.filter(({ day, amount }) => day >= span.from && day <= span.to && amount !== 0);
  const sum = sumOf(
    counted.map((row) => bookedInput(book, row, booking)),
    'Σ amount · rate of the booking, signed from the account’s side',
  );
  return counted.length === 0 ? { ...sum, nothingIn: { lists, ...span } } : sum;
}

export const CASH = ['cashTransactions'];
const FLOWS = ['cashTransactions', 'transfers'];
const COSTS = ['cashTransactions', 'trades', 'salesTaxes'];

interface Line extends Pick<MoneyLine, 'label' | 'rows'> {
  readonly lists: readonly string[];
}

function linesOf(money: StatementMoney): readonly Line[] {
  const { income } = money;
  const of = (...kinds: readonly string[]) => income.filter(({ kind }) => kinds.includes(kind));
  return [
    ...flowLines(money).map((line) => ({ ...line, lists: FLOWS })),
    ...incomeLines(money).map((line) => ({ ...line, lists: CASH })),
    ...costLines(money).map((line) => ({ ...line, lists: COSTS })),
    { label: 'Net paid in', rows: money.flows.flows, lists: FLOWS },
    { label: 'Income after tax', rows: income, lists: CASH },
    { label: 'Costs', rows: money.costs, lists: COSTS },
    { label: 'Interest', rows: of('interest-received', 'interest-paid', 'bond-interest'), lists: CASH },
  ];
}

/** Tables of sums by day, month and year: of flows, income and costs. */
export function moneyRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { money } = book.context;
  const { line } = figure.cells ?? {};
  if (!money || typeof line !== 'string') return undefined;
  const [label = ''] = line.split(' without ');
  const { periods } = money;
  const columns = [periods.flows, periods.income, periods.costs].flatMap((one) => one.columns);
  const span = columns.find(({ key }) => key === figure.column)?.span;
  // A mail's short table takes dividends together with payments in lieu, and all tax.
  const short = figure.block === 'money';
  const kinds = { Dividends: ['dividend', 'payment-in-lieu'], 'Tax withheld': ['withholding-tax'] }[label];
  if (short && kinds && span) {
    return bookedSum(
      book,
      money.income.filter(({ kind }) => kinds.includes(kind)),
      span,
      CASH,
    );
  }
  const found = linesOf(money).find((one) => one.label === label);
  return found && span && bookedSum(book, found.rows, span, found.lists);
}

const SYMBOL = ['symbol'];

/** What tells a booking's row: its day, its symbol and its description, as far as it has them. */
function rowOf(cells: NonNullable<NamedFigure['cells']>): (readonly [readonly string[], string])[] {
  const { date, symbol, id } = cells;
  return [
    [DAY, String(date)],
    ...(typeof symbol === 'string' && symbol !== '' ? [[SYMBOL, symbol] as const] : []),
    ...(typeof id === 'string' ? [[['ibExecID', 'tradeID', 'transactionID'], id] as const] : []),
  ];
}

/** Lists of bookings: each row's amount, rate and value; of trades quantity, price, proceeds, costs and profit too. */
export function bookingRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { column, cells = {}, part, block, value } = figure;
  if (part === 'total') return sumOf(columnInputs(book, block, column), 'Σ of all rows');
  if (column === 'value' || column === 'profit') {
    const inputs = beside(book, figure, column === 'value' ? 'amount' : 'profitLocal', 'rate');
    return inputs && productOf(inputs, 'amount · rate of the booking');
  }
  const { base } = book.context;
  if (column === 'rate' && cells.currency === base) {
    const why = 'the base currency itself';
    return sameAs({ label: `Rate of ${base}`, value: 1, kind: 'rate', unit: base, why }, '1');
  }
  if (typeof cells.date !== 'string') return undefined;
  const trade = block === 'trades' || block.startsWith('actions');
  const fields = FIELDS[column] ?? (trade ? ['proceeds'] : AMOUNTS);
  const day = (typeof cells.reported === 'string' ? cells.reported : cells.date) as DaySpan['from'];
  const told = field('statement', fields, rowOf(cells), { day });
  const input: Input = { label: figure.name, value, kind: figure.kind, told };
  return sameAs(input, TOLD);
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  rate: ['fxRateToBase'],
  quantity: ['quantity'],
  price: ['tradePrice', 'price'],
  commission: ['ibCommission'],
  tax: ['taxes', 'tax'],
  profitLocal: ['fifoPnlRealized', 'realizedPnl'],
  proceeds: ['proceeds'],
};

/** The day's trades are rows of the whole list; one of them stands there with more columns. */
export function dayTradeRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { cells = {}, column, part } = figure;
  if (part === 'total') return sumOf(columnInputs(book, figure.block, column), 'Σ of all rows');
  const same = book.figures.find(
    (one) =>
      one.block === 'trades' &&
      one.column === column &&
      ['symbol', 'quantity', 'price', 'amount'].every((key) => sameCell(one.cells, cells, key)),
  );
  return same && typeof same.value === 'number'
    ? sameAs({ label: same.name, value: same.value, kind: same.kind, of: same.name }, 'as in the list of all trades')
    : undefined;
}

const sameCell = (a: NamedFigure['cells'], b: NamedFigure['cells'], key: string): boolean =>
  JSON.stringify(a?.[key]) === JSON.stringify(b?.[key]);

/** Bookings of contracts: of statements as of the gateway. */
export function activityRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { cells = {}, column, value } = figure;
  const rows = book.snapshot.datasets.transactions;
  if (rows.status !== 'present') return undefined;
  const { date, amount, type } = cells;
  const found = rows.value.rows.find(
    (one) =>
      one.date === date &&
      one.amount === amount &&
      one.brokerType === type &&
      (one.quantity ?? null) === cells.quantity,
  );
  if (!found) return undefined;
  const flex = found.source === 'flex' || (rows.source === 'flex' && found.source === undefined);
  const names = {
    quantity: ['qty', 'quantity'],
    price: ['pr', 'tradePrice', 'price'],
    amount: ['amt', ...AMOUNTS, 'proceeds'],
  };
  const told = field(
    flex ? 'statement' : 'transactions',
    names[column as keyof typeof names] ?? [],
    [
      [['date', 'rawDate', ...DAY], found.date],
      [['conid'], String(found.conid)],
    ],
    { since: found.date, day: reportDay(book, found) },
  );
  return sameAs({ label: figure.name, value, kind: figure.kind, told }, 'as the broker gives it');
}

/** A booking may be reported long after its day. */
function reportDay(book: Book, { date, conid, amount }: Pick<Transaction, 'date' | 'conid' | 'amount'>) {
  const rows = statementOf(book)?.history.cashTransactions ?? [];
  const found = rows.find((row) => row.date === date && row.contract.conid === conid && row.amount === amount);
  return found ? reportedOn(found) : date;
}

/** Dividends that are declared and not paid. */
export function declaredRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { column, part, cells = {}, value } = figure;
  if (part === 'total') return sumOf(columnInputs(book, figure.block, column), 'Σ of all rows');
  const accrual = book.context.statement?.close.dividendAccruals?.find(
    ({ contract, net, exDate, state }) =>
      state === 'open' && contract.symbol === cells.symbol && net === cells.net && (exDate ?? cells.ex) === cells.ex,
  );
  if (!accrual) return undefined;
  const row = [[['conid'], String(accrual.contract.conid)]] as const;
  const told = (label: string, of: number, fields: readonly string[], as?: 'size'): Input => ({
    ...{ label, value: of, kind: 'money', unit: accrual.currency },
    told: field('ledger', fields, row, as ? { as } : {}),
  });
  const names = { gross: 'grossAmount', tax: 'tax', net: 'netAmount' }[column];
  if (names !== undefined) {
    return sameAs(told(figure.name, value, [names], column === 'tax' ? 'size' : undefined), TOLD);
  }
  const { base } = book.context;
  const rate: Input =
    accrual.currency === base
      ? { label: `Rate of ${base}`, value: 1, kind: 'rate', why: 'the base currency itself' }
      : { ...told('Rate of the row', accrual.rateToBase ?? Number.NaN, ['fxRateToBase']), kind: 'rate' };
  const net = told('Net', accrual.net, ['netAmount']);
  return productOf([net, rate], 'net · rate of the row');
}
