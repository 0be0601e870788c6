/** Class names in one text; empty ones are left out. */
export function joined(...names: readonly string[]): string {
  return names.filter((name) => name !== '').join(' ');
}

/** An empty class attribute says nothing and costs bytes in each of a thousand cells. */
export function orNone(names: string): string | undefined {
  return names === '' ? undefined : names;
}

/** Words break only where one is too long for any column: else names would be cut in the middle to save a pixel. */
export function breaks(text: string): string {
  return /\S{21}/.test(text) ? 'br' : '';
}
