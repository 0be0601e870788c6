import type { FlexDocument, FlexResponse, FlexStatements } from './document.ts';
import { FlexUnreadable } from './errors.ts';
import { openFlexReader } from './reader.ts';

/** A statement on its way: each piece has passed the reader before it is handed on. */
export interface IncomingStatement {
  readonly kind: 'statement';
  /**
   * To be read once. @throws FlexUnreadable | FlexCutOff in place of the end when it was no whole statement, and what
   * the body itself throws.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** What the body threw, whatever its reader made of it. */
  failure(): { readonly error: unknown } | undefined;
  /** Reads on to the end, whatever was left. @throws what the body threw, whoever caught it there */
  finish(): Promise<{ readonly document: FlexStatements; readonly bytes: number }>;
}

/** The service's own words are a few lines. */
const WORDS = 64 * 1024;
const NOTHING = { statement: () => undefined, row: () => undefined };

/** Reads as far as it takes to tell a statement from the service's own word, which is read to its end. */
export async function takeIn(body: AsyncIterable<Uint8Array>, cap: number): Promise<FlexResponse | IncomingStatement> {
  let root: string | undefined;
  const reader = openFlexReader({ ...NOTHING, root: (name) => (root = name) }, { bytes: cap });
  const chunks = body[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let bytes = 0;
  const next = async (): Promise<Uint8Array | undefined> => {
    const chunk = await chunks.next();
    if (chunk.done === true) return undefined;
    reader.write(chunk.value);
    bytes += chunk.value.byteLength;
    if (root !== 'FlexQueryResponse' && bytes > WORDS) throw new FlexUnreadable('goes on and on and is no statement');
    return chunk.value;
  };
  while (root !== 'FlexQueryResponse') {
    const chunk = await next();
    if (chunk === undefined) return wordOf(reader.end());
    held.push(chunk);
  }
  return incoming(held, next, () => ({ document: reader.end(), bytes }));
}

function wordOf(document: FlexDocument): FlexResponse {
  if (document.kind === 'response') return document;
  throw new FlexUnreadable('is no answer of the Flex Web Service');
}

function incoming(
  held: Uint8Array[],
  next: () => Promise<Uint8Array | undefined>,
  end: () => { readonly document: FlexDocument; readonly bytes: number },
): IncomingStatement {
  let failure: { readonly error: unknown } | undefined;
  let result: { readonly document: FlexStatements; readonly bytes: number } | undefined;
  const step = async (): Promise<Uint8Array | undefined> => {
    if (failure !== undefined) throw failure.error;
    if (result !== undefined) return undefined;
    try {
      const chunk = held.shift() ?? (await next());
      if (chunk !== undefined) return chunk;
      const { document, bytes } = end();
      if (document.kind === 'response') throw new FlexUnreadable('is no statement');
      result = { document, bytes };
      return undefined;
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  return {
    kind: 'statement',
    body: { [Symbol.asyncIterator]: () => ({ next: async () => resultOf(await step()) }) },
    failure: () => failure,
    finish: async () => {
      while ((await step()) !== undefined);
      if (result === undefined) throw new FlexUnreadable('has no end');
      return result;
    },
  };
}

function resultOf(value: Uint8Array | undefined): IteratorResult<Uint8Array> {
  return value === undefined ? { done: true, value: undefined } : { done: false, value };
}
