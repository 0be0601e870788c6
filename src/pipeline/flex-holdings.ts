import type { Gap } from '#domain/gap';
import type { DerivativeTerms, Position } from '#domain/position';
import type { StatementPosition } from '#domain/statement-position';
import type { TradedContract } from '#domain/traded-contract';

/** Holdings of a statement as positions, and what could not be told of some. */
export interface FlexHoldings {
  readonly positions: readonly Position[];
  readonly gaps: readonly Gap[];
}

/**
 * One position a contract and model. Where the statement has the whole holding (level summary) that row counts, and its
 * lots beside it don't; where it lists lots alone they are added up. Rows of quantity 0 are no holdings.
 */
export function flexHoldings(rows: readonly StatementPosition[]): FlexHoldings {
  const byKey = new Map<string, StatementPosition[]>();
  const nameless: string[] = [];
  for (const row of rows) {
    const { conid, symbol, description } = row.contract;
    if (conid === undefined) nameless.push(symbol || description);
    else {
      const key = `${conid} ${row.model}`;
      byKey.set(key, [...(byKey.get(key) ?? []), row]);
    }
  }
  const positions = [...byKey.values()].flatMap((all) => positionOf(all) ?? []);
  if (nameless.length === 0) return { positions, gaps: [] };
  const gap: Gap = {
    reason: 'not-available',
    message: `The statement names no contract id for ${nameless.length} of its holdings, so they are left out: ${[...new Set(nameless)].slice(0, 5).join(', ')}.`,
    nextStep: 'Tick Conid in the section Open Positions of the Flex query.',
  };
  return { positions, gaps: [gap] };
}

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
