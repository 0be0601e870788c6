import type { CloudRequest } from './face.ts';

/** What happens instead of, or after, the service's own answer. */
export type FaultKind =
  /** The service refuses with this code: `SlowDown` 503, `Throttling` 400, `AccessDenied` 403, a conflict 409 … */
  | { readonly kind: 'refuse'; readonly status: number; readonly code: string; readonly message?: string }
  /** The connection is reset before anything is done. */
  | { readonly kind: 'reset' }
  /** It is done, and the connection is reset before the answer. */
  | { readonly kind: 'lost-answer' }
  /** It is done, and the answer's body ends after half of its bytes. */
  | { readonly kind: 'cut' }
  /** It is done, and after half of the answer's body nothing more comes. */
  | { readonly kind: 'stalled' }
  /** Nothing is done and nothing answered. */
  | { readonly kind: 'silent' }
  /** Slow: it is done and answered when the promise settles. */
  | { readonly kind: 'held'; readonly until: Promise<void> }
  /** Bytes of the answer's body are changed on the way. */
  | { readonly kind: 'garbled' }
  /** `action` is called before or after it is done, and the connection is reset: the end of the process that asked. */
  | { readonly kind: 'kill'; readonly when: 'before' | 'after'; readonly action: () => void };

export type Fault = FaultKind & {
  readonly service?: string;
  readonly method?: string;
  /** Matched against the decoded path: `/bucket/key` for S3. */
  readonly path?: RegExp;
  /** Requests that match and are let through first. Default 0. */
  readonly skip?: number;
  /** How often it happens. Default 1. */
  readonly times?: number;
};

/** S3 asks to slow down. */
export const SLOW_DOWN = { kind: 'refuse', status: 503, code: 'SlowDown', service: 's3' } as const satisfies Fault;
/** Another conditional write of the key is under way. */
export const CONFLICT = {
  kind: 'refuse',
  status: 409,
  code: 'ConditionalRequestConflict',
  method: 'PUT',
} as const satisfies Fault;
export const DENIED = { kind: 'refuse', status: 403, code: 'AccessDenied' } as const satisfies Fault;
export const THROTTLED = { kind: 'refuse', status: 400, code: 'Throttling', service: 'ses' } as const satisfies Fault;

/** Faults by command, first come, first served. */
export class FaultPlan {
  readonly #open: { fault: Fault; skip: number; times: number }[] = [];

  add(fault: Fault): void {
    this.#open.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
  }

  clear(): void {
    this.#open.length = 0;
  }

  /** The fault that strikes this request, counted. */
  strike(request: Pick<CloudRequest, 'service' | 'method' | 'path'>): Fault | undefined {
    for (const entry of this.#open) {
      const { fault } = entry;
      if (entry.times === 0 || (fault.service ?? request.service) !== request.service) continue;
      if ((fault.method ?? request.method) !== request.method || !(fault.path ?? /^/).test(request.path)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.times -= 1;
      return fault;
    }
    return undefined;
  }
}
