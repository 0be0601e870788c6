import type { Diagnosis, Finding } from '#sources/gateway/diagnosis';
import type { Failure } from './failure.ts';

/** One thing the doctor looked at. */
export interface DoctorStep {
  /** What was asked: `POST /tickle`, `Session`. */
  readonly what: string;
  /** Where it was seen from: a gateway on the private network can't be asked from the owner's machine. */
  readonly seenFrom: 'this machine' | 'AWS' | 'the archive';
  readonly state: 'good' | 'bad' | 'note' | 'skipped';
  /** One sentence: how it is, or why it was not asked. */
  readonly text: string;
  readonly nextStep?: string;
  readonly diagnosis?: Diagnosis;
  readonly by?: Finding['by'];
  /** Status of the answer. */
  readonly status?: number;
  /** Milliseconds until the whole answer was there. */
  readonly ms?: number;
}

/**
 * What it all comes to: `healthy`, one diagnosis of the closed list, `unknown` where too little can be seen, or
 * `no-gateway` where there is none to be examined.
 */
export interface Conclusion {
  readonly diagnosis: Diagnosis | 'healthy' | 'unknown' | 'no-gateway';
  readonly text: string;
  readonly nextStep: string;
  /** ISO 8601 UTC: when asking again makes sense, where that is known. */
  readonly resumeAt?: string;
}

export interface Examination {
  readonly steps: readonly DoctorStep[];
  readonly conclusion: Conclusion;
}

/** The sort of failure, for the exit code. */
export const FAILURE_KINDS: Readonly<Record<Diagnosis, Failure['kind']>> = {
  'needs-login': 'login',
  'brokerage-only': 'answer',
  maintenance: 'answer',
  'gateway-down': 'gateway',
  'ibkr-silent': 'gateway',
  blocked: 'gateway',
  paced: 'waiting',
  'account-refused': 'account',
  'not-ready': 'answer',
  'schema-changed': 'answer',
  'our-bug': 'fault',
};

/** What a step finds; status and time are added by the walk. */
export type Found = Pick<DoctorStep, 'state' | 'text' | 'nextStep' | 'diagnosis'>;
