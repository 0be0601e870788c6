import type { MailSection } from '#templates/mail-data';
import { wholeText } from './counted.ts';
import { sizeText } from './format.ts';
import { brief, inert } from './inert.ts';
import { fitted, type MailRow, row } from './mail-block.ts';
import type { MailDepth, MailInput } from './mail-input.ts';

const NAME_LIMIT = 60;
const TEXT_LIMIT = 240;

/**
 * What came with the mail, and what did not and why. Only the owner is told where the archive keeps it: who is not to see
 * amounts has no use for a file full of them.
 */
export function attached(
  { attachments, leftOut = [], archivePlace, reports }: MailInput,
  { named }: MailDepth,
): MailSection {
  const together = named !== undefined && attachments.length > LEFT_OUT_LINES;
  const rows = [
    ...(together
      ? [row(`${wholeText(attachments.length)} files`, 'attached', sizeText(sumOf(attachments)), false)]
      : []),
    ...(together ? [] : attachments).map(({ name, title, bytes }) =>
      row(brief(title, NAME_LIMIT), '', fileText(name, bytes), false),
    ),
    ...leftOutRows(leftOut, archivePlace),
  ];
  const discreet = reports.some((report) => report.discreet);
  const none = discreet ? 'Nothing.' : `Nothing: the files are in your archive at ${brief(archivePlace, TEXT_LIMIT)}.`;
  if (rows.length === 0)
    return { kind: 'words', title: 'Attached', note: '', right: '', items: [{ term: '', text: none }] };
  return { kind: 'rows', title: 'Attached', note: '', rows: fitted(rows) };
}

/** More files than this are told in one line: a mail of many accounts must not grow too large by them. */
const LEFT_OUT_LINES = 4;

function leftOutRows(leftOut: NonNullable<MailInput['leftOut']>, archivePlace: string): readonly MailRow[] {
  if (leftOut.length > LEFT_OUT_LINES) {
    const [reason] = leftOut.flatMap(({ why }) => why ?? []);
    if (reason !== undefined)
      return [row(`! ${wholeText(leftOut.length)} files`, brief(reason, TEXT_LIMIT), 'n/a', false)];
    const where = `too large to attach with the rest, in your archive at ${brief(archivePlace, TEXT_LIMIT)}`;
    return [row(`! ${wholeText(leftOut.length)} files`, where, sizeText(sumOf(leftOut)), false)];
  }
  return leftOut.map(({ name, title, bytes, place = '', why: reason }) => {
    if (reason !== undefined) return row(`! ${brief(title, NAME_LIMIT)}`, brief(reason, TEXT_LIMIT), 'n/a', false);
    const why = bytes === undefined ? 'missing in your archive at' : 'too large to attach, in your archive at';
    const value = bytes === undefined ? 'n/a' : fileText(name, bytes);
    return row(`! ${brief(title, NAME_LIMIT)}`, `${why} ${brief(place, TEXT_LIMIT)}`, value, false);
  });
}

const sumOf = (files: readonly { readonly bytes?: number }[]): number =>
  files.reduce((sum, { bytes = 0 }) => sum + bytes, 0);

function fileText(name: string, bytes: number): string {
  const kind = inert(name).split('.').at(-1)?.toUpperCase() ?? '';
  return `${brief(kind, 8)} ${sizeText(bytes)}`;
}
