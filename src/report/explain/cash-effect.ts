import { type BookedAmount, rateOf } from '#analytics/booked-amount';
import { holdingEffects } from '#analytics/holding-effects';
import { type Book, field, rateInput } from './book.ts';
import { type Derivation, type Input, sumOf } from './derivation.ts';
import { tradeField } from './effect-derivations.ts';
import { booking } from './money-derivations.ts';
import { balanceInput, type Span } from './span.ts';

/** What rates did to cash: to balances over the whole time, to what came in from its booking on. */
export function cashEffect(book: Book, span: Span): Derivation {
  const { before, after, between, bookings, moves } = span;
  const { base } = book.context;
  const held = before.ledger.balances.flatMap(({ cash, currency }): Input[] => {
    const [open, close] = [before.rates.get(currency) ?? Number.NaN, after.rates.get(currency) ?? Number.NaN];
    if (cash === 0 || currency === base) return [];
    const inputs = [
      balanceInput(book, 'cash', currency, cash, moves.from),
      rateInput(book, currency, open, moves.from),
      rateInput(book, currency, close),
    ];
    const reckon = ([own = 0, from = 0, to = 0]: readonly number[]): number => own * (to - from);
    const by = { formula: 'balance before · change of rate', inputs, reckon };
    return [{ label: `Cash in ${currency}`, value: cash * (close - open), kind: 'change', unit: base, by }];
  });
  const since = (row: BookedAmount, inputs: readonly Input[]): Input[] => {
    const [own, close] = [rateOf(row, base), after.rates.get(row.currency)];
    if (row.amount === 0 || own === undefined || close === undefined || row.currency === base) return [];
    const all = [...inputs, rateInput(book, row.currency, close)];
    const reckon = ([amount = 0, from = 0, to = 0]: readonly number[]): number => amount * (to - from);
    const by = { formula: 'amount · (rate at the close − its rate)', inputs: all, reckon };
    const value = row.amount * (close - own);
    return [{ label: `${row.currency} since ${row.day}`, value, kind: 'change', unit: base, by }];
  };
  const { flows = [], income = [], costs = [], exchanges = [] } = bookings ?? {};
  const effects = holdingEffects({
    ...{ before: before.positions, after: after.positions, ratesBefore: before.rates, ratesAfter: after.rates },
    ...{ moves: between.moves, unexplained: between.unexplained },
  });
  const traded = effects.flatMap(({ conid, symbol, cash }) =>
    cash.flatMap(({ amount, currency, rate }) => {
      const row = { day: span.days.to, amount, currency, rateToBase: rate };
      return since(row, [
        {
          label: `Money of a trade of ${symbol}`,
          value: amount,
          kind: 'change',
          unit: currency,
          told: tradeField(book, span, conid, ['proceeds', 'amt'], 'size'),
        },
        {
          label: 'Its rate',
          value: rate,
          kind: 'rate',
          unit: base,
          told: tradeField(book, span, conid, ['fxRateToBase', 'fxRate']),
        },
      ]);
    }),
  );
  const exchanged = exchanges.flatMap(({ amount, currency }): Input[] => {
    const rate = after.rates.get(currency) ?? Number.NaN;
    const { from: since, to: day } = span.days;
    const told = field('statement', ['quantity', 'proceeds'], [[['assetCategory'], 'CASH']], { since, day });
    const leg: Input = { label: `Exchanged ${currency}`, value: amount, kind: 'change', unit: currency, told };
    const by = {
      formula: 'amount · rate at the close',
      inputs: [leg, rateInput(book, currency, rate)],
      reckon: ([own = 0, of = 0]: readonly number[]) => own * of,
    };
    return [{ label: `Exchange of ${currency}`, value: amount * rate, kind: 'change', unit: base, by }];
  });
  const booked = [...flows, ...income, ...costs].flatMap((row) => since(row, booking(row, base)));
  return sumOf([...held, ...traded, ...booked, ...exchanged], 'Σ of balances, trades, bookings and exchanges');
}
