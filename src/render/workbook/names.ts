import { inert } from '#render/inert';

const LONGEST_SHEET_NAME = 31;

/** Hands out sheet names that Excel takes: 31 characters at most, without `[]:*?/\`, each once, case aside. */
export function sheetNames(): (wanted: string) => string {
  const used = new Set(['history']);
  return (wanted) => {
    const clean =
      inert(wanted.replace(/[[\]:*?/\\]/g, ' '))
        .replace(/^'+|'+$/g, '')
        .trim() || 'Sheet';
    return unique(
      used,
      (suffix) =>
        `${clean
          .slice(0, LONGEST_SHEET_NAME - suffix.length)
          .trimEnd()
          .toWellFormed()}${suffix}`,
    );
  };
}

/** Hands out column names of one table: one line, at most 255 characters, never empty, each once, case aside. */
export function columnNames(): (wanted: string) => string {
  const used = new Set<string>();
  return (wanted) => {
    const clean = inert(wanted) || 'Column';
    return unique(used, (suffix) => `${clean.slice(0, 255 - suffix.length).toWellFormed()}${suffix}`);
  };
}

/** Hands out table names: letters, digits and `_`, starting with `tbl`, not readable as a cell's address. */
export function tableNames(): (sheet: string) => string {
  const used = new Set<string>();
  return (sheet) => {
    const clean = sheet.normalize('NFKD').replace(/[^A-Za-z0-9_]/g, '');
    const stem = /^[A-Za-z]/.test(clean) ? `tbl${clean}` : `tbl_${clean}`;
    return unique(used, (suffix) => `${stem}${suffix.replace(/\D/g, (char) => (char === ' ' ? '_' : ''))}`);
  };
}

/** A sheet's name as formulas take it: `'Cash flow'`. */
export function quotedSheet(name: string): string {
  return `'${name.replace(/'/g, "''")}'`;
}

/** A column's letters from its number: 1 is `A`, 27 is `AA`. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** Rows `from` to `to` of one column, as charts name them: `'Daily'!$B$4:$B$503`. */
export function columnRange(sheet: string, column: number, from: number, to: number): string {
  const letters = columnLetters(column);
  return `${quotedSheet(sheet)}!$${letters}$${from}:$${letters}$${to}`;
}

function unique(used: Set<string>, name: (suffix: string) => string): string {
  for (let count = 1; ; count += 1) {
    const candidate = name(count === 1 ? '' : ` ${count}`);
    const key = candidate.toLowerCase();
    if (!used.has(key)) {
      used.add(key);
      return candidate;
    }
  }
}
