import { X509Certificate } from 'node:crypto';
import { CertificateUnreadable } from './errors.ts';

/** The certificates a connection trusts instead of the system's: PEM blocks and their SHA-256 fingerprints. */
export interface Trust {
  readonly certificates: readonly string[];
  readonly fingerprints: readonly string[];
}

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Reads one or more PEM certificates. @throws CertificateUnreadable */
export function readTrust(pem: string): Trust {
  const certificates = pem.match(BLOCK) ?? [];
  if (certificates.length === 0) {
    throw new CertificateUnreadable(
      'The certificate to trust holds no "BEGIN CERTIFICATE" block.',
      'Give the PEM file of the gateway\'s own certificate, for example what "keytool -exportcert -rfc" writes.',
    );
  }
  try {
    return {
      certificates,
      fingerprints: certificates.map((certificate) => new X509Certificate(certificate).fingerprint256),
    };
  } catch (error) {
    throw new CertificateUnreadable(
      'The certificate to trust is damaged: it has the form of a PEM file and no certificate in it.',
      "Export the gateway's certificate again.",
      { cause: error },
    );
  }
}
