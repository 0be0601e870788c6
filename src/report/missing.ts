import type { BaseTotal } from '#analytics/conversion';
import type { Gap, GapReason } from '#domain/gap';
import type { DatasetName, Run } from '#domain/snapshot';
import type { Cell, Missing } from './value.ts';

/** Reason of a missing figure that only the broker's statements tell. */
export const NEEDS_FLEX: Missing = { missing: 'needs Flex statements' };

/** Reason of a figure that the broker left out. */
export const NOT_TOLD: Missing = { missing: 'not told by the broker' };

/** Reason of a figure whose list or field the statement of the market day doesn't have. */
export const NOT_IN_STATEMENT: Missing = { missing: 'not in the statement' };

/** Reason of a sum over days of which statements tell only some. */
export const NOT_COVERED: Missing = { missing: 'statements don’t cover all its days' };

/** Reason of what a close run leaves for the morning after. */
export const FOLLOWS: Missing = { missing: 'follows in the morning' };

/** Reason of what the broker has no daily values for. */
export const NO_HISTORY: Missing = { missing: 'no history yet' };

/** Reason of a part of a value that is none. */
export const NOTHING_AT_OPENING: Missing = { missing: 'opening value was not above zero' };

/** Why there is no statement, in a cell's few words. */
export function statementMissing({ reason }: Gap): string {
  if (reason === 'not-asked') return NEEDS_FLEX.missing;
  return `Flex statement: ${reason === 'unreachable' ? 'not reached' : REASON_WORDS[reason]}`;
}

/** A total in base currency, or which rate it lacks. */
export function totalCell({ amount, without }: BaseTotal): Cell {
  return without.length === 0 ? amount : noRate(without);
}

/** Reason of a figure that lacks rates. */
export function noRate(currencies: readonly string[]): Missing {
  return { missing: `no rate for ${currencies.join(', ')}` };
}

/** Name of a dataset for people, in the middle of a sentence. */
export const DATASET_NAMES: Readonly<Record<DatasetName, string>> = {
  summary: 'account totals',
  ledger: 'cash and currencies',
  positions: 'holdings',
  allocation: 'allocation',
  performance: 'returns and past values',
  transactions: 'transactions',
  statement: 'statement',
};

/** What a close run leaves for the morning after: its absence then is the plan and no fault. */
export function comesLater(run: Run, name: DatasetName): boolean {
  return run.kind === 'close' && (name === 'performance' || name === 'transactions');
}

/** A gap's reason in a cell's few words. */
export const REASON_WORDS: Readonly<Record<GapReason, string>> = {
  'not-asked': 'not asked',
  'needs-login': 'needs a login',
  'account-refused': 'account refused',
  paced: 'broker’s call limit',
  unreachable: 'gateway not reached',
  'server-error': 'broker’s error',
  'bad-request': 'request refused',
  blocked: 'blocked',
  unreadable: 'answer unreadable',
  'not-available': 'not available',
  maintenance: 'broker’s maintenance',
  silent: 'broker silent',
  'cut-off': 'answer broke off',
  'not-ready': 'not ready yet',
  'brokerage-only': 'needs a trading session',
};
