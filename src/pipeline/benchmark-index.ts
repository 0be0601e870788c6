import { createHash } from 'node:crypto';
import type { Archive } from '#archive/archive';
import { BENCHMARK_INDEX_KEY, benchmarkFileKey } from '#archive/keys';
import type { BenchmarkKind } from '#domain/benchmark';
import type { CalendarDate } from '#domain/calendar-date';
import type { BenchmarkSource } from '#sources/benchmark/benchmark-source';
import { type CsvProblem, readCloses } from '#sources/benchmark/csv-closes';
import { problemLines } from '#sources/benchmark/problem-text';
import { changeState, readState, type StateFile } from './state-file.ts';

/** A benchmark that is kept. */
export interface KeptBenchmark {
  readonly name: string;
  /** SHA-256 of its file, which is its key too. */
  readonly sha256: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly closes: number;
  /** When it was put, ISO 8601 UTC. */
  readonly at: string;
}

interface BenchmarkIndex {
  readonly schema: 'daybook-benchmark/1';
  /** By name. */
  readonly series: readonly KeptBenchmark[];
}

const INDEX: StateFile<BenchmarkIndex> = {
  key: BENCHMARK_INDEX_KEY,
  schema: 'daybook-benchmark/1',
  what: 'The list of benchmarks',
  moveAway: 'Move the object away and put each benchmark again: npx daybook benchmark put FILE --name NAME.',
};

/** The benchmarks of an archive, by name. @throws ArchiveError */
export async function keptBenchmarks(archive: Archive): Promise<readonly KeptBenchmark[]> {
  return (await readState(archive, INDEX))?.series ?? [];
}

export interface BenchmarkFile {
  readonly name: string;
  readonly kind: BenchmarkKind;
  readonly body: Uint8Array;
  /** Now, ISO 8601 UTC. */
  readonly at: string;
}

/**
 * Keeps a file of closes under a name, in place of the file that had it; that one stays, as no file of the archive is ever
 * deleted. A file that can't be read is not kept.
 * @throws ArchiveError
 */
export async function keepBenchmark(
  archive: Archive,
  { name, kind, body, at }: BenchmarkFile,
): Promise<(KeptBenchmark & { readonly status: 'new' | 'unchanged' }) | { readonly problems: readonly CsvProblem[] }> {
  const read = readCloses(body, kind);
  if ('problems' in read) return read;
  const sha256 = createHash('sha256').update(body).digest('hex');
  const before = (await keptBenchmarks(archive)).find((one) => one.name === name);
  if (before?.sha256 === sha256) return { ...before, status: 'unchanged' };
  const [first, last] = [read.closes[0], read.closes.at(-1)];
  if (!first || !last) return { problems: [{ problem: 'has no close' }] };
  await archive.putIfAbsent(benchmarkFileKey(sha256), body);
  const kept = { name, sha256, from: first.date, to: last.date, closes: read.closes.length, at };
  await changeState(archive, INDEX, (index) => ({
    schema: INDEX.schema,
    series: [...(index?.series ?? []).filter((one) => one.name !== name), kept].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    ),
  }));
  return { ...kept, status: 'new' };
}

/** Takes a benchmark off the list; its file stays. @throws ArchiveError */
export async function removeBenchmark(archive: Archive, name: string): Promise<'removed' | 'absent'> {
  let found = false;
  await changeState(archive, INDEX, (index) => {
    found = index?.series.some((one) => one.name === name) ?? false;
    return found && index ? { ...index, series: index.series.filter((one) => one.name !== name) } : index;
  });
  return found ? 'removed' : 'absent';
}

/** The archive as a source: the file that was last put under a name. Damage is told, and costs no report. */
export function archivedBenchmarks(archive: Archive): BenchmarkSource {
  return {
    read: async (name, kind) => {
      const kept = (await keptBenchmarks(archive)).find((one) => one.name === name);
      if (!kept) return { missing: 'no closes were put' };
      const body = await archive.get(benchmarkFileKey(kept.sha256));
      if (!body) return { missing: 'its file is gone from the archive' };
      if (createHash('sha256').update(body).digest('hex') !== kept.sha256) return { missing: 'its file was changed' };
      const read = readCloses(body, kind);
      return 'closes' in read ? read : { missing: `its file can’t be read: ${problemLines(read.problems, 1)[0]}` };
    },
  };
}
