import { type AssetGroup, assetGroup } from './asset-group.ts';
import type { Valuation, ValuedPosition } from './valuation.ts';
import { isWorth } from './worth.ts';

/** The holdings of one group. Amounts in base currency. */
export interface GroupAllocation {
  readonly group: AssetGroup;
  readonly members: readonly ValuedPosition[];
  /** Net value of the members that could be converted. */
  readonly amount: number;
  /** Currencies of members that could not be. */
  readonly without: readonly string[];
}

/** Holdings by group, the largest group first, and in each group the largest value first. */
export function allocationByGroup(positions: readonly ValuedPosition[]): readonly GroupAllocation[] {
  const groups = new Map<AssetGroup, ValuedPosition[]>();
  for (const valued of positions) {
    const group = assetGroup(valued.position);
    const members = groups.get(group);
    if (members) members.push(valued);
    else groups.set(group, [valued]);
  }
  return [...groups].map(allocationOf).sort((a, b) => b.amount - a.amount || compare(a.group, b.group));
}

function allocationOf([group, members]: [AssetGroup, ValuedPosition[]]): GroupAllocation {
  const unconverted = members.filter(({ valueBase }) => valueBase === undefined);
  return {
    group,
    members: members.sort(byValue),
    amount: members.reduce((sum, { valueBase }) => sum + (valueBase ?? 0), 0),
    without: [...new Set(unconverted.map(({ position }) => position.currency))].sort(),
  };
}

/**
 * What weights are measured against, base currency: the sum of all parts, or the broker's total when a part has no
 * rate. Undefined when that isn't a cent at least, as a share of nothing or of a debt says nothing.
 */
export function weightBase(valuation: Valuation): number | undefined {
  const whole = valuation.total.without.length === 0 ? valuation.total.amount : valuation.brokerTotal;
  return whole !== undefined && isWorth(whole) ? whole : undefined;
}

/** Largest first; what has no value in base currency last; else by symbol, so that the order never depends on the input's. */
function byValue(a: ValuedPosition, b: ValuedPosition): number {
  const [x, y] = [a.valueBase ?? Number.NEGATIVE_INFINITY, b.valueBase ?? Number.NEGATIVE_INFINITY];
  if (x !== y) return y > x ? 1 : -1;
  const [p, q] = [a.position, b.position];
  return compare(p.symbol, q.symbol) || p.conid - q.conid || compare(p.model, q.model);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
