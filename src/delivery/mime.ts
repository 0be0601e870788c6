import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Mailout } from './mailout.ts';

/**
 * The message as bytes (RFC 5322, MIME): text and HTML as alternatives, then the attachments. The same Mailout gives
 * the same bytes: boundaries come from the message id. CR and LF in header fields can't end a header: they are folded away.
 */
export async function mimeOf(mailout: Mailout): Promise<Buffer> {
  const composer = new MailComposer({
    from: mailout.from,
    to: mailout.to,
    subject: mailout.subject,
    text: mailout.text,
    html: mailout.html,
    date: mailout.date,
    messageId: `<${mailout.messageId}>`,
    // A mail to a person: one click would need a public address, which nothing of ours has.
    ...(mailout.unsubscribe === undefined
      ? {}
      : { headers: { 'List-Unsubscribe': `<mailto:${encodeURI(mailout.unsubscribe)}?subject=unsubscribe>` } }),
    baseBoundary: mailout.messageId.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 40),
    textEncoding: 'quoted-printable',
    newline: 'windows',
    attachments: mailout.attachments.map((attachment) => ({
      filename: attachment.name,
      contentType: attachment.contentType,
      content: Buffer.from(attachment.body),
    })),
    // Content comes from us alone: nodemailer must neither read files nor fetch addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
