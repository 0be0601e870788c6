import { spawn } from 'node:child_process';
import { mkdtemp, open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface as createLines } from 'node:readline';
import { createInterface } from 'node:readline/promises';
import { type Readable, Writable } from 'node:stream';

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

/**
 * A file's body, piece by piece. The file is opened at once and closed when the body was read or left.
 * @throws Error of the system, when it can't be opened
 */
export async function fileBody(path: string): Promise<AsyncIterable<Uint8Array>> {
  const file = await open(path, 'r');
  return file.createReadStream({ highWaterMark: 256 * 1024 });
}

/**
 * Opens a file or an address with the program that the system uses for its kind. Resolves to whether there is one.
 * @param environment what that program finds in its environment
 */
export function showFile(path: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  const [program, ...args] = openerOf(process.platform);
  return new Promise((resolve) => {
    const child = spawn(program, [...args, path], { env: environment, detached: true, stdio: 'ignore' });
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

/** Where a hidden answer is typed. */
export interface HiddenTerminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  /** Gets the question alone: nothing of what is typed. */
  readonly output: { write(text: string): unknown };
  /** What Ctrl-C does while the terminal hands keys over one by one. */
  readonly interrupt: () => void;
}

/** The terminal of this process. */
const OWN_TERMINAL: HiddenTerminal = {
  input: process.stdin,
  output: process.stderr,
  interrupt: () => process.kill(process.pid, 'SIGINT'),
};

/**
 * Asks a person for a secret: what is typed is not shown, and kept in no history. Undefined when nobody is at the
 * terminal; an empty answer when the person ends the input instead.
 */
export function askHidden(
  question: string,
  interrupted: AbortSignal,
  { input, output, interrupt }: HiddenTerminal = OWN_TERMINAL,
): Promise<string | undefined> {
  if (!input.isTTY) return Promise.resolve(undefined);
  interrupted.throwIfAborted();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createLines({ input, output: nowhere, terminal: true, historySize: 0 });
  output.write(question);
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      settle();
      interrupted.removeEventListener('abort', stop);
      lines.close();
      output.write('\n');
    };
    const stop = (): void => end(() => reject(interrupted.reason));
    interrupted.addEventListener('abort', stop, { once: true });
    lines.on('SIGINT', interrupt);
    lines.once('line', (answer) => end(() => resolve(answer)));
    lines.once('close', () => resolve(''));
  });
}

/** Most that is read from the standard input: what is asked for is a line. */
const MOST_INPUT = 64 * 1024;

/** What another program hands over on the standard input, whole. Undefined when a person's terminal stands there. */
export async function readPiped(
  interrupted: AbortSignal,
  input: Readable & { readonly isTTY?: boolean } = process.stdin,
): Promise<string | undefined> {
  if (input.isTTY) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    interrupted.throwIfAborted();
    chunks.push(Buffer.from(chunk));
    bytes += chunks.at(-1)?.byteLength ?? 0;
    if (bytes > MOST_INPUT) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
