import type { Archive } from '#archive/archive';
import { accountKey, rawFolder } from '#archive/keys';
import type { Run } from '#domain/snapshot';
import type { KeepRaw } from '#sources/gateway/raw-answer';

/**
 * Keeps each answer as it came, before anybody parses it: the body byte for byte, and beside it what was asked and how
 * it was answered. A body that was cut short is kept as `.partial` and can't be mistaken for a whole one.
 */
export function keepRawIn(archive: Archive, run: Run): KeepRaw {
  let count = 0;
  return async (raw) => {
    const folder = rawFolder(raw.account ? accountKey(raw.account) : 'login', run);
    const instant = raw.receivedAt.replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
    const ending = raw.partial ? 'partial' : endingOf(raw.headers['content-type'] ?? '', raw.body.byteLength);
    const { body, ...asked } = raw;
    for (;;) {
      count += 1;
      const name = `${folder}${instant}-${raw.endpoint}-${count}`;
      // A second process may have the same instant and count: its answers stay, ours take the next number.
      if ((await archive.putIfAbsent(`${name}.${ending}`, body)) === 'exists') continue;
      await archive.putIfAbsent(`${name}.request.json`, JSON.stringify({ ...asked, bytes: body.byteLength }, null, 1));
      return `${name}.${ending}`;
    }
  };
}

function endingOf(contentType: string, bytes: number): string {
  if (bytes === 0) return 'empty';
  if (/json/i.test(contentType)) return 'json';
  return /html/i.test(contentType) ? 'html' : 'txt';
}
