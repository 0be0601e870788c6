import { open, readdir, readlink, rename, stat, symlink, unlink } from 'node:fs/promises';

/** The calls by which an object of a folder is compared and replaced; tests end or hold them one by one. */
export interface FolderDisk {
  readonly open: typeof open;
  readonly readdir: (path: string) => Promise<string[]>;
  readonly readlink: (path: string) => Promise<string>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly stat: (path: string) => Promise<unknown>;
  readonly symlink: (target: string, path: string) => Promise<void>;
  readonly unlink: (path: string) => Promise<void>;
}

/** The disk as it is. */
export const FOLDER_DISK: FolderDisk = { open, readdir, readlink, rename, stat, symlink, unlink };
