import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import type { Clock } from '#effects/clock';
import { systemClock } from '#effects/system-clock';
import type { Cloud } from '#owner/cloud';
import type { Programs } from '#owner/programs';
import { openHttpClient, type StreamingHttpClient } from '#sources/http/http-client';
import type { CloudChoice } from '#wiring/aws-owner/cloud';
import { childEnvironment } from './child-environment.ts';
import { askHidden, askPerson, fileBody, keepTemporary, newFile, readPiped, showFile } from './desktop.ts';
import { programsOn } from './programs.ts';
import { VERSION } from './version.ts';

/** What a command may touch of the world; a test passes its own. */
export interface World {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly clock: Clock;
  readonly workingFolder: string;
  /** Opens the archive in a folder. */
  readonly archiveIn: (folder: string) => Archive;
  /** Opens the owner's AWS account. The clients are loaded here, not with the program: other commands don't wait for them. */
  readonly cloud: (choice: CloudChoice) => Promise<Cloud>;
  /** Writes a file for this person alone. @returns its path */
  readonly keepTemporary: (name: string, body: Uint8Array) => Promise<string>;
  /** Makes a file for this person alone, never over another. @returns what writes its text; rejects with the system's error */
  readonly newFile: (path: string) => Promise<(text: string) => Promise<void>>;
  /** The body of a file of this machine, piece by piece; rejects with the system's error. */
  readonly fileBody: (path: string) => Promise<AsyncIterable<Uint8Array>>;
  /** Shows a file or an address in the browser. @returns whether there is a program for it */
  readonly showFile: (path: string) => Promise<boolean>;
  /** Programs of this machine. */
  readonly programs: Programs;
  /** Asks the person; undefined when nobody is at the terminal. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Asks the person for a secret, which is not shown; undefined when nobody is at the terminal. */
  readonly askHidden: (question: string) => Promise<string | undefined>;
  /** What another program hands over on the standard input; undefined when a terminal stands there. */
  readonly piped: () => Promise<string | undefined>;
  /** The Flex token that the environment of this machine holds (`DAYBOOK_FLEX_TOKEN`). */
  readonly flexToken: string | undefined;
  /** Opens a client for a host of the Flex Web Service. */
  readonly connectFlex: (origin: string) => StreamingHttpClient;
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
  const clock = stoppable(systemClock, interrupted);
  const children = childEnvironment(process.env);
  return {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    clock,
    workingFolder: process.cwd(),
    archiveIn: folderArchive,
    cloud: async (choice) => (await import('#wiring/aws-owner/cloud')).openCloud(choice, clock),
    keepTemporary,
    newFile,
    fileBody,
    showFile: (path) => showFile(path, children),
    programs: programsOn(children, interrupted),
    ask: (question) => askPerson(question, interrupted),
    askHidden: (question) => askHidden(question, interrupted),
    piped: () => readPiped(interrupted),
    flexToken: process.env.DAYBOOK_FLEX_TOKEN || undefined,
    connectFlex: (origin) => openHttpClient({ origin, userAgent: `daybook/${VERSION}` }),
    interrupted,
  };
}
