import { benchmarkListText, keptText, UNREADABLE_HINT } from '#owner/benchmark-text';
import { listBenchmarks as listKept, removeKept } from '#owner/list-benchmarks';
import { type PutBenchmark, putBenchmark } from '#owner/put-benchmark';
import type { World } from '#wiring/world';
import { EXIT } from './exit-codes.ts';
import type { Given } from './flags.ts';

/** What each word after `daybook benchmark` works with. */
export interface BenchmarkTask extends Pick<PutBenchmark, 'kind'> {
  readonly archive: ReturnType<World['archiveIn']>;
  /** Of put and remove. */
  readonly name?: string;
  /** Of put: whole path. */
  readonly file?: string;
  /** The benchmark that the settings name. */
  readonly used?: string;
  readonly world: World;
  readonly given: Given;
}

const print = ({ world, given }: BenchmarkTask, value: unknown, text: string): void =>
  world.stdout(given.on('json') ? `${JSON.stringify(value, null, 2)}\n` : text);

export async function putFile(task: BenchmarkTask): Promise<number> {
  const { archive, name, file, kind, world, used } = task;
  if (name === undefined || file === undefined) return EXIT.usage;
  const put = await putBenchmark(
    { name, kind, file, open: () => world.fileBody(file) },
    { archive, clock: world.clock },
  );
  if ('refused' in put) {
    world.stderr(`daybook benchmark: ${put.refused}${UNREADABLE_HINT}\n`);
    return EXIT.usage;
  }
  const unused =
    used === name ? '' : `The settings do not name it: set report.benchmark.name to have reports compared with it.\n`;
  print(task, put, `${keptText(put, archive.place)}${unused}`);
  return EXIT.done;
}

export async function listBenchmarks(task: BenchmarkTask): Promise<number> {
  const kept = await listKept(task.archive);
  print(task, kept, benchmarkListText(kept, task.used, task.archive.place));
  return EXIT.done;
}

export async function removeOne(task: BenchmarkTask): Promise<number> {
  const { archive, name, world } = task;
  if (name === undefined) return EXIT.usage;
  const done = await removeKept(archive, name);
  if (done === 'absent') {
    world.stderr(`daybook benchmark: the ${archive.place} holds no benchmark "${name}".\n`);
    world.stderr('See which are there: npx daybook benchmark list\n');
    return EXIT.archive;
  }
  print(task, { name, status: done }, `${name} is off the list. Its file stays in the archive.\n`);
  return EXIT.done;
}
