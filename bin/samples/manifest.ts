import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder is none of recorded answers, or something in it is not as its manifest says. For a person, one sentence. */
export class SamplesUnusable extends Error {
  override readonly name = 'SamplesUnusable';
}

/** One recorded answer, ready to be judged. */
export interface Sample {
  /** File, and key where the file holds several answers. */
  readonly label: string;
  readonly kind: string;
  readonly host: string;
  readonly method: string;
  /** Below `/v1/api`. */
  readonly path: string;
  readonly requestBody: Readonly<Record<string, unknown>>;
  /** The status it came with, then the others to try it with. */
  readonly statuses: readonly number[];
  readonly contentType: string | null;
  readonly text: string;
  readonly expect: string;
  readonly expectIfLoginIsFine: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
  /** About when it was taken. */
  readonly recordedAt: Date | undefined;
}

type Entry = Readonly<Record<string, unknown>>;

/** Reads the manifest of a folder and every body it names. @throws SamplesUnusable */
export async function readSamples(folder: string): Promise<readonly Sample[]> {
  const manifest = await readJson(folder, 'manifest.json');
  const bodies = isEntry(manifest) ? manifest.bodies : undefined;
  if (!Array.isArray(bodies)) throw new SamplesUnusable(`manifest.json in ${folder} has no list "bodies".`);
  const samples: Sample[] = [];
  for (const [index, body] of bodies.entries()) {
    if (!isEntry(body) || typeof body.file !== 'string') {
      throw new SamplesUnusable(`Entry ${index + 1} of "bodies" in manifest.json names no file.`);
    }
    samples.push(...(await samplesOf(folder, body.file, body)));
  }
  return samples;
}

async function samplesOf(folder: string, file: string, entry: Entry): Promise<Sample[]> {
  if (entry.parts === undefined || entry.parts === null) {
    return [sampleOf(file, entry, await readText(folder, file))];
  }
  const answers = await readJson(folder, file);
  return partsOf(entry.parts, file).map((part) => {
    const key = String(part.key);
    const answer = isEntry(answers) ? answers[key] : undefined;
    if (!isEntry(answer)) throw new SamplesUnusable(`${file} holds no answer under "${key}".`);
    const merged = { ...entry, ...withoutNothing(part), status: answer.status ?? part.status ?? entry.status };
    return sampleOf(`${file} ${key}`, merged, textOf(answer.body));
  });
}

/** Parts are a list with `key`, or stand under their keys. */
function partsOf(parts: unknown, file: string): readonly Entry[] {
  if (Array.isArray(parts) && parts.every(isEntry)) return parts;
  if (isEntry(parts)) return Object.entries(parts).map(([key, part]) => ({ key, ...(isEntry(part) ? part : {}) }));
  throw new SamplesUnusable(`The parts of ${file} in manifest.json are no list of entries.`);
}

/** A body inside another file: text as it is, nothing as an empty body, all else as JSON. */
function textOf(body: unknown): string {
  if (body === null || body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function sampleOf(label: string, entry: Entry, text: string): Sample {
  const status = typeof entry.status === 'number' ? entry.status : 200;
  const others = [entry.alsoStatus ?? []].flat().filter((other): other is number => typeof other === 'number');
  return {
    label,
    kind: word(entry.kind),
    host: word(entry.host),
    method: word(entry.method),
    path: word(entry.path),
    requestBody: isEntry(entry.requestBody) ? entry.requestBody : {},
    statuses: [status, ...others],
    contentType: typeof entry.contentType === 'string' ? entry.contentType : null,
    text,
    expect: word(entry.expect),
    expectIfLoginIsFine: typeof entry.expectIfLoginIsFine === 'string' ? entry.expectIfLoginIsFine : undefined,
    facts: isEntry(entry.facts) ? entry.facts : {},
    recordedAt: typeof entry.recordedAt === 'string' ? new Date(entry.recordedAt) : undefined,
  };
}

function withoutNothing(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null));
}

async function readJson(folder: string, file: string): Promise<unknown> {
  const text = await readText(folder, file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new SamplesUnusable(`${join(folder, file)} is not JSON.`, { cause: error });
  }
}

async function readText(folder: string, file: string): Promise<string> {
  try {
    return await readFile(join(folder, file), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new SamplesUnusable(`${join(folder, file)} can't be read (${code}).`, { cause: error });
  }
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
