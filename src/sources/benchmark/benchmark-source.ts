import type { BenchmarkClose, BenchmarkKind } from '#domain/benchmark';

/** What a source has of a benchmark: its closes, ascending, each day once; or why there are none, in few words. */
export type BenchmarkRead = { readonly closes: readonly BenchmarkClose[] } | { readonly missing: string };

/** Where the closes of benchmarks come from. A file is one; a feed may be another. */
export interface BenchmarkSource {
  /**
   * @param name as the owner calls it
   * @param kind which of the closes is meant, where a source has both
   */
  read(name: string, kind: BenchmarkKind): Promise<BenchmarkRead>;
}
