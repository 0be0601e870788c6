import type { Account } from './account.ts';
import type { AccountSummary } from './account-summary.ts';
import type { Allocation } from './allocation.ts';
import type { CalendarDate } from './calendar-date.ts';
import type { Ledger } from './cash-balance.ts';
import type { Dataset, SourceName } from './dataset.ts';
import type { Gap } from './gap.ts';
import type { Performance } from './performance-series.ts';
import type { Position } from './position.ts';
import type { SourceComparison } from './source-comparison.ts';
import type { Statement } from './statement.ts';
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
  /** What statements of the Flex Web Service tell, and the gateway can't: flows, income, costs, trades. */
  readonly statement: Statement;
}

export type DatasetName = keyof Datasets;

/** The datasets that every Snapshot names, there or missing. */
export type BasicDatasetName = Exclude<DatasetName, 'statement'>;

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
  /** Who said all of it; absent: the gateway. Each dataset of a joined Snapshot names its own source. */
  readonly source?: SourceName;
  readonly run: Run;
  readonly account: Account;
  /** When the last dataset came. ISO 8601, UTC. */
  readonly takenAt: string;
  readonly datasets: { readonly [N in BasicDatasetName]: Dataset<Datasets[N]> } & {
    /** Absent where no statement was asked for. */
    readonly statement?: Dataset<Statement>;
  };
  readonly oddities: readonly Oddity[];
  /** Of a joined Snapshot: what both sources say, side by side. Absent where one source alone spoke. */
  readonly compared?: readonly SourceComparison[];
}

/** A dataset of a Snapshot by name; one that the Snapshot doesn't name is missing. */
export function datasetOf<N extends DatasetName>(snapshot: Snapshot, name: N): Dataset<Datasets[N]> {
  const dataset = snapshot.datasets[name] as Dataset<Datasets[N]> | undefined;
  return dataset ?? { status: 'missing', gap: NO_STATEMENT };
}

const NO_STATEMENT: Gap = {
  reason: 'not-asked',
  message: 'No Flex statement is at hand: deposits, fees, interest, tax and the list of trades are not known.',
};
