/** A statistic, or why there is none, in few words. */
export type Statistic = number | NoStatistic;

export interface NoStatistic {
  readonly missing: string;
}

export const none = (missing: string): NoStatistic => ({ missing });
