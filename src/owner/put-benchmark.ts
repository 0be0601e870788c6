import type { Archive } from '#archive/archive';
import type { BenchmarkKind } from '#domain/benchmark';
import type { Clock } from '#effects/clock';
import { keepBenchmark } from '#pipeline/benchmark-index';
import { cappedBody, unreadableText } from './benchmark-text.ts';
import { printable } from './printable.ts';

export interface PutBenchmark {
  readonly name: string;
  readonly kind: BenchmarkKind;
  /** Path of the file, for messages. */
  readonly file: string;
  /** Opens it; rejects with the system's error. */
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
}

export type PutResult =
  | Exclude<Awaited<ReturnType<typeof keepBenchmark>>, { readonly problems: unknown }>
  | { readonly refused: string };

/** Reads a file of this machine and keeps it under its name. What can't be opened or read is refused. @throws ArchiveError */
export async function putBenchmark(
  { name, kind, file, open }: PutBenchmark,
  { archive, clock }: { readonly archive: Archive; readonly clock: Clock },
): Promise<PutResult> {
  let body: Uint8Array;
  try {
    body = await cappedBody(await open());
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { refused: `${printable(file)} can't be opened: ${printable(error.message)}\n` };
  }
  const kept = await keepBenchmark(archive, { name, kind, body, at: clock.now().toISOString() });
  return 'problems' in kept ? { refused: unreadableText(file, kept.problems) } : kept;
}
