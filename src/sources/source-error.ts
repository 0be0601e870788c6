import type { Gap, GapReason } from '#domain/gap';

/**
 * Who it was that refused, failed or kept silent, as far as the answer tells: the way there (name, port, TLS,
 * certificate), the proxy before the gateway, the gateway program, IBKR behind it, or this program.
 */
export type Speaker = 'way' | 'proxy' | 'gateway' | 'ibkr' | 'daybook';

/** What an error of a source tells beside its message. */
export interface SourceErrorOptions extends ErrorOptions {
  /** Default: by the reason. */
  readonly by?: Speaker;
  /** When it makes sense to ask again; absent when waiting alone won't help. */
  readonly resumeAt?: Date;
}

/**
 * A source did not give what was asked. Subclasses name the cause; `message` is one sentence for a person, `nextStep`
 * another one that says what to do. Neither holds an account number in full, a name or an amount.
 */
export class SourceError extends Error {
  override readonly name: string = 'SourceError';
  readonly reason: GapReason;
  readonly nextStep: string;
  readonly resumeAt: Date | undefined;
  readonly by: Speaker | undefined;

  constructor(reason: GapReason, message: string, nextStep: string, options?: SourceErrorOptions) {
    super(message, options);
    this.reason = reason;
    this.nextStep = nextStep;
    this.resumeAt = options?.resumeAt;
    this.by = options?.by;
  }

  /** The same as a gap in a Snapshot. */
  asGap(): Gap {
    const gap = { reason: this.reason, message: this.message };
    return this.resumeAt === undefined ? gap : { ...gap, resumeAt: this.resumeAt.toISOString() };
  }
}
