import type { HttpClient } from '#sources/http/http-client';
import type { FlexDocument } from './document.ts';
import { FlexRefused, FlexUnreachable, FlexUnreadable } from './errors.ts';
import { FLEX_ORIGIN } from './flex-source.ts';
import { openFlexReader } from './reader.ts';
import { refusalOf } from './refusals.ts';
import { unreachable } from './unreachable.ts';

/** What is asked, and with which token. It stands in the request alone. */
export interface TokenTrial {
  readonly token: string;
  readonly query: string;
  /** Opens a client for `https://HOST`. */
  readonly connect: (origin: string) => HttpClient;
}

const SEND_REQUEST = '/AccountManagement/FlexWebService/SendRequest';
const DEADLINE_MS = 30_000;
const BODY_CAP = 64 * 1024;

/**
 * Asks the Flex Web Service once to make a statement, and fetches none: whether it takes the token and the query.
 * @returns what it refuses with, also when that only asks for patience; undefined when it takes them
 * @throws FlexUnreachable | FlexUnreadable
 */
export async function tryToken({ token, query, connect }: TokenTrial): Promise<FlexRefused | undefined> {
  const http = connect(FLEX_ORIGIN);
  try {
    const target = `${SEND_REQUEST}?${new URLSearchParams({ t: token, q: query, v: '3' })}`;
    const answer = await http.send({ method: 'GET', target, deadlineMs: DEADLINE_MS, bodyCap: BODY_CAP });
    if (answer.cut !== undefined) throw answer.cut;
    if (answer.status !== 200) throw new FlexUnreachable('server-error', `answers with status ${answer.status}`);
    const document = documentIn(answer.body);
    if (document.kind !== 'response') throw new FlexUnreadable('is a statement where its reference was asked for');
    const refusal = refusalOf(document);
    return refusal && new FlexRefused(refusal, document.errorCode);
  } catch (error) {
    throw unreachable(error);
  } finally {
    await http.close();
  }
}

function documentIn(body: Uint8Array): FlexDocument {
  const reader = openFlexReader({ statement: () => undefined, row: () => undefined });
  reader.write(body);
  return reader.end();
}
