import { commandCheck } from './house/command-check.ts';
import { unfitNode } from './house/node-24.ts';
import { runChecks } from './house/run-checks.ts';
import { vitestCheck } from './house/vitest-check.ts';

/** All checks that Node alone can run: `npm test`. */
const problem = unfitNode(process.versions.node);
if (problem) {
  console.error(problem);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} else {
  process.exitCode = await runChecks(
    [
      commandCheck('types', 'tsc', '-p', '.'),
      commandCheck('lint, format and import rules', 'biome', 'ci', '--error-on-warnings', '.'),
      commandCheck('unused code', 'knip'),
      commandCheck('stack and AwsSolutions rules', 'cdk', 'synth', '--quiet', '-c', 'settings=examples/daybook.json'),
      vitestCheck('tests', 'vitest.config.ts'),
    ],
    console.log,
  );
}
