import { createHash } from 'node:crypto';
import type { Frame } from '#templates/document';

/**
 * A frame for a style sheet. Nothing may load, run or be sent: the page is text, drawings and this one style, which the
 * policy names by its checksum, so that a style that got in with a text would not be applied either.
 */
export function frameOf(style: string): Frame {
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return { style, policy };
}
