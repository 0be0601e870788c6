import { flowReturns } from '#analytics/flow-returns';
import { addDays } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import { bridgeOf } from '#report/checks/bridge';
import { partsOf } from '#report/checks/bridge-checks';
import { type Book, CURRENCY, DATE, field, figureInput, statementOf, valueInput, whole } from './book.ts';
import { bookedSum } from './booking-rules.ts';
import { itemInput } from './bridge-rules.ts';
import { countRule } from './count-rules.ts';
import { type Derivation, differenceOf, type Input, sameAs, sumOf } from './derivation.ts';
import { accountValue } from './holding-rules.ts';
import type { KnownFigure } from './named-figure.ts';
import { growth, onDay } from './series-rules.ts';
import { sourceRule } from './source-rules.ts';

const MONEY = 'the larger of 1.00 and one basis point of the expected value';
const FIXED = 'fixed for the check';

/** What a check expected and found, how far apart they are, and how far they may be. */
export function checkRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { block, row, column, cells = {}, value } = figure;
  const of = (name: string): Input | undefined => figureInput(book.cell(block, row, name));
  const id = String(cells.id);
  if (column === 'difference') {
    const inputs = whole([of('found'), of('expected')]);
    const rest = inputs && differenceOf(inputs, 'found − expected, 0 where doubles alone differ');
    return rest && { ...rest, reckon: (values) => settled(rest.reckon(values)) };
  }
  if (column === 'tolerance') return toleranceRule(id, value, of('expected'), of('found'));
  return (column === 'expected' ? EXPECTED[id] : FOUND[id])?.(book, figure) ?? sourceRule(figure, book);
}

const DUST = 1e-6;

/** As the check shows amounts; of what is no amount nothing so small is dust. */
const settled = (rest: number): number => (Math.abs(rest) < DUST * DUST ? 0 : rest);

function toleranceRule(id: string, value: number, expected?: Input, found?: Input): Derivation | undefined {
  const part = (inputs: readonly Input[], formula: string, of: (value: number) => number): Derivation => ({
    formula,
    inputs,
    reckon: ([base = Number.NaN]) => of(Math.abs(base)),
  });
  if (id === 'close') return expected && part([expected], 'one basis point of the expected value', (of) => of * 1e-4);
  if (id === 'parts' || id === 'ledger-summary') {
    return expected && part([expected], MONEY, (of) => Math.max(1, of * 1e-4));
  }
  if (id === 'bridge') {
    return (
      found &&
      part([found], `${MONEY.replace('expected', 'closing')}, in whole cents`, (of) =>
        Math.max(1, Math.round(of / 100) / 100),
      )
    );
  }
  if (id === 'bookings') {
    return expected && part([expected], 'the larger of 0.05 and a ten-thousandth', (of) => Math.max(0.05, of * 1e-4));
  }
  return sameAs({ label: 'Tolerance', value, kind: 'ratio', why: FIXED }, 'what rounding alone can make');
}

type Rule = (book: Book, figure: KnownFigure) => Derivation | undefined;

const broker: Rule = (book, { value }) => {
  const { base, statement } = book.context;
  const { ledger } = book.snapshot.datasets;
  if (ledger.status !== 'present') return undefined;
  const fields = ['netliquidationvalue', 'total', 'endingValue'];
  const row = ledger.source === 'flex' ? [DATE, statement?.day ?? ''] : [CURRENCY, 'BASE'];
  const told = field('ledger', fields, ledger.value.hasBaseRow ? [row as [string[], string]] : []);
  const input: Input = { label: 'The broker’s total', value, kind: 'money', unit: base, told };
  return sameAs(input, 'as the broker gives it');
};

const summaryTotal: Rule = (book, { value }) => {
  const told = field('summary', ['netliquidation.amount', 'netliquidation.value', 'netliquidation'], []);
  const { base } = book.context;
  return sameAs({ label: 'Net liquidation', value, kind: 'money', unit: base, told }, 'as the broker gives it');
};

const parts: Rule = (book) => {
  const total = accountValue(book);
  return total && sameAs(total, 'holdings + cash + accruals');
};

const nav: Rule = (book) => {
  const value = onDay(book, book.context.marketDate, 'Value');
  return value && sameAs(value, 'the broker’s value of the day');
};

/** The month whose two returns differ most. */
const month: Rule = (book, figure) => {
  const cell = figureInput(
    book.figures.find(({ block, column, value }) => block === 'months' && column !== 'whole' && value === figure.value),
  );
  return cell && sameAs(cell, 'the month in which the two differ most, linked from daily returns');
};

const brokersMonth: Rule = (book, figure) => {
  const found = book.cell(figure.block, figure.row, 'found')?.value;
  const monthly = valueOf(book.snapshot.datasets.performance)?.monthly?.returns ?? {};
  const cell = book.figures.find(
    ({ block, column, value }) => block === 'months' && column !== 'whole' && value === found,
  );
  const name = cell && `${cell.row}-${cell.column.slice(1)}`;
  if (name === undefined || monthly[name] === undefined) return undefined;
  const told = field('performance', ['cps', 'returns'], [[['date'], name.replace('-', '')]]);
  const label = `Return of ${name}`;
  return sameAs({ label, value: figure.value, kind: 'return', told }, 'the broker’s own return of that month');
};

const ownReturn: Rule = (book) => {
  const statement = statementOf(book);
  const { calendar, money } = book.context;
  if (!statement || !money) return undefined;
  const before = calendar.previousTradingDay(statement.day);
  const values = [before, statement.day].map((date) => {
    const told = statement.history.netAssetValues.findLast((one) => one.date === date)?.total;
    if (told === undefined) return undefined;
    const fields = field('statement', ['total', 'endingValue'], [[['reportDate', 'toDate'], date]], { day: date });
    return { ...valueInput(book, date, told), told: fields };
  });
  const days = { from: addDays(before, 1), to: statement.day };
  const flows = bookedSum(book, money.flows.flows, days, ['cashTransactions', 'transfers']);
  const [opening, closing] = values;
  if (!opening || !closing) return undefined;
  const flow: Input = {
    label: 'Net paid in',
    value: flows.reckon(flows.inputs.map(({ value }) => value)),
    kind: 'change',
    by: flows,
  };
  return {
    formula: '(V₁ − F) ÷ V₀ − 1',
    inputs: [opening, closing, flow],
    reckon: ([from = 0, to = 0, amount = 0]) =>
      flowReturns(
        { date: before, netAssetValue: from },
        [{ date: statement.day, netAssetValue: to }],
        [{ date: statement.day, amount }],
        'end-of-day',
      ).totalReturn ?? Number.NaN,
  };
};

const brokersReturn: Rule = (book, { value }) => {
  const { marketDate, calendar } = book.context;
  const change = bridgeOf(statementOf(book), {
    from: addDays(calendar.previousTradingDay(marketDate), 1),
    to: marketDate,
  });
  const { performance } = book.snapshot.datasets;
  if (performance.status === 'present' && performance.source === 'gateway') {
    return growth(book, calendar.previousTradingDay(marketDate), marketDate);
  }
  if (!change) return undefined;
  const input = itemInput(book, change, 'twr', value);
  return sameAs(
    { ...input, kind: 'return', ...(input.told ? { told: { ...input.told, as: 'percent' } } : {}) },
    'the broker’s own',
  );
};

const bridgeFound: Rule = (book) => {
  const closing = figureInput(book.cell('bridge-day', 'Day', 'Closing'));
  return closing && sameAs(closing, 'the closing value');
};

const bridgeExpected: Rule = (book) => {
  const inputs = whole([
    figureInput(book.cell('bridge-day', 'Day', 'Closing')),
    figureInput(book.cell('bridge-day', 'Day', 'Unexplained')),
  ]);
  return inputs && differenceOf(inputs, 'closing value − what the lines leave unexplained');
};

/** Of the parts of the day's bridge the one whose two sums differ most. */
const bookings =
  (side: 'expected' | 'found'): Rule =>
  (book, { block, row }) => {
    const { money, calendar, base } = book.context;
    const statement = statementOf(book);
    const day = statement && { from: addDays(calendar.previousTradingDay(statement.day), 1), to: statement.day };
    const change = day && bridgeOf(statement, day);
    if (!money || !change) return undefined;
    const [expected, found] = (['expected', 'found'] as const).map((of) => book.cell(block, row, of)?.value);
    for (const { name, items, rows, lists } of partsOf(money)) {
      const named = items.filter((item) => change.items[item] !== undefined);
      const told = named.map((item) => itemInput(book, change, item, change.items[item] ?? 0));
      const sum = bookedSum(book, rows, change, lists);
      const [own, booked] = [sumOf(told), sum].map((one) => one.reckon(one.inputs.map(({ value }) => value)));
      if (named.length === 0 || own !== expected || Math.abs((booked ?? 0) - Number(found)) > DUST) continue;
      const which = `${name}, ${base}, whose two sums differ most`;
      return side === 'expected'
        ? { ...sumOf(told, `Σ of the broker’s items: ${which}`) }
        : { ...sum, formula: `Σ of the bookings: ${which}` };
    }
    return undefined;
  };

const EXPECTED: Readonly<Record<string, Rule>> = {
  'ledger-summary': summaryTotal,
  parts: broker,
  close: broker,
  months: brokersMonth,
  'own-return': brokersReturn,
  bridge: bridgeExpected,
  bookings: bookings('expected'),
  age: countRule,
  quantities: countRule,
  rates: countRule,
};

const FOUND: Readonly<Record<string, Rule>> = {
  'ledger-summary': broker,
  parts,
  close: nav,
  months: month,
  'own-return': ownReturn,
  bridge: bridgeFound,
  bookings: bookings('found'),
  age: countRule,
  quantities: countRule,
  rates: countRule,
};
