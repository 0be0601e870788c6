import { pathOf, type Question } from './question.ts';

/** What was asked, in full. */
export interface RawQuestion {
  /** The endpoint's name in the table. */
  readonly endpoint: string;
  /** Account number, where the question was about one account. */
  readonly account?: string;
  readonly request: {
    readonly method: string;
    /** From the first slash. */
    readonly path: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

/** An answer as it came, to be kept before anybody reads it. */
export interface RawAnswer extends RawQuestion {
  readonly status: number;
  /** Those that help to understand the answer; no cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly body: Uint8Array;
  /** The body broke off, or was too large or too slow. */
  readonly partial: boolean;
}

/** Keeps an answer, also one that tells of a failure, and gives the archive's key. What it throws passes through. */
export type KeepRaw = (raw: RawAnswer) => Promise<string>;

/** An answer that was kept, with its key. */
export type KeptAnswer = Pick<RawAnswer, 'status' | 'headers' | 'receivedAt' | 'body'> & { readonly key: string };

/** Finds the newest answer to a question that is as good as asking again. What it throws passes through. */
export type FindEarlier = (asked: RawQuestion) => Promise<KeptAnswer | undefined>;

/** Before every path of the endpoint table. */
export const API_BASE = '/v1/api';

/** A question as it is written beside its answer. */
export function rawQuestion(question: Question): RawQuestion {
  const { endpoint, account, query, body } = question;
  return {
    endpoint: endpoint.name,
    ...(account === undefined ? {} : { account }),
    request: {
      method: endpoint.method,
      path: `${API_BASE}${pathOf(question)}`,
      ...(query === undefined ? {} : { query }),
      ...(body === undefined ? {} : { body }),
    },
  };
}
