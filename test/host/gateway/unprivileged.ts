import { chown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

/** `nobody` on Debian. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** How a program is started as a user without rights; tests that run without rights have nothing to give up. */
export const UNPRIVILEGED: { readonly uid?: number; readonly gid?: number } = isRoot
  ? { uid: NOBODY, gid: NOBODY }
  : {};

/** Gives a folder and all in it to that user. */
export async function giveAway(folder: string): Promise<void> {
  if (!isRoot) return;
  const inside = (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
  await Promise.all([folder, ...inside].map((place) => chown(place, NOBODY, NOBODY)));
}
