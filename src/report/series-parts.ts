import type { CalendarDate } from '#domain/calendar-date';
import type { Cell, ValueKind } from './value.ts';

/** One line of a chart. `null` is a day without a value: the line breaks, nothing is filled in. */
export interface SeriesLine {
  readonly name: string;
  /** `drawdown`: how far below a high, drawn as an area that hangs from zero. */
  readonly role: 'value' | 'benchmark' | 'paid-in' | 'drawdown';
  readonly values: readonly (number | null)[];
}

/** A further column of a series' days. */
export interface SeriesExtra {
  readonly title: string;
  readonly kind: ValueKind;
  readonly values: readonly Cell[];
  /** Gets a native chart of its own in the workbook: a line, or an area that hangs from zero. */
  readonly chart?: 'value' | 'drawdown';
}

/** A day that the chart on the page points at: a deposit beside the money paid in, a low beside the drawdown. */
export interface SeriesMark {
  readonly date: CalendarDate;
  /** The line it stands at. */
  readonly role: SeriesLine['role'];
  /** Before the figure; empty where the figure says it all. */
  readonly name: string;
  readonly value: number;
  readonly kind: ValueKind;
}
