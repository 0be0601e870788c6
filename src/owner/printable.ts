import { cellText, plainText } from '#render/format';

/** Text from outside (an answer of AWS, an object of the archive) made fit for one line of a terminal: it can't move the cursor or hide. */
export function printable(text: string): string {
  return plainText(cellText(text, 'text', 'UTC'));
}

/** An instant as a person reads it, `20 Nov 2025 16:20 ET`; text that is no instant stays as it is, inert. */
export function instantLine(iso: string, timeZone: string): string {
  return plainText(cellText(iso, 'instant', timeZone));
}

/** A day as a person reads it, `20 Nov 2025`. */
export function dayLine(date: string): string {
  return plainText(cellText(date, 'date', 'UTC'));
}
