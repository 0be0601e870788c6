import type { Archive } from '#archive/archive';
import { type KeptBenchmark, keptBenchmarks, removeBenchmark } from '#pipeline/benchmark-index';

/** The benchmarks of an archive, by name. @throws ArchiveError */
export const listBenchmarks = (archive: Archive): Promise<readonly KeptBenchmark[]> => keptBenchmarks(archive);

/** Takes one off the list. @throws ArchiveError */
export const removeKept = (archive: Archive, name: string): Promise<'removed' | 'absent'> =>
  removeBenchmark(archive, name);
