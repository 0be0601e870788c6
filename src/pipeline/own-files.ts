import { Writable } from 'node:stream';
import { DEFAULT_LOCALE } from '#domain/locale';
import { inLocale } from '#render/locale-scope';
import { PageTooLarge, renderPage } from '#render/page';
import { writeWorkbook } from '#render/workbook/workbook';
import type { Report } from '#report/report';
import { type MailChoice, reportFor } from './mail-choice.ts';

/** The file made for one person is larger than a mail can take. */
class OwnFileTooLarge extends Error {
  override readonly name = 'OwnFileTooLarge';
}

/**
 * Makes page or workbook of a report as one person may see it; it is sent and not kept. Undefined when it is larger than
 * `most` bytes: then nothing is attached in its place.
 */
export async function ownFile(
  kind: 'page' | 'workbook',
  report: Report,
  choice: MailChoice,
  most: number,
): Promise<Uint8Array | undefined> {
  const seen = reportFor(report, choice);
  try {
    if (kind === 'workbook') return await workbookBytes(seen, most);
    const page = Buffer.from(inLocale(choice.locale ?? DEFAULT_LOCALE, () => renderPage(seen)));
    return page.byteLength <= most ? page : undefined;
  } catch (error) {
    if (error instanceof OwnFileTooLarge || error instanceof PageTooLarge) return undefined;
    throw error;
  }
}

/** The writing stops as soon as there is too much: memory stays bounded. */
async function workbookBytes(report: Report, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.byteLength;
      if (bytes > most) {
        done(new OwnFileTooLarge(`The workbook has more than ${most} bytes.`));
        return;
      }
      chunks.push(chunk);
      done();
    },
  });
  await writeWorkbook(report, sink);
  return Buffer.concat(chunks);
}
