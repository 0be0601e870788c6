import type { LevelPoint } from './level-series.ts';

/** What one observation did to the account. Amounts in base currency. */
export interface DayChange {
  /** Change of net asset value, deposits and withdrawals included. */
  readonly change: number;
  /** Net money paid in (negative: out) that the broker's return implies; 0 when within the noise of its rounding. */
  readonly impliedFlow: number;
  /** Change less implied flow. */
  readonly result: number;
  /** Time-weighted return, a fraction. */
  readonly twr: number;
}

/** Rounding of the broker's cumulative returns: they carry eight decimals, and two of them make a day's return. */
const RETURN_NOISE = 2e-8;
/** Rounding of two values to whole cents. */
const CENT = 0.01;

/**
 * Splits the change between two observations into result and net flow, flows at the end of the day (the broker's
 * account convention): `flow = nav1 − nav0 · level1 / level0`. The gateway tells no deposits, so this is all that can be
 * known of them. A flow within the noise of eight decimals is none; a larger one is known to the cent at best and
 * rounded to it, so that result and flow add up to the change.
 *
 * @returns undefined when a value is missing or the opening value is not positive
 */
export function dayChange(before: LevelPoint, after: LevelPoint): DayChange | undefined {
  const [nav0, nav1] = [before.netAssetValue, after.netAssetValue];
  if (nav0 === null || nav1 === null || nav0 <= 0 || before.level <= 0) return undefined;
  const growth = after.level / before.level;
  const change = nav1 - nav0;
  const flow = nav1 - nav0 * growth;
  const impliedFlow = Math.abs(flow) <= flowNoise(before, after) ? 0 : Math.round(flow * 100) / 100;
  return { change, impliedFlow, result: change - impliedFlow, twr: growth - 1 };
}

/** The largest flow that is nothing but rounding, base currency. */
function flowNoise(before: LevelPoint, after: LevelPoint): number {
  const size = Math.max(Math.abs(before.netAssetValue ?? 0), Math.abs(after.netAssetValue ?? 0));
  return (size * RETURN_NOISE) / Math.min(1, before.level) + CENT;
}
