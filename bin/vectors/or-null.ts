import type { Statistic } from '#analytics/statistic';

/** The vectors' way to say that there is no figure. */
export const orNull = (statistic: Statistic | undefined): number | null =>
  typeof statistic === 'number' ? statistic : null;
