import { resolve } from 'node:path';
import { putBenchmark } from '#owner/put-benchmark';
import type { Settings } from '#wiring/settings';
import type { World } from '#wiring/world';

/**
 * Puts the benchmark's file into the archive, where the settings name one. A file that can't be read costs no report: it
 * is told, and the closes that were put before stay in use. @throws ArchiveError
 */
export async function refreshBenchmark(
  { report: { benchmark } }: Settings,
  world: World,
  archive: ReturnType<World['archiveIn']>,
): Promise<void> {
  if (benchmark?.file === undefined) return;
  const file = resolve(world.workingFolder, benchmark.file);
  const { name, kind } = benchmark;
  const put = await putBenchmark(
    { name, kind, file, open: () => world.fileBody(file) },
    { archive, clock: world.clock },
  );
  if ('refused' in put) world.stderr(`daybook report: ${put.refused}The closes that were put before stay in use.\n`);
}
