/** What the archive's page says, as finished texts. */
export interface IndexData {
  readonly title: string;
  readonly heading: string;
  /** The months there are; the one shown has no link. */
  readonly months: readonly Link[];
  readonly rows: readonly IndexRow[];
}

export interface Link {
  readonly text: string;
  /** Relative; empty: none. */
  readonly link: string;
}

/** A report, or a day without one. A day's further accounts leave its date and state empty. */
export interface IndexRow {
  readonly date: string;
  readonly state: string;
  readonly tone: 'loss' | 'dim' | 'none';
  readonly why: string;
  readonly account: string;
  readonly value: string;
  readonly day: string;
  readonly year: string;
  readonly checks: string;
  readonly checksFailed: boolean;
  readonly files: readonly Link[];
}
