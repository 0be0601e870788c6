import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}

/** Makes a key and a certificate for a name and 127.0.0.1, valid from now on by the machine's own time. */
export async function makeCertificate(name = 'localhost'): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: name },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key: made.private, certificate: made.cert };
}
