import type { NetAssetValueChange } from '#domain/net-asset-value';

/**
 * Where the items of the broker's bridge lead to from its starting value. A query may list the result twice: as a whole
 * (`mtm`), and split into realised and unrealised; it counts once.
 */
export function bridgeEnd({ starting, items }: Pick<NetAssetValueChange, 'starting' | 'items'>): number {
  const twice = items.mtm === undefined || items.mtm === 0 ? [] : SPLIT;
  return Object.entries(items).reduce((sum, [name, item]) => (twice.includes(name) ? sum : sum + item), starting);
}

const SPLIT = ['realized', 'changeInUnrealized'];
