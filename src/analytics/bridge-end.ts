import type { NetAssetValueChange } from '#domain/net-asset-value';
import { type BridgePart, PART_OF } from './broker-items.ts';

/**
 * Where the items of the broker's bridge lead to from its starting value. A query may list the result twice: as a whole
 * (`mtm`), and split into realised and unrealised; it counts once.
 */
export function bridgeEnd({ starting, items }: Pick<NetAssetValueChange, 'starting' | 'items'>): number {
  const twice = items.mtm === undefined || items.mtm === 0 ? [] : SPLIT;
  return Object.entries(items).reduce((sum, [name, item]) => (twice.includes(name) ? sum : sum + item), starting);
}

const SPLIT = ['realized', 'changeInUnrealized'];

/** Ends may differ by this part of a currency's unit: statements round to 1e-9. */
const SAME_VALUE = 0.01;
const NEEDED: readonly BridgePart[] = [
  ...(['flows', 'price', 'fx', 'dividends', 'tax', 'interest', 'fees', 'accruals'] as const),
];

/**
 * Whether a bridge lacks items that moved the account: it does not lead to its own end, and names nothing of one of the
 * parts, as where the query leaves fields out. What it leaves out is no zero then.
 */
export function leavesItemsOut(change: Pick<NetAssetValueChange, 'starting' | 'ending' | 'items'>): boolean {
  if (Math.abs(bridgeEnd(change) - change.ending) <= SAME_VALUE) return false;
  const named = new Set(Object.keys(change.items).map((name) => PART_OF[name]));
  return NEEDED.some((part) => !named.has(part));
}
