import { X509Certificate } from 'node:crypto';

/** The SHA-256 fingerprint of a certificate as browsers show it; undefined when the text is none. */
export function fingerprintOf(pem: string): string | undefined {
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** What a person reads before the browser opens: where the page is, and what to compare. */
export function pageText(page: string, fingerprint: string | undefined): string {
  const compare =
    fingerprint === undefined
      ? []
      : [
          '',
          'The browser warns that it does not know the certificate, and it should: the gateway made it itself.',
          'Compare before you go on (in the warning: details, certificate, SHA-256 fingerprint). It must be',
          `  ${fingerprint}`,
          'If it is another one, close the page and log in nowhere: somebody stands in between.',
        ];
  return [
    `Login page: ${page}`,
    ...compare,
    '',
    'Log in on IBKR\'s page; the password goes to IBKR alone. It ends with "Client login succeeds".',
    'Ctrl-C stops waiting.',
    '',
  ].join('\n');
}
