import { gzipSync } from 'node:zlib';

/** One file of an archive. */
export interface TarFile {
  /** Relative, with `/`, at most 100 ASCII characters. */
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

const BLOCK = 512;
const LONGEST_PATH = 100;

/** A path that the plain tar format can't carry. */
export class TarPathRefused extends Error {
  override readonly name = 'TarPathRefused';
}

/**
 * A `.tar.gz` whose bytes depend on the files alone: in the order of their paths, owned by root, without a time, so that
 * an unchanged host keeps its asset's hash on every machine.
 *
 * @throws TarPathRefused for a path that is absolute, climbs, is too long or not ASCII
 */
export function packTar(files: readonly TarFile[]): Buffer {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const parts = sorted.flatMap((file) => {
    const body = Buffer.from(file.text, 'utf8');
    return [header(file, body.length), body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)];
  });
  // Stored, not compressed: what a compressor makes of the same bytes depends on the processor. No name, time 0, and
  // the byte that names the system it was packed on is set to "unknown".
  const packed = gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 0 });
  packed.writeUInt8(255, 9);
  return packed;
}

/** POSIX.1-1988 (ustar): fixed fields, octal numbers, a checksum over the header with blanks in its own place. */
function header({ path, executable }: TarFile, size: number): Buffer {
  if (path.length > LONGEST_PATH || !/^[\w.-]+(?:\/[\w.-]+)*$/.test(path) || path.split('/').includes('..')) {
    throw new TarPathRefused(
      `${path} can't stand in an archive of the gateway host. Give the file a plain short name.`,
    );
  }
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0, 'ascii');
  block.write(executable ? '0000755\0' : '0000644\0', 100, 'ascii');
  block.write('0000000\0'.repeat(2), 108, 'ascii');
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'ascii');
  block.write('00000000000\0', 136, 'ascii');
  block.write(' '.repeat(8), 148, 'ascii');
  block.write('0', 156, 'ascii');
  block.write('ustar\x0000', 257, 'ascii');
  block.write('root', 265, 'ascii');
  block.write('root', 297, 'ascii');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return block;
}
