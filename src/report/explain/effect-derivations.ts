import type { BookedAmount } from '#analytics/booked-amount';
import type { BookedMove } from '#analytics/holding-moves';
import type { IncomeBooking } from '#analytics/income-bookings';
import { splitMovedHolding } from '#analytics/price-and-fx';
import { countsInValue, valueInAccount } from '#analytics/valuation';
import type { Position } from '#domain/position';
import { type Book, bookedInput, field, rateInput, statementOf } from './book.ts';
import { type Derivation, type Input, sumOf } from './derivation.ts';
import { marketValueInput, positionInput } from './holding-rules.ts';
import { booking } from './money-derivations.ts';
import { balanceInput, type Span } from './span.ts';

/** What price or rate did to a holding between two closes, its trades included. */
export function holdingEffect(book: Book, span: Span, conid: number, of: 'price' | 'fx'): Derivation | undefined {
  const { before, after, between, moves: period } = span;
  const own = <T extends { readonly conid: number }>(rows: readonly T[]): readonly T[] =>
    rows.filter((row) => row.conid === conid);
  const [opened, closed, moves] = [own(before.positions), own(after.positions), own(between.moves)];
  const position = closed[0] ?? opened[0];
  const currency = position?.currency ?? moves[0]?.currency;
  if (currency === undefined) return undefined;
  const notional = position !== undefined && !countsInValue(position);
  const sum = (rows: readonly Position[]): number => rows.reduce((all, { marketValue }) => all + marketValue, 0);
  const [open, close] = [before.rates.get(currency), after.rates.get(currency)];
  const traded = moves.find(({ rateToBase }) => rateToBase !== undefined)?.rateToBase;
  const first = open ?? close ?? traded ?? Number.NaN;
  const last = close ?? traded ?? open ?? Number.NaN;
  const rate = (label: 'opening' | 'close'): Input => {
    const at = label === 'opening' ? open : close;
    if (at !== undefined) return rateInput(book, currency, at, label === 'opening' ? period.from : undefined);
    const value = label === 'opening' ? first : last;
    const why = 'nothing was held at that close: the rate known stands in, and counts for nothing';
    return { label: `Rate of ${currency}, ${label}`, value, kind: 'rate', why };
  };
  const value = (rows: readonly Position[], at: boolean): Input => {
    const [one] = rows;
    const label = `Market value at ${at ? period.from : period.to}`;
    if (!one) return { label, value: 0, kind: 'money', unit: currency, why: 'not held at that close' };
    const { told, ...input } = positionInput(one, '', sum(rows), ['mktValue', 'positionValue']);
    return { ...input, label, ...(told ? { told: at ? { ...told, at: period.from } : told } : {}) };
  };
  const counted = notional ? [countedInput(opened, span, currency)] : [];
  const booked = moves.flatMap((move) => [
    moveInput(book, move, position, notional, span),
    moveRate(book, move, last, span),
  ]);
  return {
    formula:
      of === 'price'
        ? '(value at the close − value at the opening + Σ money of its trades) · rate at the opening'
        : 'value at the close · change of rate + Σ money of each trade · (its rate − rate at the opening)',
    inputs: [value(opened, true), value(closed, false), rate('opening'), rate('close'), ...counted, ...booked],
    reckon: ([valueOpen = 0, valueClose = 0, fxOpen = 0, fxClose = 0, ...rest]) => {
      const [inAccount, ...pairs] = notional ? rest : [undefined, ...rest];
      const trades = moves.map((_, at) => ({ amount: pairs[2 * at] ?? 0, fx: pairs[2 * at + 1] ?? 0 }));
      const held = inAccount === undefined ? {} : { countedOpen: inAccount };
      return splitMovedHolding({ valueOpen, valueClose, fxOpen, fxClose, moves: trades, ...held })[of];
    },
  };
}

/** Where a contract's trades between the closes are told: in statements, else in the gateway's answers. */
export function tradeField(book: Book, { days }: Span, conid: number, names: readonly string[], as?: 'size') {
  const where = statementOf(book) ? 'statement' : 'transactions';
  const more = { since: days.from, day: days.to, ...(as ? { as } : {}) };
  return field(where, names, [[['conid'], String(conid)]], more);
}

function countedInput(opened: readonly Position[], { moves }: Span, currency: string): Input {
  const [one] = opened;
  const value = opened.reduce((sum, position) => sum + (valueInAccount(position) ?? 0), 0);
  const label = `Of it in the account’s value at ${moves.from}`;
  if (!one || value === 0) return { label, value, kind: 'money', unit: currency, why: 'its gains are in cash already' };
  const input = marketValueInput(one, value);
  return { ...input, label, ...(input.told ? { told: { ...input.told, at: moves.from } } : {}) };
}

function moveInput(book: Book, move: BookedMove, position: Position | undefined, notional: boolean, span: Span): Input {
  const { conid, symbol, price = Number.NaN, quantity, currency, amount = Number.NaN } = move;
  const label = `Money of a trade of ${symbol || conid}`;
  const as = (names: readonly string[], value: number, what: string): Input => ({
    ...{ label: what, value, kind: 'money', unit: currency },
    told: tradeField(book, span, conid, names, 'size'),
  });
  const names = ['proceeds', 'positionAmount', 'amt'];
  if (!notional) {
    const input = as(names, amount, label);
    return amount === 0 ? { label, value: 0, kind: 'money', why: 'it brought no money' } : input;
  }
  const multiplier = position?.multiplier ?? Number.NaN;
  const by: Derivation = {
    formula: '−quantity · price · multiplier',
    inputs: [
      as(['quantity', 'qty'], quantity, 'Quantity'),
      as(['tradePrice', 'pr'], price, 'Price'),
      { label: 'Multiplier', value: multiplier, kind: 'quantity', why: 'of the contract' },
    ],
    reckon: ([count = 0, at = 0, times = 0]) => -count * at * times,
  };
  return { label, value: -quantity * price * multiplier, kind: 'money', unit: currency, by };
}

function moveRate(book: Book, { rateToBase, currency, conid }: BookedMove, last: number, span: Span): Input {
  const { base } = book.context;
  const input = { label: 'Rate of the trade', value: rateToBase ?? last, kind: 'rate', unit: base } as const;
  if (currency === base) return { ...input, value: rateToBase ?? last, why: 'the base currency itself' };
  if (rateToBase === undefined) return { ...input, why: 'the trade names none: that of the close' };
  const told = tradeField(book, span, conid, ['fxRateToBase', 'fxRate']);
  return { ...input, told };
}

const DIVIDENDS = new Set<IncomeBooking['kind']>(['dividend', 'payment-in-lieu', 'withholding-tax']);

const isDividend = ({ kind }: IncomeBooking): boolean => DIVIDENDS.has(kind);

/** Dividends of one contract less tax: booked ones, and the change of those declared. */
export function holdingIncome(book: Book, span: Span, conid: number): Derivation {
  const booked = (span.bookings?.income ?? []).filter((one) => one.conid === conid && isDividend(one));
  return sumOf(
    [...bookedInputs(book, booked), ...accrualInputs(book, span, conid)],
    'Σ paid + declared now − declared before',
  );
}

const bookedInputs = (book: Book, rows: readonly BookedAmount[]): readonly Input[] =>
  rows.filter(({ amount }) => amount !== 0).map((row) => bookedInput(book, row, booking));

/** Declared dividends of a contract, or of all, signed: now less before. */
function accrualInputs(book: Book, { before, after, moves }: Span, conid?: number): readonly Input[] {
  if (!before.dividendAccruals || !after.dividendAccruals) return [];
  return [before, after].flatMap((close) =>
    (close.dividendAccruals ?? [])
      .filter(
        ({ state, contract }) =>
          state === 'open' && (conid === undefined ? contract.conid !== undefined : contract.conid === conid),
      )
      .map(({ net, currency, contract }): Input => {
        const at = close === before ? moves.from : undefined;
        const sign = close === before ? -1 : 1;
        const rate = close.rates.get(currency) ?? Number.NaN;
        const told = field('ledger', ['netAmount'], [[['conid'], String(contract.conid)]], at ? { at } : {});
        const amount: Input = { label: 'Net', value: net, kind: 'money', unit: currency, told };
        return {
          ...{ label: `Declared dividend of ${contract.symbol}${at ? ` at ${at}` : ''}`, kind: 'change' },
          value: sign * net * rate,
          unit: book.context.base,
          by: {
            formula: sign < 0 ? '−net · rate' : 'net · rate',
            inputs: [amount, rateInput(book, currency, rate, at)],
            reckon: ([own = 0, of = 0]) => sign * own * of,
          },
        };
      }),
  );
}

/** Change of what a ledger has accrued, by currency. */
function ledgerInputs(book: Book, span: Span, what: 'interest' | 'dividends'): readonly Input[] {
  const { base } = book.context;
  return [span.before, span.after].flatMap((close) =>
    close.ledger.balances.flatMap((balance): Input[] => {
      const { currency } = balance;
      const value = what === 'interest' ? balance.accruedInterest : balance.accruedDividends;
      if (value === 0) return [];
      const at = close === span.before ? span.moves.from : undefined;
      const sign = at === undefined ? 1 : -1;
      const rate = close.rates.get(currency) ?? Number.NaN;
      const inputs = [balanceInput(book, what, currency, value, at), rateInput(book, currency, rate, at)];
      const by = {
        formula: `${sign < 0 ? '−' : ''}accrued · rate`,
        inputs,
        reckon: ([own = 0, of = 0]: readonly number[]) => sign * own * of,
      };
      const label = `Accrued ${what} in ${currency}${at ? ` at ${at}` : ''}`;
      return [{ label, value: sign * value * rate, kind: 'change', unit: base, by }];
    }),
  );
}

/** Interest and bond interest, paid and accrued. */
export function interestEffect(book: Book, span: Span): Derivation {
  const booked = (span.bookings?.income ?? []).filter((one) => !isDividend(one));
  return sumOf(
    [...bookedInputs(book, booked), ...ledgerInputs(book, span, 'interest')],
    'Σ booked + accrued now − accrued before',
  );
}

/** Dividends that belong to no contract: all that was booked or accrued less what the contracts have. */
export function otherIncome(book: Book, span: Span): Derivation {
  const booked = (span.bookings?.income ?? []).filter((one) => isDividend(one) && one.conid === undefined);
  const declared = accrualInputs(book, span).map(
    (input): Input => ({
      ...{ ...input, value: -input.value, label: `Less: ${input.label}` },
      ...(input.by ? { by: { ...input.by, reckon: (values) => -(input.by?.reckon(values) ?? Number.NaN) } } : {}),
    }),
  );
  return sumOf(
    [...bookedInputs(book, booked), ...ledgerInputs(book, span, 'dividends'), ...declared],
    'Σ of what belongs to no contract',
  );
}

export function costsEffect(book: Book, span: Span): Derivation {
  const costs = span.bookings?.costs ?? [];
  const sum = sumOf(bookedInputs(book, costs), 'Σ amount · rate of each booking');
  return sum.inputs.length > 0 ? sum : { ...sum, nothingIn: { lists: ['cashTransactions', 'trades'], ...span.days } };
}
