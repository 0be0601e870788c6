import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { caseForm, fileForm, SCHEMA } from './case-form.ts';
import { differences } from './differences.ts';
import { found } from './found.ts';

/**
 * Computes every case of a folder of vector files and prints each value that differs, and the count as the last line.
 * A file of another schema, an unreadable one, and a case of a sort that is not known count as failed.
 * @param words what the command line says: a folder or nothing
 * @param own the folder without one
 * @returns the exit code: 0 all as expected, 1 differences or nothing to check, 2 the folder can't be read or is not one
 */
export async function runVectors(
  words: readonly string[],
  own: string,
  print: (line: string) => void,
): Promise<number> {
  const [folder = own, ...more] = words;
  if (more.length > 0) {
    print(`"${more[0]}" is one folder too many. Check them one after the other: npm run vectors -- FOLDER`);
    return 2;
  }
  const names = await readdir(folder).catch((error: unknown) => {
    print(`${folder} can't be read (${(error as Error).message}). Give a folder: npm run vectors -- FOLDER`);
    return undefined;
  });
  if (names === undefined) return 2;
  const files = names.filter((file) => file.endsWith('.json')).sort();
  if (files.length === 0) print(`${folder} holds no vector file (*.json)`);
  const counts = { passed: 0, failed: 0 };
  for (const name of files) {
    for (const { label, lines } of await checkFile(join(folder, name))) {
      counts[lines.length === 0 ? 'passed' : 'failed'] += 1;
      for (const line of lines) print(`${label}: ${line}`);
    }
  }
  print(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

interface Checked {
  readonly label: string;
  readonly lines: readonly string[];
}

async function checkFile(path: string): Promise<readonly Checked[]> {
  const name = basename(path, '.json');
  const json = await readJson(path);
  if (json instanceof Error) return [{ label: name, lines: [`can't be read as JSON (${json.message})`] }];
  const file = fileForm.safeParse(json);
  if (!file.success) return [{ label: name, lines: [`is no file of the schema ${SCHEMA}${saysOf(json)}`] }];
  const { tolerance, cases } = file.data;
  return cases.map((given, index) => {
    const read = caseForm.safeParse(given);
    if (!read.success) return { label: `${name}, case ${index + 1}`, lines: ['is of a sort that is not known'] };
    const { expected, computed } = found(read.data);
    return { label: `${name}/${read.data.name}`, lines: differences(expected, computed, tolerance) };
  });
}

/** What a file says it is instead. */
function saysOf(json: unknown): string {
  const { schema } = (json ?? {}) as { readonly schema?: unknown };
  if (typeof schema !== 'string') return ': it names no schema';
  return schema === SCHEMA ? ', though it says so: tolerance or cases are missing' : `: it says ${schema.slice(0, 60)}`;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    return error as Error;
  }
}
