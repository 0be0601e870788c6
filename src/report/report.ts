import type { BenchmarkChoice, RiskFreeRate } from '#domain/benchmark';
import type { CalendarDate } from '#domain/calendar-date';
import type { Block } from './block.ts';
import type { Cell, ValueKind } from './value.ts';

/** How settled a day's figures are. `preliminary` until 05:00 New York time of the next day. */
export type Finality = 'preliminary' | 'final';

/** What stands on top of every output. Amounts in base currency. */
export interface Headline {
  readonly netAssetValue: Cell;
  /** Where the value comes from and which moment it is of, in few words. */
  readonly netAssetValueBasis: string;
  /** Result of the day, deposits and withdrawals left out. */
  readonly dayResult: Cell;
  /** Time-weighted return of the day, a fraction. */
  readonly dayReturn: Cell;
  /** Return of the year to date, a fraction: the longer figure of the subject line. */
  readonly yearReturn: Cell;
  /** Time-weighted return of each period that ends on the market date, as fractions: `Month`, `Year`, `12 months` … */
  readonly periods: readonly { readonly name: string; readonly twr: Cell }[];
  /** The account less its benchmark, as fractions: of the day, and of the year so far. Absent where none is set. */
  readonly benchmark?: { readonly name: string; readonly day: Cell; readonly year: Cell };
}

/** As-of of one kind of data, oldest matter first in a reader's mind. */
export interface AsOf {
  readonly data: string;
  /** ISO 8601 instant or `YYYY-MM-DD`; absent with `missing`. */
  readonly at?: string;
  readonly missing?: string;
  /** Older than the report's day wants. */
  readonly late: boolean;
}

export interface ReportSection {
  readonly id: string;
  readonly blocks: readonly Block[];
}

/** What a total over several accounts needs of one account's market day. Amounts in base currency unless said. */
export interface AccountDay {
  /** Value at the close before. */
  readonly opening: number;
  /** Cash that came from (positive) or went to another account at the broker, each in its currency. */
  readonly moved?: readonly { readonly currency: string; readonly amount: number }[];
}

/** A figure that an earlier revision of the same day told otherwise. */
export interface FigureChange {
  readonly label: string;
  readonly kind: ValueKind;
  readonly unit?: string;
  readonly before: Cell;
  readonly after: Cell;
}

/** What a revision of a day's report changed against the revision before it. */
export interface ReportChanges {
  /** Number of the earlier revision. */
  readonly revision: number;
  /** How settled the earlier one was: a preliminary day that became final was not wrong. */
  readonly finality: Finality;
  /** The figures as a reader sees them: a difference below what is shown is none. */
  readonly figures: readonly FigureChange[];
}

/** What the reader sees, free of any format: the waist between publishing and every output. Plain JSON. */
export interface Report {
  readonly schema: 'daybook-report/1';
  readonly account: {
    /** Key in the archive: a short hash, no account number. */
    readonly key: string;
    /** The owner's name for it, else the broker's alias, else "Account". */
    readonly label: string;
    /** `U…4567`. */
    readonly maskedId: string;
    readonly baseCurrency: string;
    /** A paper account: its money isn't real, and every output says so. */
    readonly paper: boolean;
  };
  readonly marketDate: CalendarDate;
  readonly finality: Finality;
  /** Counts up with each changed edition of the same day, from 1. */
  readonly revision: number;
  /** When the Snapshot was taken, ISO 8601 UTC: a rebuilt report carries the same. */
  readonly takenAt: string;
  /** The day was missed and made up for at this instant, when another market day had closed already. ISO 8601 UTC. */
  readonly reconstructedAt?: string;
  /** First 8 hex digits of the Snapshot's SHA-256. */
  readonly snapshotHash: string;
  /** Version of Daybook that wrote it. */
  readonly version: string;
  /** IANA zone in which instants are shown. */
  readonly timeZone: string;
  /** What it is compared with; absent where the owner names none. The closes stay in the archive. */
  readonly benchmark?: BenchmarkChoice;
  /** What excess returns are counted from; absent where the owner names none, which counts as zero. */
  readonly riskFree?: RiskFreeRate;
  /** Weekdays without trading since the market day before, which had no report of their own; absent where there is none. */
  readonly closedBefore?: readonly { readonly date: CalendarDate; readonly reason: string }[];
  /** Of the market day, for a total of several accounts; absent where the day has no result. */
  readonly day?: AccountDay;
  /** No amount is in it: made for a reader who sees percentages and weights alone. Never the archive's own report. */
  readonly discreet?: true;
  /** What the revision before this one told otherwise; absent in a first one, and where none was found. */
  readonly changes?: ReportChanges;
  readonly headline: Headline;
  readonly checks: { readonly passed: number; readonly possible: number; readonly failed: readonly string[] };
  /** What is missing or wrong, one line each, worst first; empty on a good day. */
  readonly warnings: readonly { readonly term: string; readonly text: string }[];
  readonly asOf: readonly AsOf[];
  readonly sections: readonly ReportSection[];
}
