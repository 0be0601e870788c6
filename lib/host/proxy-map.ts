import { ENDPOINTS, type Endpoint } from '#sources/gateway/endpoints';

/** IBKR's numbers: letters, digits, sometimes letters again (`U1234567`, `DU1234567`, `F1234567A`). */
const ACCOUNT = '[A-Z]{1,4}[0-9]{4,12}[A-Z]{0,2}';
/** What URLSearchParams makes of the values we ask with. Possessive: a long list of contracts costs one pass. */
const VALUE = '(?:[A-Za-z0-9_.,:+-]++|%(?:2C|3A|20))*+';

/** Slack over the table's pacing, so that a call that was sent in time is not refused for arriving a little early. */
const SLACK = 0.8;

/** Calls of a data endpoint that are in flight at once, beside one about the session: of the gateway's five. */
export const DATA_CALLS = 2;

const endpoints: readonly Endpoint[] = Object.values(ENDPOINTS);

/** Target below the gateway's root. */
const target = (endpoint: Endpoint): string => `/v1/api${endpoint.path}`;

/** Path with the captures in place of its blanks, as a PCRE and as the text that is sent on. */
function line(endpoint: Endpoint): string {
  const pattern = escaped(target(endpoint))
    .replace('\\{accountId\\}', `(?<acct>${ACCOUNT})`)
    .replace('\\{page\\}', '(?<page>[0-9]{1,4})');
  const sent = target(endpoint).replace('{accountId}', '$acct').replace('{page}', '$page');
  const names = endpoint.query.map(escaped).join('|');
  const query = names && `(?<query>\\?(?:${names})=${VALUE}(?:&(?:${names})=${VALUE})*)?`;
  return `"~^\\|HTTP/1\\.1 ${endpoint.method} ${pattern}${query}\\z" "${sent}${query && '$query'}";`;
}

/**
 * The allow-list: one line a row of the endpoint table, and one for the root. The key is the raw request line with the
 * Upgrade header before it; the value is all that the gateway gets to see of it.
 */
export function allowList(): readonly string[] {
  return ['"~^\\|HTTP/1\\.1 GET /\\z" "/";', ...endpoints.map(line)];
}

/** Exact targets of the endpoints whose names are given. */
function targets(keep: (endpoint: Endpoint) => boolean): readonly string[] {
  return endpoints.filter(keep).map(target);
}

/** PCRE over the sent targets of the endpoints that `keep` takes; they must have no blanks in their paths. */
export function targetPattern(keep: (endpoint: Endpoint) => boolean): string {
  return `^(?:${targets(keep).map(escaped).join('|')})(?:\\?|\\z)`;
}

/** Calls a minute for the endpoints whose own limit nginx can say: above a second, up to a minute. */
export function pacedRates(): ReadonlyMap<number, string> {
  const rates = new Map<number, string>();
  for (const everyMs of new Set(endpoints.map(({ limit }) => limit?.everyMs ?? 0))) {
    if (everyMs <= 1_000 || everyMs > 60_000) continue;
    rates.set(
      Math.floor(60_000 / (everyMs * SLACK)),
      targetPattern(({ limit }) => limit?.everyMs === everyMs),
    );
  }
  return rates;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
