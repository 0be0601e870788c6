/** From one instant until another, ISO 8601 UTC. The first tells a record of a clock that ran ahead. */
export interface Closure {
  readonly at: string;
  readonly until: string;
}

/** What outlives a process of IBKR's limits, for one gateway. Plain JSON, a few lines. */
export interface PacingRecord {
  readonly schema: 'daybook-pacing/1';
  /** By endpoint's name: its last call, and until when no other may go out. */
  readonly calls: Readonly<Record<string, Closure>>;
  /** No call at all to this gateway, and why, as a whole clause for people. */
  readonly closed?: Closure & { readonly why: string };
  /** Each 429 of the current day in New York. */
  readonly refusals: readonly { readonly at: string; readonly endpoint: string }[];
}

/** Of a gateway that nobody has called. */
export const NO_CALLS: PacingRecord = { schema: 'daybook-pacing/1', calls: {}, refusals: [] };

/**
 * The pacing record of one gateway, shared by every process that calls it: a second one within the quarter of an hour
 * must know of the first one's call.
 */
export interface Pacing {
  /**
   * Reads and changes the record in one step: nobody else's change comes in between, so that two processes can't both
   * see an endpoint free. The very record given back leaves it as it is. `step` may be called several times.
   */
  change(step: (before: PacingRecord) => PacingRecord): Promise<void>;
}
