import { isKnownCurrency } from '#domain/currency';
import { isKnownSegment } from '#sources/gateway/known-segments';
import { inKnownWords } from '#sources/gateway/known-words';
import { isKnownField } from './known-fields.ts';

/** Rows of a list that are shown: more tell a reader nothing. */
const MOST_ROWS = 3;
const MOST_FIELDS = 150;
const MOST_DEPTH = 8;

/** Fields whose text is the broker's own wording, not a person's. */
const WORDED =
  /^(?:error|message|fail|detail|title|status|reason|by|success|type|tradingType|businessType|clearingStatus|CLIENT_APP|LANDING_APP|region|env)$/;
const ACCOUNT = /^(?:id|accountIds?|accountVan|acctIds?|acctcode|desc)$/;
const CURRENCY = /^(?:currency|secondkey)$/;
const SESSION = /^(?:session|sessionid)$/;
const PERSON = /^(?:USER_NAME|PAPER_USER_NAME|USER_ID|CREDENTIAL|userId|accountTitle|displayName|accountAlias)$/;

/** Numbers that say how a session stands: spans and instants in milliseconds, statuses, counts of pages. */
const PLAIN_NUMBER =
  /^(?:statusCode|LOGIN_TYPE|loginType|ssoExpires|EXPIRES|AUTH_TIME|lastAccessed|total|pageSize|pageNum)$/;

/** What a header's value must look like to be shown. Other headers are counted. */
const HEADERS: Readonly<Record<string, RegExp>> = {
  'content-type': /^[a-z]{1,20}\/[a-z.+-]{1,30}(?:; ?charset=[A-Za-z0-9-]{1,12})?$/,
  'content-length': /^\d{1,9}$/,
  'content-encoding': /^(?:gzip|deflate|br|identity)$/,
  'transfer-encoding': /^chunked$/i,
  connection: /^(?:keep-alive|close)$/i,
  date: /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/,
  'retry-after': /^\d{1,6}$/,
  'x-daybook-proxy': /^(?:passed|redirect|alive|denied|refused|no-certificate|limited|timeout|unreachable)$/,
};

/**
 * Makes what a gateway was asked and answered fit for the eyes of others. Shown is what stands on a list of the known
 * and harmless: names of fields, words of messages, states. All else becomes a label such as `<account 1>`, the same for
 * the same text, so that one can still see what belongs together.
 */
export class Redactor {
  readonly #labels = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** The label that stands for a text everywhere in one log. */
  label(kind: string, text: string): string {
    const known = this.#labels.get(text);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const label = `<${kind} ${count}>`;
    this.#labels.set(text, label);
    return label;
  }

  /** A request's target: known parts of the path, without values of the query. */
  target(target: string): string {
    const [path = '', query] = target.split('?', 2);
    const parts = path.split('/').map((part) => {
      if (part === '' || isKnownSegment(part) || /^\d{1,3}$/.test(part)) return part;
      return this.label('account', decoded(part));
    });
    return `${parts.join('/')}${query === undefined ? '' : '?…'}`;
  }

  /** Lines `name: value`; headers that are not shown are counted. */
  headers(headers: Readonly<Record<string, string>>): readonly string[] {
    const lines: string[] = [];
    let others = 0;
    for (const [name, value] of Object.entries(headers)) {
      if (name === 'location') lines.push(`location: ${this.#location(value)}`);
      else if (Object.hasOwn(HEADERS, name) && HEADERS[name]?.test(value)) lines.push(`${name}: ${value}`);
      else others += 1;
    }
    return others === 0 ? lines : [...lines, `(not shown: ${others} more)`];
  }

  /** A body: JSON with its shape, anything else by what it seems to be. */
  body(text: string): string {
    if (text === '') return '(empty)';
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const title = /<title[^>]*>([^<]{0,200})/i.exec(text)?.[1];
      const form = /^\s*[[{]/.test(text) ? 'JSON that breaks off' : /^\s*</.test(text) ? 'a page' : 'a text';
      return `(${form} of ${text.length} characters${title === undefined ? '' : `, titled "${inKnownWords(title)}"`})`;
    }
    return JSON.stringify(this.#value(json, '', 0), null, 1);
  }

  #value(value: unknown, field: string, depth: number): unknown {
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number') return PLAIN_NUMBER.test(field) ? value : '<number>';
    if (typeof value === 'string') return this.#text(value, field);
    if (depth > MOST_DEPTH) return '<deeper>';
    if (Array.isArray(value)) {
      const rows = value.slice(0, MOST_ROWS).map((row) => this.#value(row, field, depth + 1));
      return value.length > MOST_ROWS ? [...rows, `<${value.length - MOST_ROWS} more>`] : rows;
    }
    const all = Object.entries(value as object);
    const shown = all
      .slice(0, MOST_FIELDS)
      .map(([name, one]) => [this.#name(name), this.#value(one, name, depth + 1)] as const);
    const more = all.length - shown.length;
    return Object.fromEntries(more > 0 ? [...shown, ['<more>', more]] : shown);
  }

  #name(name: string): string {
    return isKnownField(name) || isKnownCurrency(name) ? name : this.label('field', name);
  }

  #text(text: string, field: string): string {
    if (text === '') return text;
    if (CURRENCY.test(field) && isKnownCurrency(text)) return text;
    if (WORDED.test(field)) return inKnownWords(text);
    if (ACCOUNT.test(field)) return this.label('account', text);
    if (SESSION.test(field)) return this.label('session', text);
    return this.label(PERSON.test(field) ? 'person' : 'text', text);
  }

  #location(value: string): string {
    const url = URL.parse(value, 'https://gateway.invalid');
    if (url === null) return '(no address)';
    const parts = url.pathname.split('/').map((part) => (part === '' || isKnownSegment(part) ? part : '…'));
    return `${url.hostname === 'gateway.invalid' ? '' : '(another host)'}${parts.join('/')}${url.search ? '?…' : ''}`;
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
