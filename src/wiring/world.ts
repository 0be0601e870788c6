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

/** A pause for the broker's limits can take minutes: Ctrl-C ends it. */
function stoppable(clock: Clock, interrupted: AbortSignal): Clock {
  return {
    now: () => clock.now(),
    sleep: async (ms, signal) => {
      const either = signal ? AbortSignal.any([signal, interrupted]) : interrupted;
      try {
        await clock.sleep(ms, either);
      } catch (error) {
        either.throwIfAborted();
        throw error;
      }
    },
  };
}

/** The terminal, disk and clock of this machine. */
export function thisMachine(interrupted: AbortSignal): World {
  return {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    clock: stoppable(systemClock, interrupted),
    workingFolder: process.cwd(),
    archiveIn: folderArchive,
    interrupted,
  };
}
