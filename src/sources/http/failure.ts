import { CertificateRejected, CutBody, DeadlineExceeded, GatewayUnreachable } from './errors.ts';
import type { Trust } from './trust.ts';

/** What a message about a failed call has to name. */
export interface CallPlace {
  /** `https://localhost:5000` */
  readonly origin: string;
  readonly serverName: string;
  readonly deadlineMs: number;
  readonly trust: Trust | undefined;
}

const REFUSED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES']);
const UNKNOWN_NAME = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA']);
const NO_CONNECTION = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);
const UNTRUSTED =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID)/;

/** The typed error for a call that got no answer at all. */
export function connectionFailure(
  error: unknown,
  place: CallPlace,
): GatewayUnreachable | CertificateRejected | DeadlineExceeded {
  if (isTimeout(error)) return deadlineExceeded(place, error);
  const code = codeOf(error);
  if (UNTRUSTED.test(code)) return certificateRejected(error, code, place);
  const options = { cause: error };
  if (UNKNOWN_NAME.has(code)) {
    return new GatewayUnreachable(
      `The name in ${place.origin} is not known to the network.`,
      'Check the address of the gateway.',
      false,
      options,
    );
  }
  if (REFUSED.has(code)) {
    return new GatewayUnreachable(
      `Nothing listens at ${place.origin}.`,
      'Start the Client Portal gateway, or check the address and the port.',
      false,
      options,
    );
  }
  if (NO_CONNECTION.has(code)) {
    return new GatewayUnreachable(
      `${place.origin} takes no connection.`,
      'Check that the gateway runs and that no firewall stands between.',
      false,
      options,
    );
  }
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') {
    return new GatewayUnreachable(
      `What listens at ${place.origin} does not speak TLS as expected.`,
      'Check the port: the gateway listens with TLS, by default on 5000.',
      false,
      options,
    );
  }
  return new GatewayUnreachable(
    `The connection to ${place.origin} broke before an answer came.`,
    'Check that the gateway runs and is not restarting, then run again.',
    true,
    options,
  );
}

/** The typed error for a call whose answer began and did not end. */
export function bodyFailure(error: unknown, place: CallPlace, bytes: number): DeadlineExceeded | CutBody {
  if (isTimeout(error)) return deadlineExceeded(place, error);
  return new CutBody(
    `The answer of ${place.origin} broke off after ${bytes} bytes.`,
    'Run again; if it happens again, restart the gateway.',
    { cause: error },
  );
}

function deadlineExceeded(place: CallPlace, cause: unknown): DeadlineExceeded {
  return new DeadlineExceeded(
    `${place.origin} gave no whole answer within ${place.deadlineMs / 1000} seconds.`,
    'The gateway waits for ever when IBKR does not answer it: try again in some minutes, then restart the gateway.',
    { cause },
  );
}

function certificateRejected(error: unknown, code: string, place: CallPlace): CertificateRejected {
  const options = { cause: error };
  const look = `To see what it shows: openssl s_client -connect ${place.origin.slice('https://'.length)} -showcerts`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return new CertificateRejected(
      `The certificate of ${place.origin} is trusted and not made out to the name "${place.serverName}".`,
      `Give the name that stands in the certificate as the server name. ${look}`,
      options,
    );
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return new CertificateRejected(
      `The certificate of ${place.origin} is not valid yet by this machine's clock: this clock is behind, or the one by which the certificate was made was ahead.`,
      'Set the clock that is wrong (on Linux: timedatectl set-ntp true), of this machine or of the gateway; then run again.',
      options,
    );
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return new CertificateRejected(
      `The certificate of ${place.origin} is out of date.`,
      "Check this machine's clock. The certificate that the gateway is shipped with ended in 2019: make one of your own for it.",
      options,
    );
  }
  if (place.trust) {
    return new CertificateRejected(
      `The certificate of ${place.origin} is another one than the one trusted (SHA-256 ${place.trust.fingerprints.join(', ')}).`,
      `If the gateway has a new certificate and you know why, give that one to trust; else stop here. ${look}`,
      options,
    );
  }
  return new CertificateRejected(
    `The certificate of ${place.origin} is not signed by an authority this machine trusts.`,
    `Give the gateway's own certificate as the one to trust (--ca FILE). ${look}`,
    options,
  );
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

/** The system's or TLS's code; of several attempts (IPv6, IPv4) the first one's. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) return codeOf(error.errors[0]);
  return 'cause' in error ? codeOf(error.cause) : '';
}
