import type { RiskStatistics } from '#analytics/risk-statistics';
import type { LedgerValuation, Valuation } from '#analytics/valuation';
import type { Account } from '#domain/account';
import type { CalendarDate } from '#domain/calendar-date';
import type { SourceName } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run, Snapshot } from '#domain/snapshot';
import type { Statement } from '#domain/statement';
import type { BenchmarkHistory } from './benchmark-history.ts';
import type { Check } from './block.ts';
import type { PeriodMoves } from './moved-period.ts';
import type { PerformanceHistory } from './performance-history.ts';
import type { AsOf, Headline } from './report.ts';
import type { StatementMoney } from './statement-money.ts';

/** What the sections share beside their datasets: each figure that more than one of them shows is computed once. */
export interface ReportContext {
  readonly run: Run;
  readonly account: Account;
  /** The market day D that is reported on. */
  readonly marketDate: CalendarDate;
  /** ISO 4217 code of the base currency. */
  readonly base: string;
  readonly calendar: MarketCalendar;
  /** IANA zone in which instants are shown. */
  readonly timeZone: string;
  /** Cash, accruals and rates; absent without a ledger. */
  readonly ledger?: LedgerValue;
  /** The account valued from its holdings; absent without holdings or ledger. */
  readonly holdings?: HoldingsValue;
  /** The account's daily values and returns; absent without PortfolioAnalyst's data. */
  readonly history?: PerformanceHistory;
  /** What the history's returns say of risk; absent where those are not time-weighted. */
  readonly statistics?: RiskStatistics;
  /** All of it is of a statement: no gateway had a part in it. */
  readonly statementAlone: boolean;
  /** What statements tell; absent without one. */
  readonly statement?: Statement;
  /** What came, went, was earned and was charged; absent without a statement. */
  readonly money?: StatementMoney;
  /** Risk-free rate, a year, as a fraction, and in words where it is from. */
  readonly riskFree: { readonly rate: number; readonly source: string };
  /** What the account is compared with; absent where the owner names none. */
  readonly benchmark?: BenchmarkHistory;
  /** What moved the value over the day, the month and the year. */
  readonly moves: readonly PeriodMoves[];
  /** The account's newest Snapshot of an earlier day. */
  readonly previous?: Snapshot;
  /** Nothing was held at both ends of the market day; absent where that is not so, or not known. */
  readonly empty?: boolean;
  readonly headline: Headline;
  readonly checks: readonly Check[];
  readonly asOf: readonly AsOf[];
}

/**
 * When holdings were seen, held against the market day: at its `close` or later that day, on the day but
 * `before-close`, on a `later` or an `earlier` day.
 */
export type Moment = 'close' | 'before-close' | 'later' | 'earlier';

/** When figures were seen. */
export interface Seen {
  /** ISO 8601, UTC; of several sources the oldest. */
  readonly asOf: string;
  readonly moment: Moment;
}

/** An account's parts and the moment they are of: the older of holdings and ledger. */
export interface HoldingsValue extends Seen {
  readonly valuation: Valuation;
}

/** What the ledger alone tells, and the moment it is of. */
export interface LedgerValue extends Seen {
  readonly valuation: LedgerValuation;
  readonly source: SourceName;
}
