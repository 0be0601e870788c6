import type { NetAssetValueChange } from '#domain/net-asset-value';
import { type BridgePart, PART_OF, TWICE } from './broker-items.ts';

/**
 * Where the items of the broker's bridge lead to from its starting value. A query may list the result twice: as a whole
 * (`mtm`), and split into realised and unrealised; it counts once.
 */
export function bridgeEnd({ starting, items }: Pick<NetAssetValueChange, 'starting' | 'items'>): number {
  const whole = items.mtm !== undefined && items.mtm !== 0;
  return Object.entries(items).reduce((sum, [name, item]) => (whole && TWICE.has(name) ? sum : sum + item), starting);
}

/** Values of the same moment may differ by this part of a currency's unit: statements round to 1e-9. */
const SAME_VALUE = 0.01;

/** Whether two values that a statement tells in different places are one. */
export const isSameValue = (a: number, b: number): boolean => Math.abs(a - b) <= SAME_VALUE;

const NEEDED: readonly BridgePart[] = [
  ...(['flows', 'price', 'fx', 'dividends', 'tax', 'interest', 'fees', 'accruals'] as const),
];

/**
 * Whether a bridge lacks items that moved the account: it does not lead to its own end, and names nothing of one of the
 * parts, as where the query leaves fields out. What it leaves out is no zero then.
 */
export function leavesItemsOut(change: Pick<NetAssetValueChange, 'starting' | 'ending' | 'items'>): boolean {
  if (isSameValue(bridgeEnd(change), change.ending)) return false;
  const named = new Set(Object.keys(change.items).map((name) => PART_OF[name]));
  return NEEDED.some((part) => !named.has(part));
}
