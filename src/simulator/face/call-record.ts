/** One call the simulator saw. */
export interface CallRecord {
  /** By the simulator's clock. */
  readonly at: Date;
  readonly method: string;
  /** Below `/v1/api` for a call of the API, else the whole path. */
  readonly path: string;
  readonly query: string;
  /** Path and query as they stood in the request. */
  readonly target: string;
  /** 0 when the connection was broken without an answer. */
  readonly status: number;
  readonly body?: string;
}
