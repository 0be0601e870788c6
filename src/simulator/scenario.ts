import type { FlexAccount } from '#simulator/flex/statement-life';
import type { IndexLevel } from '#simulator/market/market-index';

/** One call of the API as the gateway passes it on. */
export interface ApiCall {
  readonly method: string;
  /** Below `/v1/api`, with its leading slash, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined when there was none. */
  readonly body: unknown;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** An answer of the API. `text` gives the body piece by piece, so that a long one is never held whole. */
export interface ApiAnswer {
  readonly status: number;
  /** Null: no such header. */
  readonly contentType: string | null;
  readonly text: Iterable<string | Uint8Array>;
}

/** What the simulated broker knows. */
export interface Scenario {
  readonly name: string;
  /** Every account this login may read. */
  readonly accountIds: readonly string[];
  /** Undefined for what this broker has no answer for: the face says then what a gateway would. */
  answer(call: ApiCall): ApiAnswer | undefined;
  /** Accounts that the Flex Web Service tells of; absent where it is not active. */
  readonly flex?: readonly FlexAccount[];
  /** An index of its market, dividends reinvested, up to the last close; absent where the scenario has no market. */
  index?(now: Date): readonly IndexLevel[];
  /** The exact figures behind the answers, for tests; JSON. Undefined where there is nothing beyond the answers. */
  truth?(now: Date): unknown;
}
