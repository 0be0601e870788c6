import { renderToString } from 'preact-render-to-string';
import { DEFAULT_LOCALE } from '#domain/locale';
import { Mail, mailShell } from '#templates/mail';
import { plainText } from './format.ts';
import { inLocale } from './locale-scope.ts';
import { mailData } from './mail-data.ts';
import { type MailDepth, type MailInput, MOST_IN_DETAIL } from './mail-input.ts';
import { encodedLength, MAIL_LIMIT, MAIL_TARGET, MailTooLarge } from './mail-size.ts';
import { mailText } from './mail-text.ts';

/** A message ready for a channel. */
export interface MailBody {
  /** At most 50 characters, no amounts, safe in a header. */
  readonly subject: string;
  /** What mail programs show after the subject; part of the HTML already. */
  readonly preheader: string;
  readonly html: string;
  /** The same figures in the same order, at most 76 columns. */
  readonly text: string;
}

/** From the most to the least; the first that fits is sent. */
const DEPTHS: readonly MailDepth[] = [
  { blocks: 'all' },
  { blocks: 'brief' },
  { blocks: 'none' },
  ...[80, 40, 20].map((named): MailDepth => ({ blocks: 'none', named })),
];

/**
 * Writes one message for all accounts of one recipient, as HTML and as plain text. Several accounts begin with their
 * values and total; where their details would make the mail too large, they are left to the page and the workbook. Of
 * hundreds of accounts those with trouble are named first, and the others are counted and summed up.
 *
 * @throws MailTooLarge when mail programs would cut it off even so
 * @throws UnprintableFigure when a figure is NaN or infinite
 */
export function renderMail(input: MailInput): MailBody {
  return inLocale(input.locale ?? DEFAULT_LOCALE, () => written(input));
}

function written(input: MailInput): MailBody {
  const many = input.reports.length > MOST_IN_DETAIL;
  let bytes = 0;
  for (const depth of DEPTHS) {
    if (many && depth.blocks !== 'none') continue;
    const data = mailData(input, depth);
    const html = mailShell(data.subject, renderToString(Mail({ data })));
    bytes = encodedLength(html);
    // The details of several accounts are worth less than room: of one account they are the mail.
    const limit = input.reports.length > 1 && depth.blocks !== 'none' ? MAIL_TARGET : MAIL_LIMIT;
    if (bytes <= limit) {
      return { subject: plainText(data.subject), preheader: data.preheader, html, text: mailText(data) };
    }
  }
  throw new MailTooLarge(bytes, input.reports.length);
}
