// Controls and format characters (direction marks, zero-width space, soft hyphen, byte order mark, tags): none of them
// shows, all of them can change how the text around them reads. The two joiners stay: emoji and Persian need them.
const UNSEEN = /[\p{Cc}[\p{Cf}--[\u200c\u200d]]]/gv;
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/**
 * Text from outside (names, descriptions, messages) made fit for a line of print: line breaks become spaces, controls
 * and direction marks go, broken surrogates become the replacement character. Markup is not touched: escaping is the
 * template's work.
 */
export function inert(text: string): string {
  return text.replace(BREAKS, ' ').toWellFormed().replace(UNSEEN, '').trim();
}

/** At most `limit` characters as a person counts them, with an ellipsis where something was cut. */
export function shortened(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit
    ? text
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
}

/** Text from outside for a mail, where nothing may be long: {@link inert} and at most `limit` characters. */
export function brief(text: string, limit: number): string {
  return shortened(inert(text), limit);
}
