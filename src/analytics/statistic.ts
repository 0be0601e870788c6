/** A statistic, or why there is none, in few words. */
export type Statistic = number | NoStatistic;

export interface NoStatistic {
  readonly missing: string;
}

export const none = (missing: string): NoStatistic => ({ missing });

/** Too few observations: how many there are of those that are needed. */
export const fewerThan = (needed: number, found: number): NoStatistic => none(`${found} of ${needed} days`);
