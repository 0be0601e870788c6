/** What a line stands for; decides its colour and stroke. */
export type LineRole = 'value' | 'benchmark' | 'paid-in' | 'drawdown';

/** A point on a line that the chart points at, and what is written beside it where there is room. */
export interface ChartMark {
  readonly role: LineRole;
  readonly x: number;
  readonly y: number;
  /** Its left edge and its baseline. */
  readonly label?: { readonly text: string; readonly x: number; readonly y: number };
}

/** A chart as geometry and finished texts, in pixels of its own box. */
export interface ChartData {
  /** Unique in the document: the names of title and description hang on it. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Right edge of the plot; the labels of the lines stand beyond. */
  readonly plotRight: number;
  /** Top of the vertical year lines. */
  readonly plotTop: number;
  /** Height of the time axis. */
  readonly axis: number;
  readonly title: string;
  readonly description: string;
  readonly grid: readonly {
    readonly y: number;
    readonly label: string;
    readonly zero: boolean;
    /** Baseline of the label: over its line, or under it where a line of the chart runs through that place. */
    readonly base: number;
    /** Whether the label stands at the line's right end: there is no room for it at the left. */
    readonly end: boolean;
  }[];
  readonly ticks: readonly {
    readonly x: number;
    readonly label: string;
    /** A new year: bold, with a line through the plot. */
    readonly year: boolean;
  }[];
  /** SVG path of the area between value and paid in, or between zero and a drawdown. */
  readonly area?: { readonly path: string; readonly loss: boolean };
  /** SVG paths, the one to draw on top last. */
  readonly lines: readonly { readonly path: string; readonly role: LineRole }[];
  readonly dot?: { readonly x: number; readonly y: number };
  readonly marks: readonly ChartMark[];
  /** Names and last figures at the lines' ends; `y` is the baseline of the name. */
  readonly ends: readonly {
    readonly y: number;
    readonly name: string;
    readonly figure: string;
    readonly role: LineRole;
  }[];
}

/** Standing columns as geometry and finished texts, in pixels of their own box. */
export interface ColumnsData {
  /** Unique in the document: the names of title and description hang on it. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Right edge of the plot; the names of the parts stand beyond. */
  readonly plotRight: number;
  /** Height of the zero line. */
  readonly zero: number;
  /** Above the names of the columns. */
  readonly axis: number;
  readonly title: string;
  readonly description: string;
  readonly columns: readonly {
    readonly x: number;
    readonly width: number;
    /** Where its figure and its name are centred. */
    readonly middle: number;
    readonly parts: readonly {
      readonly part: number;
      readonly loss: boolean;
      readonly y: number;
      readonly height: number;
    }[];
    /** Empty where there is no room. */
    readonly name: string;
    readonly figure?: string;
    readonly figureY?: number;
  }[];
  readonly ends: readonly { readonly part: number; readonly name: string; readonly y: number }[];
}
