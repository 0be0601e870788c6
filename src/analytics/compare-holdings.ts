import type { Ledger } from '#domain/cash-balance';
import type { Position } from '#domain/position';
import type { ComparedItem } from '#domain/source-comparison';

/** Quantities with fractions carry up to four decimals; below this they are equal. */
const SAME_QUANTITY = 1e-6;

/** Holdings of each contract and model that either source has. */
export function compareQuantities(found: readonly Position[], expected: readonly Position[]): readonly ComparedItem[] {
  const [ours, theirs] = [byKey(found), byKey(expected)];
  return [...new Set([...theirs.keys(), ...ours.keys()])].map((key) => {
    const [one, other] = [ours.get(key), theirs.get(key)];
    const { symbol, conid } = (one ?? other) as Position;
    return {
      name: symbol,
      conid,
      expected: other?.quantity ?? null,
      found: one?.quantity ?? null,
      difference: (one?.quantity ?? 0) - (other?.quantity ?? 0),
      tolerance: SAME_QUANTITY,
    };
  });
}

/** A position of currency repeats what the cash balances hold, and stands in no statement's list. */
function byKey(positions: readonly Position[]): ReadonlyMap<string, Position> {
  return new Map(
    positions
      .filter(({ assetClass }) => assetClass !== 'cash')
      .map((position) => [`${position.conid} ${position.model}`, position]),
  );
}

/** Cash of each currency that either source names. The gateway's amounts are single precision. */
export function compareCash(found: Ledger, expected: Ledger): readonly ComparedItem[] {
  const cash = ({ balances }: Ledger): ReadonlyMap<string, number> =>
    new Map(balances.map((balance) => [balance.currency, balance.cash]));
  const [ours, theirs] = [cash(found), cash(expected)];
  return [...new Set([...theirs.keys(), ...ours.keys()])].map((currency) => {
    const [one, other] = [ours.get(currency) ?? null, theirs.get(currency) ?? null];
    return {
      name: currency,
      currency,
      expected: other,
      found: one,
      difference: (one ?? 0) - (other ?? 0),
      tolerance: cashTolerance(other ?? one ?? 0),
    };
  });
}

/** A cent, or what single precision can't hold. */
export function cashTolerance(amount: number): number {
  return Math.max(0.01, Math.abs(amount) * 1e-6);
}
