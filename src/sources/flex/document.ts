/** Attributes of one element by name, as sent: all of them are text, and an empty one means not applicable. */
export type FlexFields = Readonly<Record<string, string>>;

/** One element below a statement that carries values. */
export interface FlexRow {
  /** `CashTransactions`; the row's own name where it stands in no section, as `ChangeInNAV` does. */
  readonly section: string;
  readonly name: string;
  readonly fields: FlexFields;
}

/** A whole answer with statements, after its last byte. */
export interface FlexStatements {
  readonly kind: 'statements';
  readonly queryName: string;
  /** `AF` activity, `TCF` trade confirmations; `other` is a kind that this version does not know. */
  readonly type: 'activity' | 'trade-confirmation' | 'other';
  /** Statements in the answer. */
  readonly statements: number;
  /** What the answer says their number is; may disagree. Absent when it is no whole number. */
  readonly countAttribute?: number;
}

/** The service's own answer in place of a statement; comes with HTTP 200 also when it is a refusal. */
export interface FlexResponse {
  readonly kind: 'response';
  /** `Success`, `Warn`, `Fail`. */
  readonly status: string;
  readonly errorCode?: string;
  readonly message?: string;
  readonly referenceCode?: string;
  readonly url?: string;
}

export type FlexDocument = FlexStatements | FlexResponse;

/** Is told of each element as it comes. Whoever listens drops all of it when the reader throws later on. */
export interface FlexSink {
  /** The root element: `FlexQueryResponse` for statements, `FlexStatementResponse` for the service's own word. */
  root?(name: string, fields: FlexFields): void;
  statement(fields: FlexFields): void;
  /** A section begins, also one without rows. */
  section?(name: string): void;
  row(row: FlexRow): void;
  statementEnd?(): void;
}
