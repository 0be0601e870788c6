import type { ChartData, ColumnsData } from './chart-data.tsx';

/** Everything the page says, as finished texts: the templates decide where it stands, never how a figure is written. */
export interface PageData {
  readonly title: string;
  /** `Daily report · base currency USD · revision 1`. */
  readonly edition: string;
  readonly label: string;
  readonly maskedId: string;
  readonly day: string;
  readonly value: string;
  readonly unit: string;
  readonly result: HeroResult;
  /** What the day's result is of and beside: `on the day · 0.11 pp above S&P 500 TR`. */
  readonly beside: string;
  /** Where the value is from. */
  readonly basis: string;
  readonly ageHead: string;
  readonly asOf: readonly {
    readonly data: string;
    readonly at: string;
    readonly age: string;
    readonly late: boolean;
  }[];
  readonly band?: Band;
  readonly blocks: readonly PageBlock[];
  readonly foot: readonly string[];
}

export interface HeroResult {
  /** `▲`, `▼`, or empty when nothing changed or nothing is known. */
  readonly arrow: string;
  readonly tone: 'gain' | 'loss' | 'none';
  readonly amount: string;
  readonly share: string;
}

/** What is not right, above everything else. */
export interface Band {
  readonly title: string;
  readonly lines: readonly { readonly term: string; readonly text: string }[];
}

export interface PageBlock {
  readonly id: string;
  /** Half a row where the window is wide. */
  readonly half: boolean;
  /** Rows of a table that takes half a row. A much longer one stands beside no shorter. */
  readonly rows?: number;
  readonly title: string;
  readonly subtitle: string;
  readonly note: string;
  readonly body: PageBody;
}

export type PageBody =
  | { readonly kind: 'figures'; readonly rows: readonly FigureRow[] }
  | { readonly kind: 'table'; readonly table: TableData }
  | { readonly kind: 'chart'; readonly drawings: readonly Drawing[]; readonly behind: TableData }
  | { readonly kind: 'columns'; readonly drawings: readonly Drawing<ColumnsData>[]; readonly behind: TableData }
  | { readonly kind: 'shares'; readonly rows: readonly ShareRow[]; readonly unit: string }
  | { readonly kind: 'checks'; readonly verdict: string; readonly rest: string; readonly items: readonly CheckItem[] }
  | { readonly kind: 'notice'; readonly items: readonly { readonly term: string; readonly text: string }[] }
  | { readonly kind: 'words'; readonly text: string };

export interface FigureRow {
  readonly label: string;
  /** The time it is of or spans, and who says it. */
  readonly detail: string;
  readonly value: string;
  readonly strong: boolean;
}

/** A chart is drawn once for each width; the style shows one. */
export interface Drawing<Chart = ChartData> {
  readonly size: 'wide' | 'half' | 'narrow';
  readonly chart: Chart;
}

export interface Bar {
  /** In pixels of its track. */
  readonly x: number;
  readonly width: number;
  readonly loss: boolean;
}

export interface ShareRow {
  readonly name: string;
  readonly amount: string;
  readonly share: string;
  /** In hundredths of the track. */
  readonly bar?: Bar;
  readonly zero: number;
  readonly details: readonly { readonly name: string; readonly amount: string; readonly loss: boolean }[];
}

export interface CheckItem {
  readonly mark: string;
  readonly verdict: 'pass' | 'fail' | 'unchecked';
  readonly name: string;
  readonly finding: string;
}

export interface TableHead {
  readonly title: string;
  readonly unit: string;
  readonly figure: boolean;
  readonly side: boolean;
  readonly lead: boolean;
  readonly bar: boolean;
  /** Never wraps: days and instants. */
  readonly whole: boolean;
  /** Left out of the compact form; its figures stand in the line below the row instead. */
  readonly wideOnly: boolean;
}

export interface TableCell {
  readonly text: string;
  readonly missing: boolean;
  readonly bar?: Bar;
  /** Step of tint, −4 to 4; absent: none. */
  readonly tint?: number;
}

export interface TableRow {
  readonly form: 'row' | 'group' | 'total';
  readonly tone: 'loss' | 'dim' | 'strong' | 'none';
  readonly cells: readonly TableCell[];
  /** What the compact form leaves out of the columns, with its name where the text does not explain itself. */
  readonly details: readonly { readonly name: string; readonly text: string }[];
}

/** Of one row: a bar from where the row before ended, or a mark of a level. In pixels of {@link WaterfallData.width}. */
export interface WaterfallStep {
  readonly x: number;
  readonly width: number;
  readonly form: 'level' | 'up' | 'down' | 'flow' | 'none';
  /** Where the row before ended, and where this one does: what joins the bars. */
  readonly from: number | undefined;
  readonly to: number;
  readonly label: string;
  readonly labelX: number;
  /** The label ends there instead of beginning there. */
  readonly labelLeft: boolean;
  /** Nothing follows that it would be joined with. */
  readonly last: boolean;
}

/** Floating bars beside the rows of a table, where the window has room for them. */
export interface WaterfallData {
  readonly width: number;
  /** One for each row, the total among them. */
  readonly steps: readonly WaterfallStep[];
}

export interface TableData {
  readonly heads: readonly TableHead[];
  readonly rows: readonly TableRow[];
  /** Pixels that the bars are drawn on. */
  readonly track: number;
  /** Where the bars of all rows have their zero, in pixels of the track. */
  readonly zero: number;
  /** Windows under this width show the compact form; 0: the whole table fits a phone. */
  readonly compactBelow: 0 | 860 | 1280 | 9999;
  /** `210 more in the workbook`. */
  readonly more: string;
  readonly waterfall?: WaterfallData;
  /** The same figures on their side, in tables that fit a phone; absent where the compact form serves. */
  readonly turned?: readonly TableData[];
}
