import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '#archive/archive';
import { rawFolder } from '#archive/keys';
import type { Run } from '#domain/snapshot';

/**
 * Keeps a Flex answer as it comes, piece by piece. It concerns all accounts of the token, so it lies with the answers
 * of the login. When the body breaks, or is no statement, nothing is kept.
 *
 * @param name.count tells apart what is asked within one second
 * @returns its key. Of two answers that end in the same second under the same number the first is kept, and its key
 *   given to both: whoever reads on reads what is there.
 * @throws whatever breaks the body
 */
export async function keepStatement(
  archive: Archive,
  run: Run,
  name: { readonly at: Date; readonly count: number },
  body: AsyncIterable<Uint8Array>,
): Promise<string> {
  const instant = name.at.toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
  const key = `${rawFolder('login', run)}${instant}-flex-${name.count}.xml`;
  await archive.putStream(key, (sink) => pipeline(Readable.from(body), sink), { replace: false });
  return key;
}

/** What was asked, and when: beside the answer, for whoever reads it again later. */
export async function keepRequest(archive: Archive, raw: string, asked: Record<string, unknown>): Promise<void> {
  await archive.putIfAbsent(raw.replace(/\.xml$/, '.request.json'), JSON.stringify(asked, null, 1));
}
