/** What an HTML part should stay under, as it travels; the rest of a mail program's patience is then left for others. */
export const MAIL_TARGET = 60_000;
/** Gmail cuts a mail off near 102 kB, encoding counted. */
export const MAIL_LIMIT = 90_000;

/** The mail's HTML is too large even with the fewest lines. */
export class MailTooLarge extends Error {
  override readonly name = 'MailTooLarge';

  constructor(bytes: number, accounts: number) {
    super(
      `The mail of ${accounts === 1 ? '1 account' : `${accounts} accounts`} would have ${bytes} bytes of HTML, more than ` +
        `${MAIL_LIMIT}, and be cut off by mail programs. The reports are in the archive; please report this as a fault of Daybook.`,
    );
  }
}

/** Length of a text in quoted-printable, the way it travels: three bytes for each that is not plain ASCII, and line ends. */
export function encodedLength(text: string): number {
  let length = 0;
  for (const byte of new TextEncoder().encode(text)) length += byte > 126 || byte === 61 ? 3 : 1;
  return Math.ceil(length * (1 + 3 / 75));
}
