import type { Position } from '#domain/position';
import type { RateTable } from './conversion.ts';
import type { BookedMove } from './holding-moves.ts';
import { splitMovedHolding } from './price-and-fx.ts';
import { none, type Statistic } from './statistic.ts';
import { countsInValue, valueInAccount } from './valuation.ts';

/** What one contract, over all its rows, did to the account between two closes. Base currency. */
export interface HoldingEffect {
  readonly conid: number;
  readonly symbol: string;
  /** The row it is known by: of the later close, else of the earlier one; absent when it was held at neither. */
  readonly position?: Position;
  readonly price: Statistic;
  readonly fx: Statistic;
  /** What its trades moved in cash, in their currencies with their rates; for a notional holding, its gain. */
  readonly cash: readonly { readonly amount: number; readonly currency: string; readonly rate: number }[];
}

export interface HoldingsSpan {
  readonly before: readonly Position[];
  readonly after: readonly Position[];
  /** Of the two closes. */
  readonly ratesBefore: RateTable;
  readonly ratesAfter: RateTable;
  readonly moves: readonly BookedMove[];
  /** Contracts whose change of quantity the moves don't explain, each with the reason in few words. */
  readonly unexplained: ReadonlyMap<number, string>;
}

/** The effect of each contract that was held at one of the closes or traded between them; in no order. */
export function holdingEffects(span: HoldingsSpan): readonly HoldingEffect[] {
  const [before, after, moves] = [byConid(span.before), byConid(span.after), byConid(span.moves)];
  const conids = new Set([...before.keys(), ...after.keys(), ...moves.keys()]);
  return [...conids].flatMap((conid) => {
    const parts = { before: before.get(conid) ?? [], after: after.get(conid) ?? [], moves: moves.get(conid) ?? [] };
    const position = parts.after[0] ?? parts.before[0];
    // A position of currency repeats what the cash balances hold.
    if (position?.assetClass === 'cash') return [];
    const symbol = position?.symbol ?? (parts.moves[0]?.symbol || String(conid));
    const effect = effectOf(conid, parts, span);
    const named = { conid, symbol, ...(position ? { position } : {}) };
    return 'missing' in effect ? [{ ...named, price: effect, fx: effect, cash: [] }] : [{ ...named, ...effect }];
  });
}

interface Parts {
  readonly before: readonly Position[];
  readonly after: readonly Position[];
  readonly moves: readonly BookedMove[];
}

type Effect = Pick<HoldingEffect, 'price' | 'fx' | 'cash'> | { readonly missing: string };

function effectOf(conid: number, { before, after, moves }: Parts, span: HoldingsSpan): Effect {
  const why = span.unexplained.get(conid);
  if (why !== undefined) return none(why);
  const position = after[0] ?? before[0];
  const currency = position?.currency ?? moves[0]?.currency ?? '';
  if ([...before, ...after, ...moves].some((row) => row.currency !== currency)) return none('currency changed');
  const [valueOpen, valueClose] = [sum(before.map(marketValueOf)), sum(after.map(marketValueOf))];
  const notional = position !== undefined && !countsInValue(position);
  const inAccount = { open: sum(before.map(countedValueOf)), close: sum(after.map(countedValueOf)) };
  const fx = ratesOf(currency, valueOpen, valueClose, moves, span);
  if (!fx) return none(`no rate for ${currency}`);
  const amounts = moves.map((move) => amountOf(move, position, notional));
  if (amounts.some((amount) => amount === undefined)) return none('amount of a trade not told');
  const booked = moves.map((move, i) => ({ amount: amounts[i] ?? 0, fx: move.rateToBase ?? fx.close }));
  const split = splitMovedHolding({
    valueOpen,
    valueClose,
    fxOpen: fx.open,
    fxClose: fx.close,
    moves: booked,
    ...(notional ? { countedOpen: inAccount.open } : {}),
  });
  const gain = sum(booked.map(({ amount }) => amount)) + valueClose - valueOpen;
  const cash = notional
    ? [{ amount: gain - (inAccount.close - inAccount.open), currency, rate: fx.close }]
    : booked.flatMap(({ amount, fx: rate }, i) => (moves[i]?.inCash ? [{ amount, currency, rate }] : []));
  return { ...split, cash };
}

const marketValueOf = ({ marketValue }: Position): number => marketValue;
const countedValueOf = (position: Position): number => valueInAccount(position) ?? 0;

/** A future's trades are told with no money, or with all of it: its price and size tell what it was worth. */
function amountOf(
  { amount, price, quantity }: BookedMove,
  position: Position | undefined,
  notional: boolean,
): number | undefined {
  if (!notional) return amount;
  const multiplier = position?.multiplier;
  return price === undefined || multiplier === undefined ? undefined : -quantity * price * multiplier;
}

/** The rates of both closes. Where nothing was held at one of them, a rate is not needed there, and another stands in. */
function ratesOf(
  currency: string,
  valueOpen: number,
  valueClose: number,
  moves: readonly BookedMove[],
  { ratesBefore, ratesAfter }: HoldingsSpan,
): { readonly open: number; readonly close: number } | undefined {
  const [open, close] = [ratesBefore.get(currency), ratesAfter.get(currency)];
  const traded = moves.find(({ rateToBase }) => rateToBase !== undefined)?.rateToBase;
  const first = open ?? (valueOpen === 0 ? (close ?? traded) : undefined);
  const last = close ?? (valueClose === 0 ? (traded ?? open) : undefined);
  return first === undefined || last === undefined ? undefined : { open: first, close: last };
}

function byConid<T extends { readonly conid: number }>(rows: readonly T[]): ReadonlyMap<number, readonly T[]> {
  const grouped = new Map<number, T[]>();
  for (const row of rows) {
    const known = grouped.get(row.conid);
    if (known) known.push(row);
    else grouped.set(row.conid, [row]);
  }
  return grouped;
}

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);
