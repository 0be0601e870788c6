/** Which calls a fault strikes. */
export interface FaultTarget {
  /** HTTP method; any when absent. */
  readonly method?: string;
  /** Path below `/v1/api`; `*` stands for any run of characters. */
  readonly path: string;
  /** How often it strikes; for ever when absent. */
  readonly times?: number;
}

/** Troubles that only the Flex Web Service has, by the word for them: which of its two calls they strike. */
export const FLEX_TROUBLES = {
  /** A request is taken with a warning in place of a success. */
  'flex-warn': 'SendRequest',
  /** `<url>` names a host that is not the service's. */
  'flex-foreign-url': 'SendRequest',
  /** A saved period comes as its last day alone. */
  'flex-one-day': 'SendRequest',
  /** The statement of a day comes a day later than usual. */
  'flex-late': 'SendRequest',
  /** `count` is one more than the statements that follow. */
  'flex-count': 'GetStatement',
  /** The statement ends in the middle of a row, and the connection in order. */
  'flex-half': 'GetStatement',
  /** The envelope of a success in place of the statement. */
  'flex-envelope': 'GetStatement',
  /** Entities that unfold into billions of letters. */
  'flex-entities': 'GetStatement',
  /** An entity that names a file of the reader's machine. */
  'flex-external-entity': 'GetStatement',
  /** A hundred thousand elements, each in the one before. */
  'flex-deep': 'GetStatement',
  /** Bytes that are not of the encoding they say they are. */
  'flex-encoding': 'GetStatement',
  /** A section, a row and fields that nobody knows. */
  'flex-unknown': 'GetStatement',
} as const;
export type FlexTrouble = keyof typeof FLEX_TROUBLES;

/** Below this path lie the calls of the Flex Web Service. */
export const FLEX_PATH = '/FlexWebService/';

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
  | { readonly kind: 'huge'; readonly megabytes?: number }
  /** The Flex Web Service refuses with a code. */
  | { readonly kind: 'flex-code'; readonly code: string }
  /** Another trouble of the Flex Web Service. */
  | { readonly kind: 'flex'; readonly trouble: FlexTrouble };

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

/** Words for {@link parseFault} beside a status of three digits and `flex-` with a code of four. */
export const FAULT_WORDS: readonly string[] = [...Object.keys(BY_WORD), ...Object.keys(FLEX_TROUBLES)];

/** Kinds that change a body of JSON, which the Flex Web Service never sends. */
const JSON_KINDS: ReadonlySet<FaultEffect['kind']> = new Set([
  'error-200',
  'extra-field',
  'unknown-asset-class',
  'extra-currency',
  'unrated-currency',
  'empty-accounts',
]);

const isFlexKind = ({ kind }: Fault): boolean => kind === 'flex' || kind === 'flex-code';
/** Whether a fault can strike a call of the gateway's API. */
export const isGatewayFault = (fault: Fault): boolean => !isFlexKind(fault);
/** Whether a fault can strike a call of the Flex Web Service. */
export function isFlexFault(fault: Fault, path: string): boolean {
  if (fault.kind !== 'flex') return !JSON_KINDS.has(fault.kind);
  return path === `${FLEX_PATH}${FLEX_TROUBLES[fault.trouble]}`;
}

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
  const effect = effectOf(word);
  if (!effect || (effect.kind === 'status' && effect.status > 599)) {
    throw new FaultSyntaxError(`"${word}" is no fault. ${possible()}`);
  }
  if (times === '0')
    throw new FaultSyntaxError(`"${text}" would strike no call: the number behind the colon is 1 or more.`);
  const fault = {
    path,
    ...(method === undefined ? {} : { method: method.toUpperCase() }),
    ...(times === undefined ? {} : { times: Number(times) }),
    ...effect,
  };
  const never = neverStrikes(fault);
  if (never !== undefined) throw new FaultSyntaxError(`"${text}" would strike no call. ${never}`);
  return fault;
}

function effectOf(word: string): FaultEffect | undefined {
  if (/^[1-9]\d\d$/.test(word)) return { kind: 'status', status: Number(word) };
  const [, code] = /^flex-(\d{4})$/.exec(word) ?? [];
  if (code !== undefined) return { kind: 'flex-code', code };
  return isFlexTrouble(word) ? { kind: 'flex', trouble: word } : BY_WORD[word];
}

const isFlexTrouble = (word: string): word is FlexTrouble => Object.hasOwn(FLEX_TROUBLES, word);

/** Why a fault would never strike; undefined when it can. */
function neverStrikes(fault: Fault): string | undefined {
  const { path } = fault;
  const flex = path.startsWith(FLEX_PATH);
  if (flex && JSON_KINDS.has(fault.kind)) return 'It changes JSON, and the Flex Web Service answers with XML.';
  if (path.includes('*') || !isFlexKind(fault)) return undefined;
  if (!flex) return `It is a fault of the Flex Web Service, whose paths begin with ${FLEX_PATH}.`;
  return isFlexFault(fault, path) ? undefined : 'It strikes the other call of the Flex Web Service alone.';
}

const possible = (): string =>
  `Examples: POST /pa/allperiods=429, GET /portfolio/*/ledger=html:1, ${FLEX_PATH}GetStatement=flex-1019:3. Faults: a status of three digits, ${FAULT_WORDS.join(', ')}, flex- with a code of the Flex Web Service.`;

/** Checks a fault that came as JSON. @throws FaultSyntaxError */
export function readFaultJson(value: unknown): Fault {
  if (typeof value === 'string') return parseFault(value);
  const fault = value as Partial<Fault> | null;
  const kinds = new Set<unknown>(['status', ...Object.values(BY_WORD).map(({ kind }) => kind), 'flex-code', 'flex']);
  if (typeof fault !== 'object' || fault === null || typeof fault.path !== 'string' || !kinds.has(fault.kind)) {
    throw new FaultSyntaxError(`A fault has a path and one of the kinds ${[...kinds].join(', ')}. ${possible()}`);
  }
  if (fault.kind === 'status' && !Number.isInteger((fault as { status?: unknown }).status)) {
    throw new FaultSyntaxError('A fault of the kind status needs a status.');
  }
  const { code, trouble } = fault as { code?: unknown; trouble?: unknown };
  if (fault.kind === 'flex-code' && !/^\d{4}$/.test(String(code))) {
    throw new FaultSyntaxError('A fault of the kind flex-code needs a code of four digits, as text.');
  }
  if (fault.kind === 'flex' && !isFlexTrouble(String(trouble))) {
    throw new FaultSyntaxError(`A fault of the kind flex has a trouble: ${Object.keys(FLEX_TROUBLES).join(', ')}.`);
  }
  const never = neverStrikes(fault as Fault);
  if (never !== undefined) throw new FaultSyntaxError(`The fault would strike no call. ${never}`);
  return fault as Fault;
}
