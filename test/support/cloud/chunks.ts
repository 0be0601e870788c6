import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

/** The body of a request without its transfer form, and the trailing headers that came with it. */
export interface Unchunked {
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
}

/** Undoes `aws-chunked`: sizes in hex, chunks, a last one of size 0, trailing headers. @throws Refusal when malformed */
export function unchunked(headers: IncomingHttpHeaders, raw: Buffer): Unchunked {
  if (!String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')) return { body: raw, trailers: {} };
  const pieces: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = raw.indexOf('\r\n', at);
    const size =
      end < 0 ? Number.NaN : Number.parseInt(raw.subarray(at, end).toString('latin1').split(';')[0] ?? '', 16);
    if (Number.isNaN(size)) throw new Refusal(400, 'IncompleteBody', 'A chunk of the body has no size');
    at = end + 2;
    if (size === 0) break;
    if (at + size + 2 > raw.length) throw new Refusal(400, 'IncompleteBody', 'A chunk of the body is cut short');
    pieces.push(raw.subarray(at, at + size));
    at += size + 2;
  }
  const body = Buffer.concat(pieces);
  if (Number(headers['x-amz-decoded-content-length']) !== body.length) {
    throw new Refusal(400, 'IncompleteBody', 'The body has not the length that x-amz-decoded-content-length says');
  }
  const trailers: Record<string, string> = {};
  for (const line of raw.subarray(at).toString('latin1').split('\r\n').filter(Boolean)) {
    const colon = line.indexOf(':');
    trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  for (const name of String(headers['x-amz-trailer'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    if (!(name in trailers)) throw new Refusal(400, 'MalformedTrailerError', `The trailer ${name} is missing`);
  }
  return { body, trailers };
}
