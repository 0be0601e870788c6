import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RecordingsError } from './recordings-error.ts';

/** One request and what answers it, as a folder's `manifest.json` lists them for an account. */
export interface RecordedAnswer {
  readonly method: string;
  readonly path: string;
  readonly file: string;
  /** Which part of a file that holds several answers. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly requestBody?: unknown;
  /** Account numbers to replace before serving. */
  readonly idMap?: Readonly<Record<string, string>>;
  readonly host?: string;
}

/** Bodies that play one account together. */
export interface RecordedAccount {
  readonly name: string;
  readonly accountId?: string;
  readonly accountIds?: readonly string[];
  readonly recordedAt: string;
  readonly answers: readonly RecordedAnswer[];
}

/** What the manifest says of a file. */
export interface RecordedBody {
  readonly file: string;
  readonly status?: number | null;
  readonly contentType?: string | null;
}

export interface Manifest {
  readonly bodies: readonly RecordedBody[];
  readonly accounts: readonly RecordedAccount[];
}

/** Reads the manifest of a folder of recordings. @throws RecordingsError */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, 'manifest.json');
  const manifest = parse(path, await readText(path, `${folder} is no folder of recordings: it has no manifest.json.`));
  const { accounts, bodies } = manifest as Partial<Manifest>;
  if (!Array.isArray(accounts) || !Array.isArray(bodies)) {
    throw new RecordingsError(`${path} lacks "accounts" or "bodies": it is not a manifest of recordings.`);
  }
  return manifest as Manifest;
}

/** The account of that name, or the first. @throws RecordingsError naming those there are */
export function chooseAccount(manifest: Manifest, name: string | undefined): RecordedAccount {
  const names = manifest.accounts.map((account) => account.name);
  const chosen = name === undefined ? manifest.accounts[0] : manifest.accounts.find((account) => account.name === name);
  if (!chosen) {
    const there = names.length === 0 ? 'The manifest has no accounts.' : `Choose one of: ${names.join(', ')}.`;
    throw new RecordingsError(`There is no recorded account ${name ?? ''}. ${there}`.replace('account .', 'account.'));
  }
  const at = new Date(chosen.recordedAt);
  if (!Array.isArray(chosen.answers) || Number.isNaN(at.getTime())) {
    throw new RecordingsError(`The recorded account ${chosen.name} lacks its answers or the time it was recorded at.`);
  }
  return chosen;
}

/** Reads a file of a folder. @throws RecordingsError */
export async function readText(path: string, absent: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new RecordingsError(`${absent} (${(error as Error).message})`, { cause: error });
  }
}

/** Reads JSON. @throws RecordingsError naming the file */
export function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new RecordingsError(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
