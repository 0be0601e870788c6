import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import { main } from '#bin/cli/main';
import { VirtualClock } from '#effects/virtual-clock';
import type { Cloud } from '#owner/cloud';
import type { Programs } from '#owner/programs';
import { fileBody, newFile } from '#wiring/desktop';
import type { World } from '#wiring/world';

/** What one command line did, as a person or a script sees it. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A terminal in a folder of its own, at an hour of its own. */
export interface Terminal {
  readonly folder: string;
  readonly clock: VirtualClock;
  /** Files that were shown in the browser. */
  readonly shown: readonly string[];
  /** Types a command line; the words after `daybook`. */
  type(...words: readonly string[]): Promise<Outcome>;
  leave(): Promise<void>;
}

/** The morning after the market day Friday 20 November 2026, when its figures are final: 05:45 in New York. */
const SATURDAY_MORNING = new Date('2026-11-21T10:45:00Z');

export async function openTerminal(
  options: {
    at?: Date;
    archiveIn?: (folder: string) => Archive;
    interrupted?: AbortSignal;
    /** The AWS account; there is none when absent. */
    cloud?: World['cloud'];
    /** Programs of the machine; there are none when absent. */
    programs?: Programs;
    /** What happens when a page is opened in the browser. */
    onShow?: (page: string) => Promise<void> | void;
    /** What the person answers to a question; nobody is there when absent. */
    answer?: string;
    /** What the person types at hidden questions, in order; nobody is there when absent. */
    hidden?: readonly string[];
    /** What is handed over on the standard input; a terminal stands there when absent. */
    piped?: string;
    /** What the environment holds as the Flex token. */
    flexToken?: string;
    /** The Flex Web Service; there is none when absent. */
    connectFlex?: World['connectFlex'];
  } = {},
): Promise<Terminal> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-terminal-'));
  const clock = new VirtualClock(options.at ?? SATURDAY_MORNING);
  const shown: string[] = [];
  const hidden = [...(options.hidden ?? [])];
  return {
    folder,
    clock,
    shown,
    type: async (...words) => {
      let stdout = '';
      let stderr = '';
      const code = await main(words, {
        stdout: (text) => {
          stdout += text;
        },
        stderr: (text) => {
          stderr += text;
        },
        clock,
        workingFolder: folder,
        archiveIn: options.archiveIn ?? folderArchive,
        cloud: options.cloud ?? noCloud,
        keepTemporary: async (name, body) => {
          const path = join(folder, name);
          await writeFile(path, body);
          return path;
        },
        newFile,
        fileBody,
        showFile: async (path) => {
          shown.push(path);
          await options.onShow?.(path);
          return true;
        },
        programs: options.programs ?? noPrograms,
        ask: async () => options.answer,
        askHidden: async () => hidden.shift(),
        piped: async () => options.piped,
        flexToken: options.flexToken,
        connectFlex: options.connectFlex ?? noFlex,
        interrupted: options.interrupted ?? new AbortController().signal,
      });
      return { code, stdout, stderr };
    },
    leave: () => rm(folder, { recursive: true, force: true }),
  };
}

const noCloud = (): Promise<Cloud> => Promise.reject(new Error('This terminal has no AWS account.'));

const noFlex = (): never => {
  throw new Error('This terminal reaches no Flex Web Service.');
};

const noPrograms: Programs = {
  has: async () => false,
  run: () => Promise.reject(new Error('This terminal has no programs.')),
  start: () => {
    throw new Error('This terminal has no programs.');
  },
};
