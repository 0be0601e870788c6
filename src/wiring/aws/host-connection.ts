import type { Archive } from '#archive/archive';
import { hostCertificateKey } from '#archive/keys';
import { CertificateRejected } from '#sources/http/errors';
import { type HttpClient, openHttpClient } from '#sources/http/http-client';
import { SourceError } from '#sources/source-error';

/** The host has not written its certificate to the archive: it is still being made, or its set-up failed. */
export class HostNotReady extends SourceError {
  override readonly name = 'HostNotReady';
  constructor(instanceId: string, options?: ErrorOptions) {
    super(
      'unreachable',
      `The gateway host ${instanceId} has not written its certificate to the archive.`,
      'A new host needs some minutes. If it is older, run "npx daybook check", then "npx daybook host renew".',
      options,
    );
  }
}

/** Who answers at the host's address holds another key than the host: nothing was asked. */
export class HostNotTrusted extends SourceError {
  override readonly name = 'HostNotTrusted';
  constructor(instanceId: string, cause: CertificateRejected) {
    super(
      'blocked',
      `What answers in place of the gateway host ${instanceId} does not show the certificate that the host wrote: ${cause.message}`,
      'Nothing was asked of it. Run "npx daybook host renew", which makes a new host with a new key.',
      { cause },
    );
  }
}

/** Where the host is, as the stack tells it. */
export interface HostPlace {
  /** `https://<private address>:8443`. */
  readonly url: string;
  readonly serverName: string;
  readonly instanceId: string;
  /** Version of Daybook, told to the host. */
  readonly version: string;
}

/**
 * New connections to the host, for one run: the certificate is read from the archive at the first call, so that a
 * renewed host is known at once and a missing certificate is an answer like any other failure.
 */
export function connectHost(place: HostPlace, archive: Archive): HttpClient {
  let opening: Promise<HttpClient> | undefined;
  const open = async (): Promise<HttpClient> => {
    const pem = await archive.get(hostCertificateKey(place.instanceId));
    if (!pem) throw new HostNotReady(place.instanceId);
    return openHttpClient({
      origin: place.url,
      serverName: place.serverName,
      ca: Buffer.from(pem).toString('utf8'),
      userAgent: `daybook/${place.version}`,
    });
  };
  return {
    send: async (call) => {
      opening ??= open();
      const http = await opening;
      try {
        return await http.send(call);
      } catch (error) {
        if (error instanceof CertificateRejected) throw new HostNotTrusted(place.instanceId, error);
        throw error;
      }
    },
    close: async () => {
      const opened = await opening?.catch(() => undefined);
      await opened?.close();
    },
  };
}
