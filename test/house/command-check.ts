import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import type { Check } from './run-checks.ts';

/** A check that is a program of `node_modules/.bin` or of the PATH: it passes when the program ends with 0. */
export function commandCheck(name: string, command: string, ...args: readonly string[]): Check {
  return {
    name,
    run: async () => ((await runCommand(command, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }),
  };
}

/** Runs a program with its output shown. @returns its exit code; 1 when a signal ended it */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  const path = [join(process.cwd(), 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env, PATH: path } });
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
  return promise;
}
