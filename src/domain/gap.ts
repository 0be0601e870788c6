/** Why a part of a Snapshot is missing. A closed list: what a reader is told depends on it. */
export type GapReason =
  | 'not-asked'
  | 'needs-login'
  | 'account-refused'
  | 'paced'
  | 'unreachable'
  | 'server-error'
  | 'bad-request'
  | 'blocked'
  | 'unreadable'
  | 'not-available'
  /** The broker works on its systems. */
  | 'maintenance'
  /** The gateway runs and gets no answer from the broker. */
  | 'silent'
  /** An answer began and did not end. */
  | 'cut-off'
  /** The login is good, and the broker has not loaded what was asked for yet. */
  | 'not-ready'
  /** What was asked for needs the brokerage session, which is not opened here. */
  | 'brokerage-only';

/** Something that should be there and is not. Missing is never zero: the reason travels to the reader. */
export interface Gap {
  readonly reason: GapReason;
  /** One sentence for a person: what is missing and why. */
  readonly message: string;
  /** What a person can do about it, one sentence; absent when there is nothing to do. */
  readonly nextStep?: string;
  /** When it makes sense to ask again, ISO 8601 in UTC; absent when waiting alone won't help. */
  readonly resumeAt?: string;
}
