import type { AssetClass, Position } from '#domain/position';

/** Groups in which holdings are shown: the asset classes, with exchange-traded funds apart from stocks. */
export type AssetGroup = Exclude<AssetClass, 'cash'> | 'etf' | 'currency';

/** The group of one holding. */
export function assetGroup(position: Position): AssetGroup {
  if (position.type?.toUpperCase() === 'ETF') return 'etf';
  return position.assetClass === 'cash' ? 'currency' : position.assetClass;
}
