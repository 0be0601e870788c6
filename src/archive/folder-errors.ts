import { ArchiveError, ArchiveFull, ArchiveUnusable } from './errors.ts';

/** Whether `error` is one of the operating system's errors named. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** What an error of the file system means for the owner of the folder. Errors of another kind pass through. */
export function archiveErrorOf(error: unknown, root: string, path: string): unknown {
  if (error instanceof ArchiveError) return error;
  const cause = { cause: error };
  if (hasCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) {
    return new ArchiveFull(
      `No space left while writing ${path}.`,
      'Free some space, or choose another folder with --out, and run the command again: what was collected is kept and not asked for again.',
      cause,
    );
  }
  if (hasCode(error, 'ENOTDIR', 'EEXIST')) {
    return new ArchiveUnusable(
      `${root} can't be the output folder: a file stands at this path or on the way to it.`,
      'Choose another folder with --out, or move the file away.',
      cause,
    );
  }
  if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) {
    return new ArchiveUnusable(
      `${path} can't be written or read: permission denied.`,
      'Give yourself the right to this folder, or choose another one with --out.',
      cause,
    );
  }
  if (hasCode(error, 'EISDIR', 'ENAMETOOLONG', 'EIO', 'EMFILE')) {
    return new ArchiveUnusable(
      `${path} can't be used: ${(error as Error).message}.`,
      'Choose another folder with --out.',
      cause,
    );
  }
  return error;
}
