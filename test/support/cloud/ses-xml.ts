import type { CloudAnswer } from './face.ts';

/** The query protocol of SES's API of 2010-12-01: a form goes there, XML comes back. */

/** `prefix.1`, `prefix.2` … of the query protocol. */
export function members(form: URLSearchParams, prefix: string): string[] {
  const found: string[] = [];
  for (let n = 1; form.has(`${prefix}.${n}`); n += 1) found.push(form.get(`${prefix}.${n}`) ?? '');
  return found;
}

export function tagsOf(form: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let n = 1; form.has(`Tags.member.${n}.Name`); n += 1) {
    tags[form.get(`Tags.member.${n}.Name`) ?? ''] = form.get(`Tags.member.${n}.Value`) ?? '';
  }
  return tags;
}

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';
const XML = { 'content-type': 'text/xml' };

export const result = (action: string, inner: string): CloudAnswer => ({
  status: 200,
  headers: XML,
  body: `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>fake</RequestId></ResponseMetadata></${action}Response>`,
});

export const refusal = (code: string, words: string, status = 400): CloudAnswer => ({
  status,
  headers: XML,
  body: `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${escaped(words)}</Message></Error><RequestId>fake</RequestId></ErrorResponse>`,
});

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
