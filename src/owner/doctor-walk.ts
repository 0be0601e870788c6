import type { Clock } from '#effects/clock';
import { DIAGNOSES, type Diagnosis, diagnose, type Finding } from '#sources/gateway/diagnosis';
import { GatewaySession, type SessionPorts } from '#sources/gateway/session';
import { SourceError } from '#sources/source-error';
import type { Conclusion, DoctorStep, Found } from './doctor-step.ts';
import { type Exchange, recorded } from './exchange-log.ts';
import type { PaperOrLive } from './paper-or-live.ts';
import { printable } from './printable.ts';

export interface DoctorPorts {
  readonly http: SessionPorts['http'];
  readonly clock: Clock;
  /** The record of the limits, shared with every other command. */
  readonly pacing: SessionPorts['pacing'];
  /** Called before each step: where a person may stop. */
  readonly before: (what: string) => void;
}

/** Failures after which no further call is made: it could tell nothing, or would do harm. */
const ENDS: ReadonlySet<Diagnosis> = new Set(['gateway-down', 'blocked', 'ibkr-silent', 'needs-login', 'paced']);
/** IBKR cuts a request after ten seconds; half of that is no normal answer. */
const SLOW_MS = 5_000;
/** Pauses for the short limits are made; a longer one is told. */
const MAX_WAIT_MS = 10_000;

/** One walk: its connection, its steps so far, and whether it may go on. */
export class Walk {
  readonly http: SessionPorts['http'];
  readonly session: GatewaySession;
  readonly steps: DoctorStep[] = [];
  readonly #ports: DoctorPorts;
  readonly #exchanges: Exchange[];
  #last: Finding | undefined;
  #ended: string | undefined;

  constructor(ports: DoctorPorts, exchanges: Exchange[]) {
    this.#ports = ports;
    this.#exchanges = exchanges;
    this.http = recorded(ports.http, ports.clock, exchanges);
    const session: GatewaySession = new GatewaySession(
      {
        http: this.http,
        clock: ports.clock,
        pacing: ports.pacing,
        // The doctor's answers belong to no run; the log holds what a reader may see of them.
        keep: async () => '',
        log: () => undefined,
        maxWaitMs: MAX_WAIT_MS,
      },
      async () => session.primed(),
    );
    this.session = session;
  }

  /** Notes a step that is not taken, and why. */
  skip(what: string, text: string): void {
    this.steps.push({ what, seenFrom: 'this machine', state: 'skipped', text });
  }

  /** Takes one step and notes what came of it. @throws what is no failure of the gateway's */
  async step(what: string, look: () => Promise<Found>): Promise<void> {
    const base = { what, seenFrom: 'this machine' } as const;
    if (this.#ended !== undefined) {
      this.skip(what, `not asked: ${this.#ended}.`);
      return;
    }
    this.#ports.before(what);
    const before = this.#exchanges.length;
    try {
      const found = await look();
      this.steps.push({ ...base, ...found, ...this.#measured(before, found) });
      const { state, diagnosis, text, nextStep = '' } = found;
      if (state === 'good') this.#last = undefined;
      if (diagnosis) this.#last = { diagnosis, by: 'ibkr', message: text, nextStep };
    } catch (error) {
      // The person's Ctrl-C and a broken archive say nothing of the gateway.
      if (!(error instanceof SourceError)) throw error;
      const finding = diagnose(error);
      const { diagnosis, by, message, nextStep } = finding;
      this.#last = finding;
      this.steps.push({
        ...base,
        state: 'bad',
        text: printable(message),
        nextStep: printable(nextStep),
        diagnosis,
        by,
        ...this.#measured(before),
      });
      if (ENDS.has(diagnosis)) this.#ended = `${DIAGNOSES[diagnosis].name}, see above`;
    }
  }

  #measured(before: number, found?: Found): { ms?: number; status?: number; text?: string } {
    const [exchange] = this.#exchanges.slice(before);
    if (!exchange) return {};
    const ms = Date.parse(exchange.endedAt) - Date.parse(exchange.sentAt);
    const slow = found && ms >= SLOW_MS ? { text: `${found.text} Slow: IBKR cuts calls after 10 seconds.` } : {};
    return { ms, ...(exchange.answer ? { status: exchange.answer.status } : {}), ...slow };
  }

  /** The one thing the walk comes to. A good answer to a later step outweighs a failure before it. */
  conclusion(environment: PaperOrLive): Conclusion {
    const last = this.#last;
    if (last) {
      const { says } = DIAGNOSES[last.diagnosis];
      return {
        diagnosis: last.diagnosis,
        text: says,
        nextStep: printable(last.nextStep),
        ...(last.resumeAt ? { resumeAt: last.resumeAt.toISOString() } : {}),
      };
    }
    const kind = environment === 'unknown' ? '' : ` It is a ${environment} session.`;
    return {
      diagnosis: 'healthy',
      text: `Somebody is logged in, and the account can be read.${kind}`,
      nextStep: 'Nothing to do.',
    };
  }
}
