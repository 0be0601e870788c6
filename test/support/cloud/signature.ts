import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

/** A pair of keys the cloud knows. */
export interface KnownKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys. */
  readonly sessionToken?: string;
  /** Of temporary keys: refused from this instant on. */
  readonly expires?: Date;
}

/** What a signature is made over, as it came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const FORM =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
const QUARTER_MS = 15 * 60_000;

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string) => createHmac('sha256', key).update(data).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** The service that the signature names, before anything is verified: it decides the form of a refusal. */
export function serviceNamed(headers: IncomingHttpHeaders): string {
  return FORM.exec(headers.authorization ?? '')?.[4] ?? 's3';
}

/**
 * Verifies a Signature Version 4 in the Authorization header: key, scope, time, every signed header, the body.
 * @throws Refusal with the code the service would give
 */
export function verifySignature(
  request: SignedRequest,
  known: ReadonlyMap<string, KnownKey>,
  region: string,
  now: Date,
): { readonly caller: string; readonly service: string } {
  const match = FORM.exec(request.headers.authorization ?? '');
  if (!match) throw new Refusal(403, 'AccessDenied', 'Access Denied: the request is not signed');
  const [, accessKeyId, day, scopeRegion, service, signedNames, signature] = match as unknown as string[] &
    [string, string, string, string, string, string, string];
  const key = known.get(accessKeyId);
  if (!key) {
    const code = service === 's3' ? 'InvalidAccessKeyId' : 'InvalidClientTokenId';
    throw new Refusal(403, code, 'The key id is not known here');
  }
  checkTime(request.headers, day, service, now);
  if (scopeRegion !== region) {
    const code = service === 's3' ? 'AuthorizationHeaderMalformed' : 'SignatureDoesNotMatch';
    throw new Refusal(400, code, `the region '${scopeRegion}' is wrong; expecting '${region}'`, { Region: region });
  }
  if (key.sessionToken !== undefined && request.headers['x-amz-security-token'] !== key.sessionToken) {
    throw new Refusal(403, service === 's3' ? 'InvalidToken' : 'InvalidClientTokenId', 'The security token is wrong');
  }
  if (key.expires && key.expires <= now) throw new Refusal(400, 'ExpiredToken', 'The provided token has expired.');
  const names = signedNames.split(';');
  const mustSign = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  if (mustSign.some((name) => !names.includes(name))) {
    throw new Refusal(403, 'AccessDenied', 'There were headers present in the request which were not signed');
  }
  const expected = signatureOf(request, key, { day, region: scopeRegion, service, names });
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) {
    throw new Refusal(403, 'SignatureDoesNotMatch', 'The signature does not match the one calculated here');
  }
  return { caller: accessKeyId, service };
}

function checkTime(headers: IncomingHttpHeaders, day: string, service: string, now: Date): void {
  const stamp = String(headers['x-amz-date'] ?? '');
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(stamp);
  if (!parts || !stamp.startsWith(day)) throw new Refusal(403, 'AccessDenied', 'x-amz-date does not fit the scope');
  const [, year, month, date, hour, minute, second] = parts;
  const at = Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
  if (Math.abs(at - now.getTime()) > QUARTER_MS) {
    const code = service === 's3' ? 'RequestTimeTooSkewed' : 'RequestExpired';
    throw new Refusal(403, code, 'The difference between the request time and the current time is too large.');
  }
}

function signatureOf(
  request: SignedRequest,
  key: KnownKey,
  scope: { day: string; region: string; service: string; names: readonly string[] },
): string {
  const { day, region, service, names } = scope;
  const canonical = [
    request.method,
    canonicalPath(request.target, service),
    canonicalQuery(request.target),
    ...names.map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/\s+/g, ' ')}`,
    ),
    '',
    names.join(';'),
    payloadHash(request),
  ].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    String(request.headers['x-amz-date']),
    `${day}/${region}/${service}/aws4_request`,
    sha256(canonical),
  ].join('\n');
  const signing = hmac(hmac(hmac(hmac(`AWS4${key.secretAccessKey}`, day), region), service), 'aws4_request');
  return hmac(signing, toSign).toString('hex');
}

/** S3 signs the path as it is sent; the other services encode it once more. */
function canonicalPath(target: string, service: string): string {
  const path = target.split('?', 1)[0] as string;
  return service === 's3' ? path : path.split('/').map(encode).join('/');
}

function canonicalQuery(target: string): string {
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : '';
  return query
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return `${encode(decodeURIComponent(name))}=${encode(decodeURIComponent(value.join('=')))}`;
    })
    .sort()
    .join('&');
}

/** What the body is signed as. @throws Refusal when the body is not what its header says */
function payloadHash(request: SignedRequest): string {
  const given = request.headers['x-amz-content-sha256'];
  const actual = sha256(request.body);
  if (given === undefined) return actual;
  if (given === 'UNSIGNED-PAYLOAD' || given === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return given;
  if (String(given).startsWith('STREAMING-'))
    throw new Refusal(501, 'NotImplemented', 'Signed chunks are not done here');
  if (given !== actual) {
    throw new Refusal(400, 'XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' is not that of the body");
  }
  return actual;
}
