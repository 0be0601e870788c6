/** Key of {@link Pacing} for the penalty that IBKR lays on the caller's address: no call at all before its end. */
export const PENALTY = 'penalty';

/**
 * What outlives a process of IBKR's limits: when each paced endpoint of one gateway may be called next. A second
 * process within the quarter of an hour must know of the first one's call.
 */
export interface Pacing {
  /** The earliest moment for the next call of the endpoint (its name in the table, or {@link PENALTY}). */
  notBefore(endpoint: string): Promise<Date | undefined>;
  /** Remembers that moment. Called just before a call goes out. */
  record(endpoint: string, until: Date): Promise<void>;
}
