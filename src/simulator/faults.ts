/** Which calls a fault strikes. */
export interface FaultTarget {
  /** HTTP method; any when absent. */
  readonly method?: string;
  /** Path below `/v1/api`; `*` stands for any run of characters. */
  readonly path: string;
  /** How often it strikes; for ever when absent. */
  readonly times?: number;
}

/** What goes wrong. */
export type FaultEffect =
  /** Another status, with an empty body unless one is given. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly contentType?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Status 200 and a page where JSON should be. */
  | { readonly kind: 'html'; readonly page: 'login' | 'maintenance' }
  /** Status 200 and a body that is an error. */
  | { readonly kind: 'error-200'; readonly error?: string }
  /** Headers and half of the body, then the connection breaks. */
  | { readonly kind: 'cut' }
  /** Headers and half of the body, then nothing, for ever. */
  | { readonly kind: 'hang' }
  /** Not even headers. */
  | { readonly kind: 'silent' }
  /** The body byte by byte, one in five seconds of real time. */
  | { readonly kind: 'drip' }
  /** 302 to the login page, or to a foreign host. */
  | { readonly kind: 'redirect'; readonly to: 'login' | 'foreign' }
  /** The connection breaks without an answer; with path `*` and no method every connection is refused at once. */
  | { readonly kind: 'refuse' }
  /** A field nobody knows in every row. */
  | { readonly kind: 'extra-field'; readonly name?: string }
  /** An asset class nobody knows in the first row that has one. */
  | { readonly kind: 'unknown-asset-class'; readonly name?: string }
  /** A currency nobody knows: a row of the ledger with a balance and a rate. */
  | { readonly kind: 'extra-currency'; readonly name?: string }
  /** A currency nobody knows on the first holding, with no rate anywhere. */
  | { readonly kind: 'unrated-currency'; readonly name?: string }
  /** The list is empty. */
  | { readonly kind: 'empty-accounts' }
  /** A body that goes on for `megabytes` (default 64). */
  | { readonly kind: 'huge'; readonly megabytes?: number };

export type Fault = FaultTarget & FaultEffect;

/** A text that names no fault; the message says what is possible. */
export class FaultSyntaxError extends Error {
  override readonly name = 'FaultSyntaxError';
}

/** Faults by the word a person writes. */
const BY_WORD: Readonly<Record<string, FaultEffect>> = {
  html: { kind: 'html', page: 'login' },
  'login-page': { kind: 'html', page: 'login' },
  'maintenance-page': { kind: 'html', page: 'maintenance' },
  'error-200': { kind: 'error-200' },
  cut: { kind: 'cut' },
  hang: { kind: 'hang' },
  silent: { kind: 'silent' },
  drip: { kind: 'drip' },
  'redirect-login': { kind: 'redirect', to: 'login' },
  'redirect-foreign': { kind: 'redirect', to: 'foreign' },
  refuse: { kind: 'refuse' },
  'extra-field': { kind: 'extra-field' },
  'unknown-asset-class': { kind: 'unknown-asset-class' },
  'extra-currency': { kind: 'extra-currency' },
  'unrated-currency': { kind: 'unrated-currency' },
  'empty-accounts': { kind: 'empty-accounts' },
  huge: { kind: 'huge' },
};

/** Words for {@link parseFault} beside a status of three digits. */
export const FAULT_WORDS: readonly string[] = Object.keys(BY_WORD);

const FORM = /^(?:([A-Za-z]+)\s+)?(\/\S*|\*)\s*=\s*([\w-]+)(?::(\d+))?$/;

/**
 * Reads a fault as a person writes it: `POST /pa/allperiods=429`; `GET /tickle=503:2` strikes twice only. A `*` in the
 * path stands for any run of characters.
 * @throws FaultSyntaxError
 */
export function parseFault(text: string): Fault {
  const [, method, path, word = '', times] = FORM.exec(text.trim()) ?? [];
  if (path === undefined) {
    throw new FaultSyntaxError(`"${text}" has not the form [METHOD] PATH=FAULT[:TIMES]. ${possible()}`);
  }
  const effect = /^[1-9]\d\d$/.test(word) ? { kind: 'status' as const, status: Number(word) } : BY_WORD[word];
  if (!effect || (effect.kind === 'status' && effect.status > 599)) {
    throw new FaultSyntaxError(`"${word}" is no fault. ${possible()}`);
  }
  if (times === '0')
    throw new FaultSyntaxError(`"${text}" would strike no call: the number behind the colon is 1 or more.`);
  return {
    path,
    ...(method === undefined ? {} : { method: method.toUpperCase() }),
    ...(times === undefined ? {} : { times: Number(times) }),
    ...effect,
  };
}

const possible = (): string =>
  `Examples: POST /pa/allperiods=429, GET /portfolio/*/ledger=html:1. Faults: a status of three digits, ${FAULT_WORDS.join(', ')}.`;

/** Checks a fault that came as JSON. @throws FaultSyntaxError */
export function readFaultJson(value: unknown): Fault {
  if (typeof value === 'string') return parseFault(value);
  const fault = value as Partial<Fault> | null;
  const kinds = new Set<unknown>(['status', ...Object.values(BY_WORD).map(({ kind }) => kind)]);
  if (typeof fault !== 'object' || fault === null || typeof fault.path !== 'string' || !kinds.has(fault.kind)) {
    throw new FaultSyntaxError(`A fault has a path and one of the kinds ${[...kinds].join(', ')}. ${possible()}`);
  }
  if (fault.kind === 'status' && !Number.isInteger((fault as { status?: unknown }).status)) {
    throw new FaultSyntaxError('A fault of the kind status needs a status.');
  }
  return fault as Fault;
}
