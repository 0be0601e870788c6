import type { KeptBenchmark } from '#pipeline/benchmark-index';
import { type CsvProblem, MOST_BENCHMARK_BYTES } from '#sources/benchmark/csv-closes';
import { problemLines } from '#sources/benchmark/problem-text';
import { printable } from './printable.ts';

const count = (closes: number): string => `${closes.toLocaleString('en-US')} closes`;

/** What became of a file that was put. */
export function keptText(kept: KeptBenchmark & { readonly status: 'new' | 'unchanged' }, place: string): string {
  const { name, closes, from, to, status } = kept;
  const done = status === 'new' ? 'is kept' : 'was there already';
  return `${printable(name)} ${done}: ${count(closes)}, ${from} to ${to}, in the ${place}.\n`;
}

/** The benchmarks of an archive, one line each. `used`: the one that the settings name. */
export function benchmarkListText(kept: readonly KeptBenchmark[], used: string | undefined, place: string): string {
  const lines = kept.map(({ name, closes, from, to }) => {
    const mark = name === used ? ' (in use)' : '';
    return `${printable(name)}${mark}  ${from} to ${to}  ${count(closes)}`;
  });
  const lacking =
    used !== undefined && !kept.some(({ name }) => name === used)
      ? [`The settings name "${printable(used)}", and it is not there: npx daybook benchmark put FILE`]
      : [];
  const none = kept.length === 0 ? [`The ${place} holds no benchmark.`] : [];
  return `${[...lines, ...none, ...lacking].join('\n')}\n`;
}

/** Why a file is not kept, each line by its number. */
export function unreadableText(file: string, problems: readonly CsvProblem[]): string {
  const lines = problemLines(problems).map((line) => `  - ${printable(line)}`);
  return `${printable(file)} can't be read as daily closes:\n${lines.join('\n')}\n`;
}

export const UNREADABLE_HINT =
  'Mend the file and put it again; what was there before stays in use. docs/benchmark.md says how a file should look.';

/**
 * A file's body, up to one byte more than is read as closes: a larger one is refused by its size.
 * @param pieces the body piece by piece
 */
export async function cappedBody(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of pieces) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > MOST_BENCHMARK_BYTES) break;
  }
  return Buffer.concat(chunks);
}
