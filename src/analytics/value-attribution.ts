import type { Ledger } from '#domain/cash-balance';
import type { DividendAccrual } from '#domain/dividend-accrual';
import type { Position } from '#domain/position';
import { type BookedAmount, rateOf } from './booked-amount.ts';
import { type RateTable, toBase } from './conversion.ts';
import { type HoldingEffect, holdingEffects } from './holding-effects.ts';
import type { BookedMove } from './holding-moves.ts';
import type { IncomeBooking } from './income-bookings.ts';
import { none, type Statistic } from './statistic.ts';

/** An account at one close. */
export interface AccountClose {
  readonly positions: readonly Position[];
  readonly ledger: Ledger;
  readonly rates: RateTable;
  /** Open dividend accruals by contract; absent where the source doesn't tell them. */
  readonly dividendAccruals?: readonly DividendAccrual[];
}

/** What statements booked between two closes. */
export interface SpanBookings {
  /** Money from outside or to it. Holdings that were moved are no part of it. */
  readonly flows: readonly BookedAmount[];
  readonly income: readonly IncomeBooking[];
  readonly costs: readonly BookedAmount[];
  /** Both legs of each exchange of currency. */
  readonly exchanges: readonly Leg[];
}

export type Leg = Pick<BookedAmount, 'amount' | 'currency' | 'rateToBase'>;

export interface AttributionInput {
  readonly base: string;
  readonly before: AccountClose;
  readonly after: AccountClose;
  readonly moves: readonly BookedMove[];
  /** Contracts whose change of quantity the moves don't explain, each with the reason in few words. */
  readonly unexplained: ReadonlyMap<number, string>;
  /** Absent where no source tells them. */
  readonly bookings?: SpanBookings;
}

export interface AttributedHolding extends HoldingEffect {
  /** Dividends less tax: declared ones from their ex-day on, paid ones that were not declared before. */
  readonly income: Statistic;
}

/** What moved an account's value between two closes. Base currency. */
export interface Attribution {
  readonly holdings: readonly AttributedHolding[];
  /** What rates did to cash: to the balance before over the whole time, to what came in from its booking on. */
  readonly cashFx: Statistic;
  /** Dividends and tax that belong to no contract of the list. Absent without bookings, as the next two. */
  readonly otherIncome?: Statistic;
  /** Interest, paid and accrued. */
  readonly interest?: Statistic;
  readonly costs?: Statistic;
}

/**
 * Takes the change of value between two closes apart, so that all parts and the flows make it. What a source does not
 * tell is in no part: whoever shows them shows the rest as a line of its own.
 */
export function attribution(input: AttributionInput): Attribution {
  const { before, after, moves, unexplained, bookings, base } = input;
  const effects = holdingEffects({
    before: before.positions,
    after: after.positions,
    ratesBefore: before.rates,
    ratesAfter: after.rates,
    moves,
    unexplained,
  });
  const cashFx = cashEffect(input, effects);
  if (!bookings) {
    const missing = none('needs Flex statements');
    return { holdings: effects.map((effect) => ({ ...effect, income: missing })), cashFx };
  }
  const { income, costs } = bookings;
  const dividends = income.filter(({ kind }) => DIVIDENDS.has(kind));
  const accrued = (close: AccountClose, of: 'accruedDividends' | 'accruedInterest'): Statistic =>
    added(close.ledger.balances.map((row) => inBase(row[of], row.currency, close.rates)));
  const allDividends = added([
    booked(dividends, base),
    accrued(after, 'accruedDividends'),
    negated(accrued(before, 'accruedDividends')),
  ]);
  const byContract = incomeByContract(dividends, input);
  const holdings = withIncome(effects, byContract);
  return {
    holdings,
    cashFx,
    otherIncome: added([allDividends, ...[...byContract.values()].map(({ amount }) => negated(amount))]),
    interest: added([
      booked(
        income.filter(({ kind }) => !DIVIDENDS.has(kind)),
        base,
      ),
      accrued(after, 'accruedInterest'),
      negated(accrued(before, 'accruedInterest')),
    ]),
    costs: booked(costs, base),
  };
}

const DIVIDENDS = new Set<IncomeBooking['kind']>(['dividend', 'payment-in-lieu', 'withholding-tax']);

/** Balances of the evening before at the change of their rates, and what was booked since at its own against the last. */
function cashEffect({ before, after, bookings, base }: AttributionInput, effects: readonly HoldingEffect[]): Statistic {
  const held = before.ledger.balances.map(({ cash, currency }): Statistic => {
    if (cash === 0) return 0;
    const [open, close] = [before.rates.get(currency), after.rates.get(currency)];
    return open === undefined || close === undefined ? none(`no rate for ${currency}`) : cash * (close - open);
  });
  const since = ({ amount, currency, rateToBase }: Leg): Statistic => {
    const [own, close] = [rateOf({ currency, ...optionalRate(rateToBase) }, base), after.rates.get(currency)];
    if (amount === 0) return 0;
    // One rate is enough: without the other there is no difference that could be told.
    return own === undefined || close === undefined ? 0 : amount * (close - own);
  };
  const traded = effects.flatMap(({ cash }) => cash.map(({ rate, ...leg }) => since({ ...leg, rateToBase: rate })));
  const { flows = [], income = [], costs = [], exchanges = [] } = bookings ?? {};
  const exchanged = exchanges.map(({ amount, currency }) => inBase(amount, currency, after.rates));
  return added([...held, ...traded, ...[...flows, ...income, ...costs].map(since), ...exchanged]);
}

interface ContractIncome {
  readonly symbol: string;
  readonly amount: Statistic;
}

function incomeByContract(
  dividends: readonly IncomeBooking[],
  { before, after, base }: AttributionInput,
): ReadonlyMap<number, ContractIncome> {
  const all = new Map<number, { symbol: string; parts: Statistic[] }>();
  const add = (conid: number | undefined, symbol: string, part: Statistic): void => {
    if (conid === undefined) return;
    const known = all.get(conid) ?? { symbol, parts: [] };
    known.parts.push(part);
    all.set(conid, known);
  };
  for (const booking of dividends) add(booking.conid, booking.symbol, booked([booking], base));
  // The accruals of one close alone would show as income what was declared long before.
  if (before.dividendAccruals && after.dividendAccruals) {
    for (const [close, sign] of [[before, -1] as const, [after, 1] as const]) {
      for (const { contract, net, currency, state } of close.dividendAccruals ?? []) {
        if (state === 'open') add(contract.conid, contract.symbol, inBase(sign * net, currency, close.rates));
      }
    }
  }
  return new Map([...all].map(([conid, { symbol, parts }]) => [conid, { symbol, amount: added(parts) }]));
}

/** What pays without having been held at either close stands with its income alone. */
function withIncome(
  effects: readonly HoldingEffect[],
  income: ReadonlyMap<number, ContractIncome>,
): readonly AttributedHolding[] {
  const known = new Set(effects.map(({ conid }) => conid));
  const others = [...income]
    .filter(([conid, { amount }]) => !known.has(conid) && amount !== 0)
    .map(([conid, { symbol, amount }]) => ({ conid, symbol, price: 0, fx: 0, cash: [], income: amount }));
  return [...effects.map((effect) => ({ ...effect, income: income.get(effect.conid)?.amount ?? 0 })), ...others];
}

function booked(rows: readonly BookedAmount[], base: string): Statistic {
  return added(
    rows.map((row) => {
      const rate = row.amount === 0 ? 0 : rateOf(row, base);
      return rate === undefined ? none(`no rate for ${row.currency}`) : row.amount * rate;
    }),
  );
}

function inBase(amount: number, currency: string, rates: RateTable): Statistic {
  if (amount === 0) return 0;
  return toBase(amount, currency, rates) ?? none(`no rate for ${currency}`);
}

/** The sum, or why the first part of it that is missing is. */
export function added(parts: readonly Statistic[]): Statistic {
  let sum = 0;
  for (const part of parts) {
    if (typeof part !== 'number') return part;
    sum += part;
  }
  return sum;
}

const negated = (part: Statistic): Statistic => (typeof part === 'number' ? -part : part);

const optionalRate = (rateToBase: number | undefined): Pick<BookedAmount, 'rateToBase'> =>
  rateToBase === undefined ? {} : { rateToBase };
