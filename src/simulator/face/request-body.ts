import type { IncomingMessage } from 'node:http';

const LIMIT = 3 * 1024 * 1024;

export interface RequestBody {
  readonly text: string;
  /** The parsed JSON; undefined when there is none. */
  readonly json: unknown;
  readonly readable: boolean;
}

/** Reads a request's body. One that comes in chunks is dropped and the call treated as if it had none, as the gateway does. */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= LIMIT) chunks.push(chunk);
  }
  const dropped = request.headers['transfer-encoding'] !== undefined || length > LIMIT;
  const text = dropped ? '' : Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return { text: '', json: undefined, readable: true };
  try {
    return { text, json: JSON.parse(text) as unknown, readable: true };
  } catch {
    return { text, json: undefined, readable: false };
  }
}
