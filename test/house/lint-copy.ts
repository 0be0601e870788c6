import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const BIOME = resolve('node_modules/@biomejs/biome/bin/biome');

/** One finding of Biome, with what is compared. */
export interface Finding {
  readonly rule: string;
  readonly message: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** The part of `biome.json` the tests look at. */
export interface Rules {
  readonly overrides: readonly { readonly includes: readonly string[] }[];
}

/** Reads the project's own `biome.json`. */
export async function projectRules(): Promise<Rules> {
  return JSON.parse(await readFile('biome.json', 'utf8')) as Rules;
}

/**
 * Lints files in a fresh temporary folder that has the project's package.json and plugins, and the rules given.
 * @param files path → text
 */
export async function lintCopy(rules: Rules, files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-rules-'));
  try {
    await cp('package.json', join(folder, 'package.json'));
    await cp('.ci/no-system-date.grit', join(folder, '.ci/no-system-date.grit'));
    await writeFile(join(folder, 'biome.json'), JSON.stringify(rules));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await findings(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface BiomeReport {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly message: string;
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
}

async function findings(folder: string): Promise<readonly Finding[]> {
  const args = [BIOME, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const run = promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 1 << 26 });
  // It ends with 1 when it finds something: the report is on stdout all the same.
  const { stdout } = await run.catch((error: { stdout?: string; stderr?: string }) => {
    if (!error.stdout) throw new Error(`biome did not run: ${error.stderr}`, { cause: error });
    return { stdout: error.stdout };
  });
  return (JSON.parse(stdout) as BiomeReport).diagnostics.map(({ category, message, location }) => ({
    rule: category,
    message,
    file: location.path,
    line: location.start.line,
  }));
}
