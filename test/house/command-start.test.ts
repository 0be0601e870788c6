import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

it('starts the command with the same sizes of memory from npm, from npx and in the benchmark', async () => {
  const [first = ''] = (await readFile('bin/daybook.ts', 'utf8')).split('\n');
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
  const flags = first.match(/--\S+=\d+/g) ?? [];
  expect(flags).toHaveLength(3);
  for (const name of ['start', 'daybook']) expect(scripts[name]?.match(/--\S+=\d+/g), name).toEqual(flags);
});
