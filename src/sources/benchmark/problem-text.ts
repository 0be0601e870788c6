import type { CsvProblem } from './csv-closes.ts';

/** Lines that a person mends at once; a file that is wrong throughout has one cause and needs no more. */
const MOST = 10;

/** What is wrong with a file, one line each: `line 7 has no close`. */
export function problemLines(problems: readonly CsvProblem[], most = MOST): readonly string[] {
  const lines = problems
    .slice(0, most)
    .map(({ line, problem }) => (line === undefined ? `it ${problem}` : `line ${line} ${problem}`));
  const rest = problems.length - lines.length;
  return rest > 0 ? [...lines, `and ${rest} more`] : lines;
}
