/** Longest text of a cell, in UTF-16 units: Excel's own limit. */
export const LONGEST_TEXT = 32_767;

const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/g;
/** What a cell's text may need work for; most texts hold none of it. */
const SUSPECT = /[\u0000-\u001F\u007F\uD800-\uDFFF\uFFFE\uFFFF]|_x/;
const LOOKS_ESCAPED = /_x(?=[0-9A-Fa-f]{4}_)/g;

/**
 * Foreign text as a cell may hold it: characters that XML forbids are removed, halves of a surrogate pair replaced,
 * the length cut to {@link LONGEST_TEXT} with `…` at the end. `_x0041_`, which Excel would read as an escape for `A`,
 * is escaped itself and so shown as it came.
 */
export function cellText(text: string): string {
  if (text.length <= LONGEST_TEXT && !SUSPECT.test(text)) return text;
  const clean = plainText(text);
  const cut = clean.length > LONGEST_TEXT ? `${clean.slice(0, LONGEST_TEXT - 1).toWellFormed()}…` : clean;
  return cut.replace(LOOKS_ESCAPED, '_x005F_x');
}

/** Foreign text without what XML forbids: for names, titles and alternative texts of charts. */
function plainText(text: string): string {
  return text.replace(FORBIDDEN, '').toWellFormed();
}

/** Escapes text for an XML element or attribute. */
export function xml(text: string): string {
  return plainText(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
