import type { BenchmarkCloses, BenchmarkKind } from '#domain/benchmark';

/** Where the closes of benchmarks come from. A file is one; a feed may be another. */
export interface BenchmarkSource {
  /**
   * What the source has; what it can't give is said in the answer and costs no report.
   * @param name as the owner calls it
   * @param kind which of the closes is meant, where a source has both
   */
  read(name: string, kind: BenchmarkKind): Promise<BenchmarkCloses>;
}
