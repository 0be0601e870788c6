import { spawn } from 'node:child_process';
import { mkdtemp, open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';

/** Writes a file that only this user can read, in a new folder of the system's temporary files. @returns its path */
export async function keepTemporary(name: string, body: Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'daybook-')), name);
  await writeFile(path, body, { mode: 0o600, flag: 'wx' });
  return path;
}

/**
 * Makes a file that only this user can read; never over another. @returns what writes its text and closes it
 * @throws Error of the system, when the file is there already or can't be made
 */
export async function newFile(path: string): Promise<(text: string) => Promise<void>> {
  const file = await open(path, 'wx', 0o600);
  return async (text) => {
    await file.writeFile(text);
    await file.close();
  };
}

/** Opens a file or an address with the program that the system uses for its kind. Resolves to whether there is one. */
export function showFile(path: string): Promise<boolean> {
  const [program, ...args] = openerOf(process.platform);
  return new Promise((resolve) => {
    const child = spawn(program, [...args, path], { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

function openerOf(platform: string): [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  return platform === 'win32' ? ['explorer.exe'] : ['xdg-open'];
}

/** Asks a person at the terminal. Undefined when there is none: the input is no terminal. */
export async function askPerson(question: string, interrupted: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question, { signal: interrupted });
  } catch (error) {
    interrupted.throwIfAborted();
    throw error;
  } finally {
    lines.close();
  }
}
