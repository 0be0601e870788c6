import { none, type Statistic } from './statistic.ts';
import { isWorth } from './worth.ts';

/** How much of an account hangs on few holdings. Fractions. */
export interface Concentration {
  /** Share of the largest one, three, five and ten in the sum of absolute values; of fewer holdings, of all. */
  readonly top: { readonly 1: Statistic; readonly 3: Statistic; readonly 5: Statistic; readonly 10: Statistic };
  /** Sum of squared shares: 1 for one holding, near 0 for many. */
  readonly herfindahl: Statistic;
  /** As many equal holdings would be as concentrated. */
  readonly effectiveHoldings: Statistic;
  /** Sum of absolute values, and of signed ones, base currency. */
  readonly gross: number;
  readonly net: number;
  /** Over net asset value; undefined when that is not above zero. */
  readonly grossLeverage: Statistic;
  readonly netLeverage: Statistic;
}

/** @param values signed value of each holding in base currency, cash left out */
export function concentration(values: readonly number[], netAssetValue: number): Concentration {
  const sizes = values.map(Math.abs).sort((a, b) => b - a);
  const gross = sizes.reduce((sum, size) => sum + size, 0);
  const net = values.reduce((sum, value) => sum + value, 0);
  const shares = sizes.map((size) => size / gross);
  const empty = none('no holdings');
  const top = (count: number): Statistic =>
    gross > 0 ? shares.slice(0, count).reduce((sum, share) => sum + share, 0) : empty;
  const herfindahl: Statistic = gross > 0 ? shares.reduce((sum, share) => sum + share ** 2, 0) : empty;
  const over = (exposure: number): Statistic =>
    isWorth(netAssetValue) ? exposure / netAssetValue : none('value is not above zero');
  return {
    top: { 1: top(1), 3: top(3), 5: top(5), 10: top(10) },
    herfindahl,
    effectiveHoldings: typeof herfindahl === 'number' ? 1 / herfindahl : herfindahl,
    gross,
    net,
    grossLeverage: over(gross),
    netLeverage: over(net),
  };
}
