import { type Figure, readFigure } from '#sources/gateway/scalars';

/** Groups of three, as some sections write them; a comma never is a decimal sign in a statement. */
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** What stands where a figure is not applicable. */
const NOTHING = new Set(['', '-', '--', 'N/A']);

/** Reads one figure of a statement. Not applicable is missing, never 0. */
export function readFlexFigure(text: string | undefined): Figure {
  if (text === undefined || NOTHING.has(text)) return 'missing';
  return readFigure(GROUPED.test(text) ? text.replaceAll(',', '') : text);
}
