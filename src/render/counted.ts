import { numberText } from './format.ts';

/** A whole number with its thousands marked: `1,000`. */
export const wholeText = (count: number): string => numberText(count, { decimals: 0 });

/** `1 account`, `1,000 accounts`. */
export const countedAccounts = (count: number): string => (count === 1 ? '1 account' : `${wholeText(count)} accounts`);
