import type { Account } from './account.ts';
import type { AccountSummary } from './account-summary.ts';
import type { Allocation } from './allocation.ts';
import type { CalendarDate } from './calendar-date.ts';
import type { Ledger } from './cash-balance.ts';
import type { Dataset } from './dataset.ts';
import type { Performance } from './performance-series.ts';
import type { Position } from './position.ts';
import type { TransactionHistory } from './transaction.ts';

/** The two runs of a market day: `close` on the day itself while the session lives, `final` the morning after. */
export type RunKind = 'close' | 'final';

/** A run is one kind on one market date; its record is what makes a repeated start a no-op. */
export interface Run {
  readonly kind: RunKind;
  /** The market day D that is reported on. */
  readonly marketDate: CalendarDate;
}

/** The datasets of a Snapshot by name. A section of the report names the ones it needs. */
export interface Datasets {
  readonly summary: AccountSummary;
  readonly ledger: Ledger;
  readonly positions: readonly Position[];
  readonly allocation: Allocation;
  readonly performance: Performance;
  readonly transactions: TransactionHistory;
}

export type DatasetName = keyof Datasets;

/** Something the source sent that this version does not know. Counted once per name. */
export interface Oddity {
  readonly kind: 'field' | 'asset-class' | 'currency' | 'transaction-type' | 'value';
  /** Where: the endpoint's name in the table. */
  readonly where: string;
  readonly name: string;
  readonly count: number;
}

/** What the broker said of one account for one run: the waist between collecting and publishing. Plain JSON. */
export interface Snapshot {
  readonly schema: 'daybook-snapshot/1';
  readonly run: Run;
  readonly account: Account;
  /** When the last dataset came. ISO 8601, UTC. */
  readonly takenAt: string;
  readonly datasets: { readonly [N in DatasetName]: Dataset<Datasets[N]> };
  readonly oddities: readonly Oddity[];
}
