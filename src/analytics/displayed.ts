import { fewerThan, type Statistic } from './statistic.ts';

/** Observations below which a statistic is computed and not shown (convention C10). */
export const SHOWN_FROM = { deviation: 20, tail: 100, benchmark: 60 } as const;

/** A statistic as a reader may see it: with too few observations behind it the count stands in its place. */
export function displayed(statistic: Statistic, observations: number, family: keyof typeof SHOWN_FROM): Statistic {
  const needed = SHOWN_FROM[family];
  return observations < needed ? fewerThan(needed, observations) : statistic;
}
