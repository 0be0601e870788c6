import { valueOf } from '#domain/dataset';
import type { Position } from '#domain/position';
import { type Book, beside, CURRENCY, columnInputs, field, figureInput, rateInput, whole } from './book.ts';
import { type Derivation, type Input, productOf, ratioOf, sameAs, sumOf } from './derivation.ts';
import type { KnownFigure } from './named-figure.ts';

const TOLD = 'as the broker gives it';

export const positionsOf = ({ snapshot }: Book): readonly Position[] => valueOf(snapshot.datasets.positions) ?? [];

/** Account value: what weights are of. */
export function accountValue(book: Book): Input | undefined {
  const total = book.figures.find(
    ({ block, column, part }) => block === 'holdings' && column === 'valueBase' && part === 'total',
  );
  return figureInput(total, 'Account value: holdings, cash and accruals');
}

/** A field of a holding. */
export function positionInput(position: Position, name: string, value: number, fields: readonly string[]): Input {
  const { conid, symbol, currency } = position;
  const told = field('positions', fields, [[['conid'], String(conid)]], { as: 'sum' });
  return { label: `${name} of ${symbol || conid}`, value, kind: 'money', unit: currency, told };
}

export function marketValueInput(position: Position, value: number): Input {
  const names = position.assetClass === 'cfd' ? ['unrealizedPnl', 'fifoPnlUnrealized'] : ['mktValue', 'positionValue'];
  return positionInput(position, 'Value', value, names);
}

/** The table of holdings, with cash and accruals below. */
export function holdingsRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { column, part, cells = {}, block } = figure;
  if (part !== undefined && column !== 'weight') {
    const group = cells.$group;
    const inputs = columnInputs(book, block, column, (one) => part === 'total' || one.cells?.$group === group);
    return sumOf(inputs, part === 'total' ? 'Σ of all rows' : 'Σ of the rows of the class');
  }
  switch (column) {
    case 'valueBase': {
      const inputs = beside(book, figure, 'valueLocal', 'rate');
      return inputs && productOf(inputs, 'value in its currency · rate');
    }
    case 'weight':
      return weightRule(figure, book, 'valueBase');
    default:
      return cells.conid === undefined ? moneyRow(figure, book) : holdingRow(figure, book);
  }
}

export function weightRule(figure: KnownFigure, book: Book, of: string): Derivation | undefined {
  const inputs = whole([figureInput(book.cell(figure.block, figure.row, of)), accountValue(book)]);
  return inputs && ratioOf(inputs, 'value ÷ account value');
}

function holdingRow(figure: KnownFigure, book: Book): Derivation | undefined {
  const { column, cells = {}, value } = figure;
  const position = positionsOf(book).find(
    ({ conid, quantity }) => String(conid) === cells.conid && quantity === cells.quantity,
  );
  const amount = value;
  if (!position) return undefined;
  const rate = figureInput(book.cell(figure.block, figure.row, 'rate'));
  switch (column) {
    case 'quantity':
      return sameAs({ ...positionInput(position, 'Quantity', amount, ['position']), kind: 'quantity' }, TOLD);
    case 'price':
      return sameAs({ ...positionInput(position, 'Price', amount, ['mktPrice', 'markPrice']), kind: 'price' }, TOLD);
    case 'valueLocal':
      return sameAs(marketValueInput(position, amount), TOLD);
    case 'rate':
      return sameAs(rateInput(book, position.currency, amount), TOLD);
    case 'unrealised': {
      const names = ['unrealizedPnl', 'fifoPnlUnrealized'];
      const profit = positionInput(position, 'Unrealised profit', position.unrealizedProfit ?? Number.NaN, names);
      return rate && productOf([profit, rate], 'the broker’s figure · rate');
    }
    default:
      return rate && costRule(position, book, rate);
  }
}

/** The gateway tells the average cost of one, statements the cost of all. */
function costRule(position: Position, book: Book, rate: Input): Derivation {
  const { averageCost = Number.NaN, quantity } = position;
  const { positions } = book.snapshot.datasets;
  if (positions.status === 'present' && positions.source === 'flex') {
    const cost = positionInput(position, 'Cost', averageCost * quantity, ['costBasisMoney']);
    return productOf([cost, rate], 'cost · rate');
  }
  const average = positionInput(position, 'Average cost', averageCost, ['avgCost']);
  const held = { ...positionInput(position, 'Quantity', quantity, ['position']), kind: 'quantity' } as const;
  return productOf([average, held, rate], 'average cost · quantity · rate');
}

/** Rows of cash and of what is accrued, below the holdings. */
function moneyRow(figure: KnownFigure, book: Book): Derivation | undefined {
  const { column, cells = {} } = figure;
  const currency = String(cells.currency);
  const columns = { rate: 'rate', valueLocal: cells.$group === 'Cash' ? 'balance' : '' } as const;
  if (column !== 'rate' && column !== 'valueLocal') return undefined;
  if (columns[column] !== '') {
    const same = figureInput(book.cell('cash', currency, columns[column]));
    return same && sameAs(same, 'as in the table of cash');
  }
  const inputs = whole(['interest', 'dividends'].map((key) => figureInput(book.cell('cash', currency, key))));
  return inputs && sumOf(inputs, 'interest + dividends accrued');
}

/** Cash by currency. */
export function cashRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { column, row, block, part } = figure;
  if (part === 'total') return sumOf(columnInputs(book, block, column), 'Σ of all rows');
  if (column === 'value') {
    const inputs = beside(book, figure, 'balance', 'rate');
    return inputs && productOf(inputs, 'balance · rate');
  }
  if (column === 'accrued') {
    const inputs = beside(book, figure, 'interest', 'dividends', 'rate');
    const reckon = ([interest = 0, dividends = 0, rate = 0]: readonly number[]): number =>
      (interest + dividends) * rate;
    return inputs && { formula: '(interest + dividends accrued) · rate', inputs, reckon };
  }
  if (column === 'rate') return sameAs(rateInput(book, row, figure.value), TOLD);
  const told = (label: string, fields: readonly string[], value = figure.value): Input => ({
    ...{ label: `${label} in ${row}`, value, kind: 'money', unit: row },
    told: field('ledger', fields, [[CURRENCY, row]]),
  });
  if (column === 'balance') return sameAs(told('Cash', ['cashbalance', 'endingCash']), TOLD);
  if (column === 'settled') return sameAs(told('Settled cash', ['settledcash', 'endingSettledCash']), TOLD);
  return accrualRule(figure, book, told);
}

/** The ledger tells one amount a currency; a statement each dividend, and interest without one where there is none. */
function accrualRule(
  { column, row, value }: KnownFigure,
  book: Book,
  told: (label: string, fields: readonly string[], value?: number) => Input,
): Derivation | undefined {
  const { ledger } = book.snapshot.datasets;
  if (ledger.status !== 'present') return undefined;
  if (ledger.source === 'flex' && value === 0) {
    return { ...sumOf([], 'no row of it in the statement of the day'), answers: ledger.raw };
  }
  if (column === 'interest') return sameAs(told('Interest', ['interest', 'endingAccrualBalance']), TOLD);
  if (ledger.source === 'gateway') return sameAs(told('Dividends', ['dividends']), TOLD);
  const inputs = book.context.statement?.close.dividendAccruals?.filter(
    ({ state, currency }) => state === 'open' && currency === row,
  );
  return (
    inputs &&
    sumOf(
      inputs.map(
        ({ net, contract, currency }): Input => ({
          ...{ label: `Dividend of ${contract.symbol}`, value: net, kind: 'money', unit: currency },
          told: field(
            'ledger',
            ['netAmount'],
            [
              [['conid'], String(contract.conid)],
              [CURRENCY, currency],
            ],
          ),
        }),
      ),
      'Σ of what is declared and not paid',
    )
  );
}
