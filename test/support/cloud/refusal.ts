import { randomUUID } from 'node:crypto';
import type { CloudAnswer } from './face.ts';

/** A request that a service refuses, with the service's own code. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  /** Further elements of the error, as S3 gives them. */
  readonly details: Readonly<Record<string, string>>;
  constructor(status: number, code: string, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** Text as the content of an XML element. */
export function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The refusal in the form of the service: S3's own XML, or the query protocol's. */
export function refusalAnswer(service: string, refusal: Refusal, method: string): CloudAnswer {
  const id = randomUUID();
  const details = Object.entries(refusal.details).map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`);
  const error = `<Code>${xmlText(refusal.code)}</Code><Message>${xmlText(refusal.message)}</Message>${details.join('')}`;
  const body =
    service === 's3'
      ? `<?xml version="1.0" encoding="UTF-8"?><Error>${error}<RequestId>${id}</RequestId></Error>`
      : `<ErrorResponse><Error><Type>${refusal.status < 500 ? 'Sender' : 'Receiver'}</Type>${error}</Error><RequestId>${id}</RequestId></ErrorResponse>`;
  return {
    status: refusal.status,
    headers: { 'content-type': service === 's3' ? 'application/xml' : 'text/xml', 'x-amz-request-id': id },
    body: method === 'HEAD' ? '' : body,
  };
}
