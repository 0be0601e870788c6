import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import type { Clock } from '#effects/clock';
import { systemClock } from '#effects/system-clock';

/** What a command may touch of the world; a test passes its own. */
export interface World {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly clock: Clock;
  readonly workingFolder: string;
  /** Opens the archive in a folder. */
  readonly archiveIn: (folder: string) => Archive;
  /** Aborts when the person presses Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** The terminal, disk and clock of this machine. */
export function thisMachine(interrupted: AbortSignal): World {
  return {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    clock: systemClock,
    workingFolder: process.cwd(),
    archiveIn: folderArchive,
    interrupted,
  };
}
