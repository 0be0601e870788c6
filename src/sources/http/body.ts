import { BodyTooLarge } from './errors.ts';
import { bodyFailure, type CallPlace } from './failure.ts';

/** The pieces as they come, and an error past the cap. */
export async function* bounded(
  stream: AsyncIterable<Uint8Array>,
  cap: number,
  place: CallPlace,
): AsyncGenerator<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]();
  let bytes = 0;
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw bodyFailure(error, place, bytes);
      });
      if (next.done === true) return;
      bytes += next.value.byteLength;
      if (bytes > cap) throw tooLarge(place, cap);
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

/** The gateway passes IBKR's answers on as they are, packed ones too, though nobody asks for them. */
export function unpacked(body: AsyncIterable<Uint8Array>, encoding = 'identity'): AsyncIterable<Uint8Array> {
  if (encoding !== 'gzip' && encoding !== 'deflate') return body;
  const chunks = body[Symbol.asyncIterator]();
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (sink) => {
      const next = await chunks.next();
      if (next.done) sink.close();
      else sink.enqueue(new Uint8Array(next.value));
    },
    cancel: async () => {
      await chunks.return?.();
    },
  });
  return packed.pipeThrough(new DecompressionStream(encoding));
}

/** The whole, or what came of it up to the cap. */
export async function readBody(
  stream: AsyncIterable<Uint8Array>,
  cap: number,
  place: CallPlace,
): Promise<{ readonly body: Uint8Array; readonly cut?: Error }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes > cap) return { body: Buffer.concat(chunks), cut: tooLarge(place, cap) };
    }
  } catch (error) {
    return { body: Buffer.concat(chunks), cut: bodyFailure(error, place, bytes) };
  }
  return { body: Buffer.concat(chunks, bytes) };
}

function tooLarge(place: CallPlace, cap: number): BodyTooLarge {
  return new BodyTooLarge(
    `The answer of ${place.origin} is larger than ${Math.round(cap / 1024 / 1024)} MiB.`,
    'Check that the address is that of a Client Portal gateway.',
  );
}
