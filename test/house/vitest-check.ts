import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command-check.ts';
import type { Check, Count } from './run-checks.ts';

/** The part of vitest's JSON report that is counted. */
interface JsonReport {
  readonly numPassedTests: number;
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { status: string }[];
  }[];
}

/** The tests of a vitest configuration, all or those of some files; its own output is shown. */
export function vitestCheck(
  name: string,
  config: string,
  { files = [], env = {} }: { readonly files?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Check {
  return {
    name,
    run: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'daybook-tests-'));
      try {
        const file = join(folder, 'report.json');
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
        const code = await runCommand('vitest', ['run', `--config=${config}`, ...reporters, ...files], env);
        return countOf(await readReport(file), code);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
}

async function readReport(file: string): Promise<JsonReport | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JsonReport;
  } catch (error) {
    console.error(`vitest left no report: ${String(error)}`);
    return undefined;
  }
}

/**
 * What a vitest run counts as. A test that was skipped, a file that could not be loaded and an error outside of any
 * test each count as failed: nothing that did not pass is left out.
 */
export function countOf(report: JsonReport | undefined, exitCode: number): Count {
  if (!report) return { passed: 0, failed: 1 };
  const unloaded = report.testResults.filter((file) => file.status !== 'passed' && file.assertionResults.length === 0);
  const failed = report.numTotalTests - report.numPassedTests + unloaded.length;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
