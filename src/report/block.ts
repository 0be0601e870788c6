import type { CalendarDate } from '#domain/calendar-date';
import type { Measure } from './measure.ts';
import type { SeriesExtra, SeriesLine, SeriesMark } from './series-parts.ts';
import type { Cell, ValueKind } from './value.ts';

/** Where a block is shown. Outputs draw by kind of block and never by a section's name. */
export type Output = 'mail' | 'page' | 'workbook';

interface BlockBase {
  /** Unique in the report; made of letters, digits and `-`. */
  readonly id: string;
  readonly title: string;
  /** Measure, unit, dates, in one line. */
  readonly subtitle?: string;
  readonly shownIn: readonly Output[];
  /** The workbook's sheet that takes it. Required in spirit when shown there; one block a sheet. */
  readonly sheet?: string;
  /** A sentence or two below the block. */
  readonly note?: string;
  /** Stands in a short mail too, and in one that has no room for all blocks of each account. */
  readonly brief?: true;
}

/** One labelled figure. */
export interface Figure {
  readonly label: string;
  readonly kind: ValueKind;
  readonly value: Cell;
  /** ISO 4217 code, `pp`, `of value`, … where the format does not say it. */
  readonly unit?: string;
  /** What time the figure is of or spans, as text. */
  readonly period?: string;
  /** Who says it: `broker`, `positions`, `own` … */
  readonly source?: string;
  /** The day or instant it is of, ISO 8601. */
  readonly asOf?: string;
  /** 1 headline, 2 second rank, 3 look-up. Default 3. */
  readonly rank?: 1 | 2 | 3;
}

export interface FiguresBlock extends BlockBase {
  readonly kind: 'figures';
  readonly figures: readonly Figure[];
}

export interface Column<K extends string = string> {
  readonly key: K;
  readonly title: string;
  readonly kind: ValueKind;
  /** Unit of the whole column, shown in the head: one unit a column. */
  readonly unit?: string;
  /** `lead`: the one column set in bold. `side`: grey and small. */
  readonly weight?: 'lead' | 'side';
  /** Outputs that take the column; all by default. */
  readonly shownIn?: readonly Output[];
  /** Draws a bar beside the number on page and mail, a native chart beside a short table in the workbook; one zero for all rows. */
  readonly bar?: boolean;
  /** The workbook reckons the cell anew with a live formula, wherever that gives the report's own figure. */
  readonly live?: Live<K>;
  /** Tints the cell by its size, above zero and below apart; one scale for all such columns. */
  readonly heat?: boolean;
}

/**
 * One figure of the row less another; the return between two days of a series' column of cumulative returns; or the
 * internal rate of return of a period, from the rows of another table: its columns `period`, `date` and `amount` (minus is
 * money put in), the rows of a period together and earliest first. XIRR begins its search at `guess`.
 */
export type Live<K extends string = string> =
  | { readonly kind: 'less'; readonly from: K; readonly less: K }
  | { readonly kind: 'linked'; readonly series: string; readonly levels: string; readonly from: K; readonly to: K }
  | {
      readonly kind: 'internal-rate';
      /** Id of the table block with the flows. */
      readonly flows: string;
      readonly period: K;
      readonly from: K;
      readonly to: K;
      readonly guess: K;
    };

export type Row<K extends string = string> = { readonly [key in K]?: Cell } & {
  /** The one output that takes the row; all by default. */
  readonly $only?: Output;
  /** Key of the group the row belongs to. */
  readonly $group?: string;
  /** Set apart in tone: owed cash, a row of another kind (`dim`), a failed one. */
  readonly $tone?: 'loss' | 'dim' | 'strong';
};

/** A group of rows with its subtotals; the workbook leaves group rows out, its class column says the same. */
export interface RowGroup<K extends string = string> {
  readonly key: string;
  readonly title: string;
  readonly totals: { readonly [key in K]?: Cell };
}

export interface TableBlock<K extends string = string> extends BlockBase {
  readonly kind: 'table';
  readonly columns: readonly Column<K>[];
  readonly rows: readonly Row<K>[];
  readonly groups?: readonly RowGroup<K>[];
  /** The total row; sums only where units agree. */
  readonly totals?: { readonly [key in K]?: Cell };
  /** How many rows page and mail show before they say "n more in the workbook". All when absent. */
  readonly limit?: number;
  /**
   * Standing columns of one figure over time, first row at the right: a native chart in the workbook. With `parts` on the
   * page too, each column made up of these in their order from zero on.
   */
  readonly columnChart?: {
    readonly title: string;
    readonly names: K;
    readonly values: K;
    readonly parts?: readonly K[];
  };
  /** What stands in place of the table when it has no rows. */
  readonly emptyText?: string;
}

/** Values over days: a chart on the page, a sheet with a native chart in the workbook. */
export interface SeriesBlock extends BlockBase {
  readonly kind: 'series';
  readonly valueKind: ValueKind;
  readonly unit: string;
  readonly dates: readonly CalendarDate[];
  readonly lines: readonly SeriesLine[];
  /** Further columns of the same days, for the sheet only. */
  readonly extra?: readonly SeriesExtra[];
  readonly marks?: readonly SeriesMark[];
}

/** Shares of a whole, drawn as bars with their numbers. Negative shares stand left of zero. */
export interface SharesBlock extends BlockBase {
  readonly kind: 'shares';
  readonly unit: string;
  readonly shares: readonly {
    readonly name: string;
    readonly amount: number;
    /** Fraction of net asset value. */
    readonly fraction: Cell;
    /** Indented lines below it, without a bar: currencies of cash. */
    readonly details?: readonly { readonly name: string; readonly amount: Cell; readonly tone?: 'loss' }[];
  }[];
}

/** One of the reconciliation checks. */
export interface Check {
  readonly id: string;
  readonly name: string;
  readonly verdict: 'pass' | 'fail' | 'unchecked';
  /** What was found, or what is missing, in few words: `diff. 0.00 USD`. */
  readonly finding: string;
  readonly expected: Cell;
  readonly found: Cell;
  readonly difference: Cell;
  readonly tolerance: Cell;
  /** How the four figures are meant. */
  readonly valueKind: ValueKind;
  readonly unit?: string;
}

export interface ChecksBlock extends BlockBase {
  readonly kind: 'checks';
  readonly checks: readonly Check[];
}

/** One statistic. */
export interface StatisticRow {
  readonly measure: Measure;
  readonly label: string;
  readonly kind: ValueKind;
  readonly value: Cell;
  readonly unit?: string;
  /** What it is of more closely: dates of a fall, the day. */
  readonly detail?: string;
  /** How it is reckoned, in words and signs. */
  readonly formula: string;
  /** Returns behind it. */
  readonly observations: number;
}

/** Statistics of one series of days; the workbook reckons them again from that series' sheet. */
export interface StatisticsBlock extends BlockBase {
  readonly kind: 'statistics';
  /** Id of the series block with the days. */
  readonly series: string;
  /** Risk-free rate, a year, as a fraction, and in words where it is from. */
  readonly riskFree: { readonly rate: number; readonly source: string };
  /** Observations a year. */
  readonly daysAYear: number;
  readonly statistics: readonly StatisticRow[];
}

/** A line of a bridge: its value in each period, in the order of the block's periods. `null`: no such line there. */
export interface BridgeLine {
  readonly label: string;
  /** What is outside the account's own doing, drawn apart: deposits, withdrawals, transfers. */
  readonly flow?: boolean;
  /** It takes what no other line tells: in its periods nothing is left to be unexplained. */
  readonly rest?: true;
  readonly values: readonly Cell[];
}

/**
 * From an opening to a closing value, line by line: a table with floating bars on the page, a sheet with live sums and a
 * native waterfall in the workbook, the first period's lines in the mail. In each period opening value, lines and what is
 * unexplained make the closing value.
 */
export interface BridgeBlock extends BlockBase {
  readonly kind: 'bridge';
  readonly unit: string;
  /** The shortest first; the last is the one that is drawn. Never empty. */
  readonly periods: readonly {
    readonly name: string;
    /** The closes it leads from and to. */
    readonly from: CalendarDate;
    readonly to: CalendarDate;
    readonly opening: number;
    readonly closing: number;
    readonly unexplained: Cell;
    /** Whether the unexplained part is within its limit; absent where nothing is left to be unexplained. */
    readonly verdict?: 'pass' | 'fail';
  }[];
  readonly lines: readonly BridgeLine[];
}

/** Words: what is missing, what was noticed, how things are computed. */
export interface NoticeBlock extends BlockBase {
  readonly kind: 'notice';
  readonly tone: 'warning' | 'plain';
  readonly items: readonly { readonly term: string; readonly text: string }[];
}

export type Block =
  | FiguresBlock
  | TableBlock
  | SeriesBlock
  | SharesBlock
  | ChecksBlock
  | StatisticsBlock
  | BridgeBlock
  | NoticeBlock;

/** Checks the columns of a table at compile time and forgets their names after. */
export function table<const K extends string>(block: Omit<TableBlock<K>, 'kind'>): TableBlock {
  return { kind: 'table', ...block } as unknown as TableBlock;
}
