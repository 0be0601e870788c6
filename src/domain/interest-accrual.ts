import type { Remainder } from './dataset.ts';

/** Interest that has accrued in one currency and is not paid yet. */
export interface InterestAccrual {
  /** ISO 4217; `base` for the broker's own total of all currencies, which is not to be added to them. */
  readonly currency: string;
  /** At the start and the end of the statement, in `currency`; negative is owed. */
  readonly starting?: number;
  readonly ending: number;
  /** What moved it between the two, by the broker's own names: `interestAccrued`, `accrualReversal`, `fxTranslation`. */
  readonly items?: Readonly<Record<string, number>>;
  readonly remainder: Remainder;
}
