import type { CalendarDate } from '#domain/calendar-date';
import type { Gap } from '#domain/gap';
import type { NetAssetValueDay } from '#domain/net-asset-value';
import type { DerivativeTerms, Position } from '#domain/position';
import type { StatementPosition } from '#domain/statement-position';
import type { TradedContract } from '#domain/traded-contract';

/** Holdings of a statement as positions, and what could not be told of some; or why they can't be told at all. */
export type FlexHoldings =
  | { readonly positions: readonly Position[]; readonly gaps: readonly Gap[] }
  | { readonly gap: Gap };

/**
 * One position a contract and model. Where the statement has the whole holding (level summary) that row counts, and its
 * lots beside it don't; where it lists lots alone they are added up. Rows of quantity 0 are no holdings.
 *
 * @param value of the same day: a list that is empty while it counts securities is no empty account
 */
export function flexHoldings(
  rows: readonly StatementPosition[],
  day: CalendarDate,
  value: NetAssetValueDay | undefined,
): FlexHoldings {
  const byKey = new Map<string, StatementPosition[]>();
  const nameless = new Set<string>();
  const ofDay = rows.filter(({ date }) => date === day);
  for (const row of ofDay) {
    const { conid, symbol, description } = row.contract;
    if (conid === undefined) nameless.add(symbol || description);
    else {
      const key = `${conid} ${row.model}`;
      byKey.set(key, [...(byKey.get(key) ?? []), row]);
    }
  }
  const counted = ofDay.length > 0 ? [] : heldParts(value);
  if (counted.length > 0) return { gap: hollow(counted, rows.length > 0) };
  const positions = [...byKey.values()].flatMap((all) => positionOf(all) ?? []);
  return { positions, gaps: nameless.size === 0 ? [] : [withoutConid([...nameless])] };
}

/** Parts of a net asset value that are holdings, by the broker's names. */
const HELD = ['stock', 'options', 'bonds', 'notes', 'funds', 'commodities', 'crypto', 'warrants', 'structuredProducts'];

const heldParts = (value: NetAssetValueDay | undefined): readonly string[] =>
  HELD.filter((name) => (value?.parts[name] ?? 0) !== 0);

const hollow = (counted: readonly string[], others: boolean): Gap => ({
  reason: 'unreadable',
  message: `The statement lists no holdings of the day${others ? ', only of others' : ''}, while its net asset value counts ${counted.join(', ')}.`,
});

const withoutConid = (names: readonly string[]): Gap => ({
  reason: 'not-available',
  message: `The statement names no contract id for ${names.length} of its holdings, so they are left out: ${names.slice(0, 5).join(', ')}.`,
  nextStep: 'Tick Conid in the section Open Positions of the Flex query.',
});

function positionOf(all: readonly StatementPosition[]): Position | undefined {
  const whole = all.filter(({ level }) => level === 'summary');
  const rows = whole.length > 0 ? whole : all;
  const [first] = rows;
  const conid = first?.contract.conid;
  if (!first || conid === undefined) return undefined;
  const quantity = sum(rows.map((row) => row.quantity));
  if (quantity === 0) return undefined;
  const { contract } = first;
  const cost = allTold(rows.map((row) => row.cost));
  const unrealizedProfit = allTold(rows.map((row) => row.unrealizedProfit));
  const terms = termsOf(contract);
  return {
    conid,
    symbol: contract.symbol || String(conid),
    description: contract.description || contract.symbol || String(conid),
    assetClass: contract.assetClass,
    brokerClass: contract.brokerClass,
    currency: first.currency,
    quantity,
    marketValue: sum(rows.map((row) => row.marketValue)),
    model: first.model,
    remainder: first.remainder,
    ...(contract.type === undefined ? {} : { type: contract.type }),
    ...(first.price === undefined ? {} : { price: first.price }),
    // The broker says 0 where it does not know the cost, as of holdings that were transferred.
    ...(cost ? { averageCost: cost / quantity } : {}),
    ...(unrealizedProfit === undefined ? {} : { unrealizedProfit }),
    ...(contract.multiplier === undefined ? {} : { multiplier: contract.multiplier }),
    ...(terms ? { terms } : {}),
  };
}

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);

/** The sum, or undefined when one of them is not told. */
export function allTold(figures: readonly (number | undefined)[]): number | undefined {
  return figures.every((figure) => figure !== undefined) ? sum(figures as readonly number[]) : undefined;
}

/** Symbol of a listed option as the clearing house writes it: `AAPL  261218C00200000`. */
const LISTED_OPTION = /^([A-Z0-9. ]{1,6}?) *(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/;

/** What the contract's own fields tell of a derivative, else what a listed option's symbol does. */
function termsOf({ terms, assetClass, symbol }: TradedContract): DerivativeTerms | undefined {
  const match = terms || assetClass !== 'option' ? null : LISTED_OPTION.exec(symbol);
  if (!match) return terms;
  const [, underlying = '', year, month, day, right, strike] = match;
  return {
    underlying,
    expiry: `20${year}-${month}-${day}`,
    strike: Number(strike) / 1_000,
    right: right === 'C' ? 'call' : 'put',
  };
}
