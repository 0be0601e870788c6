import { basename, extname, resolve } from 'node:path';
import { type BenchmarkTask, listBenchmarks, putFile, removeOne } from '#bin/cli/benchmark-tasks';
import type { Command } from '#bin/cli/command';
import { EXIT } from '#bin/cli/exit-codes';
import type { Given } from '#bin/cli/flags';
import { placeChoice } from '#bin/cli/flex/place';
import { settingsOf } from '#bin/cli/settings-flags';
import { openDeployment, STACK_FLAGS } from '#bin/cli/stack-flags';
import { MOST_NAME, nameProblem } from '#wiring/report-settings';
import type { Settings } from '#wiring/settings';

const TASKS = { put: putFile, list: listBenchmarks, remove: removeOne } as const;
type Word = keyof typeof TASKS;
const isWord = (word: string | undefined): word is Word => word !== undefined && Object.hasOwn(TASKS, word);

export const benchmarkCommand: Command = {
  name: 'benchmark',
  summary: 'The closes that accounts are compared with: send a file, list, remove.',
  operands: 'put [FILE] | list | remove [NAME]',
  description:
    'put: reads a CSV file of daily closes (default: report.benchmark.file of the settings), strictly, and keeps it in the archive under a name (default: report.benchmark.name, else the name of the file), in place of the one before. A report compares with the file that was put last.\nlist: the benchmarks that are kept, with their days.\nremove: takes one off the list; its file stays in the archive, as all does.\nThe archive is the bucket of the deployed stack when the settings have a "stack", else the folder on this machine; --out names a folder.',
  flags: [
    { name: 'name', value: 'NAME', help: `put, remove: its name, at most ${MOST_NAME} characters.` },
    { name: 'kind', value: 'KIND', help: 'put: price or total-return. Default: as in the settings, else price.' },
    { name: 'out', value: 'DIR', help: 'Archive folder on this machine, in place of the bucket.' },
    ...STACK_FLAGS,
  ],
  examples: [
    'daybook benchmark put sp500tr.csv --name "S&P 500 TR" --kind total-return',
    'daybook benchmark put',
    'daybook benchmark list --out daybook-demo',
  ],
  prepare: async (given, problems, world) => {
    const [word, operand, ...more] = given.positionals;
    if (!isWord(word)) {
      problems.push(word === undefined ? 'say put, list or remove' : `"${word}" is not one of put, list, remove`);
    }
    if (more.length > 0) problems.push(`"${more[0]}" is one word too many`);
    if (word === 'list' && operand !== undefined) problems.push(`"${operand}" is one word too many`);
    if (word === 'list' && given.on('name')) problems.push('--name belongs to put and remove');
    if (word !== 'put' && given.on('kind')) problems.push('--kind belongs to put');
    const settings = await settingsOf(given, world, problems);
    const chosen = settings?.report.benchmark;
    const file = word === 'put' ? (operand ?? chosen?.file) : undefined;
    if (word === 'put' && settings && file === undefined) {
      problems.push('name the file: npx daybook benchmark put FILE, or report.benchmark.file in the settings');
    }
    const name = isWord(word) && word !== 'list' ? nameOf(given, word, operand, settings, file, problems) : undefined;
    const kind = kindOf(given, problems) ?? chosen?.kind ?? 'price';
    const place = placeChoice(given, settings, problems);
    return async () => {
      if (!settings || !isWord(word) || !place) return EXIT.usage;
      const task: BenchmarkTask = {
        archive:
          place === 'folder'
            ? world.archiveIn(resolve(world.workingFolder, settings.archive.folder))
            : await openDeployment(place, world).then(({ cloud, deployment }) => cloud.archiveIn(deployment.bucket)),
        kind,
        world,
        given,
        ...(chosen ? { used: chosen.name } : {}),
        ...(name === undefined ? {} : { name }),
        ...(file === undefined ? {} : { file: resolve(world.workingFolder, file) }),
      };
      return TASKS[word](task);
    };
  },
};

function nameOf(
  given: Given,
  word: 'put' | 'remove',
  operand: string | undefined,
  settings: Settings | undefined,
  file: string | undefined,
  problems: string[],
): string | undefined {
  const flag = given.text('name');
  if (word === 'remove' && operand !== undefined && flag !== undefined) problems.push('the name is given twice');
  const stem = file === undefined ? undefined : basename(file, extname(file));
  const name = flag ?? (word === 'remove' ? operand : undefined) ?? settings?.report.benchmark?.name ?? stem;
  if (name === undefined) {
    if (settings && word === 'remove') problems.push('say which: npx daybook benchmark remove NAME');
    return undefined;
  }
  const problem = nameProblem(name);
  if (problem !== undefined)
    problems.push(`the name "${name}" ${problem}${flag === undefined ? '; give another with --name' : ''}`);
  return name;
}

function kindOf(given: Given, problems: string[]): 'price' | 'total-return' | undefined {
  const text = given.text('kind');
  if (text === undefined || text === 'price' || text === 'total-return') return text;
  problems.push(`--kind ${text} is not one of price, total-return`);
  return undefined;
}
