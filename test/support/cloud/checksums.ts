import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Refusal } from './refusal.ts';

const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

function crc32c(body: Buffer): number {
  let value = 0xffffffff;
  for (const byte of body) value = (value >>> 8) ^ (CRC32C_TABLE[(value ^ byte) & 0xff] as number);
  return (value ^ 0xffffffff) >>> 0;
}

function big32(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString('base64');
}

const ALGORITHMS: Readonly<Record<string, (body: Buffer) => string>> = {
  crc32: (body) => big32(crc32(body)),
  crc32c: (body) => big32(crc32c(body)),
  sha1: (body) => createHash('sha1').update(body).digest('base64'),
  sha256: (body) => createHash('sha256').update(body).digest('base64'),
};

/**
 * The checksums given in headers or trailers, each compared with the body; keys are header names.
 * @throws Refusal BadDigest for a wrong one
 */
export function verifiedChecksums(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: Buffer,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const algorithm = /^x-amz-checksum-(?!mode$|algorithm$|type$)(.+)$/.exec(name)?.[1];
    if (algorithm === undefined || value === undefined) continue;
    const compute = ALGORITHMS[algorithm];
    if (!compute) throw new Refusal(501, 'NotImplemented', `The checksum ${algorithm} is not done here`);
    if (compute(body) !== value) {
      throw new Refusal(400, 'BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
    }
    found[name] = String(value);
  }
  const md5 = headers['content-md5'];
  if (md5 !== undefined && createHash('md5').update(body).digest('base64') !== md5) {
    throw new Refusal(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  return found;
}
