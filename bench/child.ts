import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The sizes of memory that the command itself runs with: the first line of its file. */
const COMMAND_FLAGS: readonly string[] =
  readFileSync(new URL('../bin/daybook.ts', import.meta.url), 'utf8')
    .split('\n')[0]
    ?.match(/--\S+/g) ?? [];

/** Starts a file of this folder in a process of its own, with the command's sizes of memory. */
export function start(file: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, [...COMMAND_FLAGS, '--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The one line a child prints; rejects when it ends without. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new TypeError('the child has no output');
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the process ended with ${code} and no figures`)),
  );
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  return line;
}

/** Ends a child that serves until it is told to end. */
export async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
