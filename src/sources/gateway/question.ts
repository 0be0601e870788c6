import type { Endpoint } from './endpoints.ts';

/** What to ask. */
export interface Question<E extends Endpoint = Endpoint> {
  readonly endpoint: E;
  /** The account it is about, also where the path does not hold it. */
  readonly account?: string;
  readonly page?: number;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** Path below `/v1/api`. */
export function pathOf({ endpoint, account, page }: Question): string {
  return endpoint.path.replace('{accountId}', encodeURIComponent(account ?? '')).replace('{page}', String(page ?? 0));
}

/** Whether it asks for something of one account: IBKR answers that only after the list of accounts was read. */
export function isAboutAccount({ account, endpoint }: Question): boolean {
  return account !== undefined || endpoint.path.startsWith('/pa/');
}
