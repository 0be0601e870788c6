import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const FOLDERS = ['.ci', 'bench', 'bin', 'docs', 'examples', 'functions', 'lib', 'src', 'templates', 'test'];
const TEXTS = new Set(['', '.grit', '.json', '.md', '.ts', '.tsx']);

export interface ProjectFile {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every text the project's people wrote: what lies in the root and in its known folders, installed packages and outputs not. */
export async function projectFiles(): Promise<readonly ProjectFile[]> {
  const root = (await readdir('.', { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  const nested = await Promise.all(FOLDERS.map(filesIn));
  const paths = [...root, ...nested.flat()].filter((path) => TEXTS.has(extname(path))).sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
}

/** A folder that is not there has no files: not every folder of the design exists yet. */
async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
