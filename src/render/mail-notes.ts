import type { MailNotes } from '#templates/mail-data';
import type { Band } from '#templates/page-data';
import { textWidth } from './text-width.ts';

const SIZE = 15;
const GAP = 14;
/** A wider column would leave a phone's sentences less than two thirds of the band. */
const WIDEST = 124;

/** The lines with the width of the column that their terms share; the terms stand above their texts where one is too long. */
export function mailNotes(lines: Band['lines']): MailNotes {
  const width = Math.ceil(Math.max(0, ...lines.map(({ term }) => textWidth(term, SIZE)))) + GAP;
  return { lines, termWidth: width <= WIDEST ? width : 0 };
}
