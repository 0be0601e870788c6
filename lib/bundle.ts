import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import { type FunctionName, functionSettings } from '#wiring/function-settings';
import type { Settings } from '#wiring/settings';

/** The checkout. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** exceljs, nodemailer and undici are CommonJS and ask for Node's own modules by `require`, which a module has not. */
const REQUIRE =
  "import{createRequire as daybookRequire}from'node:module';const require=daybookRequire(import.meta.url);";

/** How esbuild makes a function of its entry point: one module that needs nothing beside Node. */
export const BUNDLING = {
  absWorkingDir: ROOT,
  bundle: true,
  write: false,
  outfile: 'index.mjs',
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: { js: REQUIRE },
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  sourcemap: false,
  logLevel: 'silent',
} as const satisfies BuildOptions;

const made = new Map<string, string>();

/**
 * Bundles one function: a folder with `index.mjs`, which exports `handler`, and `settings.json` with the parts of the
 * settings that this function needs. Made once for a name and its settings in a process, and gone when it ends. The
 * same files and settings give the same bytes, in whatever folder the checkout lies: no source map, no report of the
 * build, no path goes into them.
 *
 * @throws the bundler's error, which names file and line, when the code can't be bundled
 */
export function bundleFunction(name: FunctionName, settings: Settings): string {
  const beside = `${JSON.stringify(functionSettings(name, settings, projectVersion()), null, 1)}\n`;
  const known = made.get(`${name} ${beside}`);
  if (known) return known;
  const folder = mkdtempSync(join(tmpdir(), `daybook-${name}-`));
  if (made.size === 0) process.once('exit', removeAll);
  made.set(`${name} ${beside}`, folder);
  writeFileSync(join(folder, 'index.mjs'), codeOf(name));
  writeFileSync(join(folder, 'settings.json'), beside);
  return folder;
}

const codes = new Map<FunctionName, Uint8Array>();

function codeOf(name: FunctionName): Uint8Array {
  const known = codes.get(name);
  if (known) return known;
  const { outputFiles } = buildSync({ ...BUNDLING, entryPoints: [`functions/${name}.ts`] });
  const code = outputFiles[0]?.contents;
  if (!code) throw new Error(`esbuild made nothing of functions/${name}.ts`);
  codes.set(name, code);
  return code;
}

function projectVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
}

function removeAll(): void {
  for (const folder of made.values()) rmSync(folder, { recursive: true, force: true });
}
