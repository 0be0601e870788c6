/** Time as the program sees it. Passed in everywhere, so that a test or the demo can live on another day. */
export interface Clock {
  /** The instant now. */
  now(): Date;
  /** Comes back `ms` later by this clock. Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
