import type { AssetGroup } from '#analytics/asset-group';

/** Names of the groups of holdings, as headings. */
export const GROUP_NAMES: Readonly<Record<AssetGroup, string>> = {
  stock: 'Stocks',
  etf: 'ETFs',
  fund: 'Funds',
  bond: 'Bonds',
  bill: 'Bills',
  option: 'Options',
  future: 'Futures',
  'future-option': 'Options on futures',
  crypto: 'Crypto',
  warrant: 'Warrants',
  structured: 'Structured products',
  cfd: 'CFDs',
  combo: 'Combinations',
  currency: 'Currency positions',
  other: 'Other',
};
