import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * A process of its own that adds 1 to the number under `key` in a folder's archive, `times` times, by compare and
 * swap, and says each count on a line. Gives the exit code, or undefined when it was killed.
 */
export async function countInProcess(
  root: string,
  key: string,
  times: number,
  eachLine: (kill: () => void, line: string) => void = () => undefined,
): Promise<number | undefined> {
  const script = fileURLToPath(new URL('./counting-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, root, key, String(times)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => eachLine(() => child.kill('SIGKILL'), line));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? undefined));
  });
}
