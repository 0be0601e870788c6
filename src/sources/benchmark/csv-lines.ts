/** One line of a file of separated values. */
export interface CsvLine {
  /** Counted from 1, as editors do. */
  readonly number: number;
  readonly fields: readonly string[];
}

/** Splits a text into lines and fields; blank lines are left out. Line ends are LF or CR LF, quotes may stand around a field. */
export function csvLines(text: string, delimiter: ',' | ';'): readonly CsvLine[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    return line.trim() === '' ? [] : [{ number: index + 1, fields: fieldsOf(line, delimiter) }];
  });
}

/** `;` where the first line has one: a comma is no delimiter beside it. */
export function delimiterOf(text: string): ',' | ';' {
  const [first = ''] = text.trimStart().split('\n', 1);
  return first.includes(';') ? ';' : ',';
}

function fieldsOf(line: string, delimiter: ',' | ';'): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) {
      fields.push(field.trim());
      field = '';
    } else field += char;
  }
  return [...fields, field.trim()];
}
