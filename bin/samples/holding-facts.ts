import { UNKNOWN_CURRENCY } from '#domain/currency';
import type { Position } from '#domain/position';
import type { Transaction } from '#domain/transaction';
import type { SecurityDefinition } from '#sources/gateway/answers/security-definitions';
import type { ContractTransactions } from '#sources/gateway/answers/transactions';
import { exact, type Fact, type Facts, oneOf, set, sumOf, sumsOf } from './fact.ts';

/** Facts of positions; `accounts` are the keys of a body keyed by account. */
export function positionsFacts(positions: readonly Position[], accounts?: readonly string[]): Facts {
  const futures = positions.filter(({ assetClass }) => assetClass === 'future');
  const derivatives = positions.filter(({ terms }) => terms !== undefined);
  return {
    accounts: exact(accounts),
    rows: exact(positions.length),
    count: exact(positions.filter(({ quantity }) => quantity !== 0).length),
    conids: exact(positions.map(({ conid }) => conid)),
    symbols: listed(positions.map(({ symbol }) => symbol)),
    assetClasses: set(positions.flatMap(({ brokerClass }) => brokerClass || [])),
    longCount: exact(positions.filter(({ quantity }) => quantity > 0).length),
    shortCount: exact(positions.filter(({ quantity }) => quantity < 0).length),
    zeroCount: exact(positions.filter(({ quantity }) => quantity === 0).length),
    sumMarketValueByCurrency: sumsOf(termsBy(positions, currencyOf, ({ marketValue }) => marketValue)),
    sumUnrealizedPnlByCurrency: sumsOf(termsBy(positions, currencyOf, ({ unrealizedProfit }) => unrealizedProfit)),
    futuresNotionalByCurrency: sumsOf(termsBy(futures, currencyOf, ({ marketValue }) => marketValue)),
    avgCostMissing: set(positions.filter(({ averageCost }) => averageCost === undefined).map(({ conid }) => conid)),
    multipliers: exact(Object.fromEntries(positions.map(({ conid, multiplier }) => [conid, multiplier]))),
    contracts: oneOf(contracts(derivatives, short), contracts(derivatives, long), contracts(derivatives, capital)),
  };
}

/** One entry for each row, or each symbol once: manifests do either. */
function listed(symbols: readonly string[]): Fact {
  return oneOf(symbols, [...new Set(symbols)], [...new Set(symbols)].sort());
}

const currencyOf = ({ currency }: Position) => (currency === UNKNOWN_CURRENCY ? 'unknown' : currency);

const short = (right: 'call' | 'put') => (right === 'call' ? 'C' : 'P');
const long = (right: 'call' | 'put') => right;
const capital = (right: 'call' | 'put') => right.toUpperCase();

function contracts(positions: readonly Position[], right: (word: 'call' | 'put') => string): unknown {
  return Object.fromEntries(
    positions.map(({ conid, terms }) => {
      const expiry = terms?.expiry;
      return [
        conid,
        {
          underlying: terms?.underlying,
          expiry: expiry?.length === 10 ? expiry : undefined,
          expiryMonth: expiry?.length === 7 ? expiry : undefined,
          strike: terms?.strike,
          right: terms?.right === undefined ? undefined : right(terms.right),
        },
      ];
    }),
  );
}

/** Facts of security definitions. */
export function instrumentsFacts(definitions: readonly SecurityDefinition[]): Facts {
  return {
    count: exact(definitions.length),
    conids: exact(definitions.map(({ conid }) => conid)),
    symbols: listed(definitions.map(({ symbol }) => symbol)),
    currencies: set(definitions.flatMap(({ currency }) => currency ?? [])),
    assetClasses: set(definitions.flatMap(({ brokerClass }) => brokerClass || [])),
    multipliers: exact(Object.fromEntries(definitions.map(({ conid, multiplier }) => [conid, multiplier]))),
  };
}

/** Facts of one contract's bookings. */
export function transactionsFacts(answer: ContractTransactions): Facts {
  const rows = [...answer.rows.values()].flat();
  const days = rows.map(({ date }) => date).sort();
  const amounts = termsBy(
    rows,
    ({ brokerType }: Transaction) => brokerType,
    ({ amount }) => amount,
  );
  return {
    count: exact(rows.length),
    currency: exact(answer.currency),
    conids: set(rows.map(({ conid }) => conid)),
    types: exact(Object.fromEntries(Object.entries(amounts).map(([name, { length }]) => [name, length]))),
    amountByType: sumsOf(amounts),
    netAmount: sumOf(rows.map(({ amount }) => amount)),
    netQuantity: sumOf(rows.map(({ quantity }) => quantity ?? 0)),
    rowsWithoutQuantity: exact(rows.filter(({ quantity }) => quantity === undefined).length),
    realizedPnl: exact(answer.realizedProfit),
    realizedRows: exact(answer.realizedRows),
    from: exact(answer.from),
    to: exact(answer.to),
    firstDate: exact(days[0]),
    lastDate: exact(days.at(-1)),
  };
}

function termsBy<T>(
  rows: readonly T[],
  key: (row: T) => string,
  value: (row: T) => number | undefined,
): Readonly<Record<string, readonly number[]>> {
  const terms: Record<string, number[]> = {};
  for (const row of rows) {
    const amount = value(row);
    if (amount === undefined) continue;
    const list = terms[key(row)] ?? [];
    terms[key(row)] = list;
    list.push(amount);
  }
  return terms;
}
