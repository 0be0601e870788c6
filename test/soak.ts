import { randomInt } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { runChecks } from './house/run-checks.ts';
import { vitestCheck } from './house/vitest-check.ts';

/**
 * The property tests with a fresh seed each round: `npm run soak -- [ROUNDS] [PART OF A PATH …]`. The seed stands before
 * the round: `PROPERTY_SEED=… npx vitest run FILE` repeats what failed.
 */
const [rounds = '1', ...parts] = process.argv.slice(2);
const files: string[] = [];
for await (const file of glob('test/**/*.test.{ts,tsx}')) {
  if (parts.length > 0 && !parts.some((part) => file.includes(part))) continue;
  if ((await readFile(file, 'utf8')).includes("from 'fast-check'")) files.push(file);
}
if (!(Number(rounds) >= 1) || files.length === 0) {
  console.error('Usage: npm run soak -- [ROUNDS] [PART OF A PATH …]: at least one round, and a test with properties.');
  process.exitCode = 2;
} else {
  const checks = Array.from({ length: Number(rounds) }, () => {
    const seed = String(randomInt(2 ** 31));
    return vitestCheck(`seed ${seed}`, 'vitest.config.ts', { files: files.sort(), env: { PROPERTY_SEED: seed } });
  });
  process.exitCode = await runChecks(checks, console.log);
}
