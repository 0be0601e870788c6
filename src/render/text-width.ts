/** Widths of a wide system sans (Inter, Segoe UI) in em: estimates on the safe side, for choosing a layout. */
const NARROW = /[ijl.,:;'!|()[\]\s·]/;
const WIDE = /[MWmw@%—…]/;
const CAPITAL = /[A-Z&+−<>=~#]/;

/** Roughly how wide a text is set at `size` pixels, by its characters; never the browser's exact measure. */
export function textWidth(text: string, size: number, bold = false): number {
  let em = 0;
  for (const character of text) {
    if (character > '\u2e7f') em += 1.05;
    else if (NARROW.test(character)) em += 0.32;
    else if (WIDE.test(character)) em += 0.88;
    else if (CAPITAL.test(character)) em += 0.68;
    else em += 0.6;
  }
  return em * size * (bold ? 1.05 : 1);
}

/** Width of the longest word: a text that may break between words needs at least this. */
export function wordWidth(text: string, size: number, bold = false): number {
  return Math.max(0, ...text.split(/\s+/).map((word) => textWidth(word, size, bold)));
}
