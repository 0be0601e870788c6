import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StageFigures } from './meter.ts';

export interface DayFigures {
  readonly scenario: string;
  readonly size: number;
  readonly stages: readonly StageFigures[];
  /** Peak resident memory over all stages, in millions of bytes. */
  readonly wholePeakMb: number;
  readonly simulatedWaits: { readonly times: number; readonly ms: number };
}

/** The sizes of memory that the command itself runs with: the first line of its file. */
const COMMAND_FLAGS: readonly string[] =
  readFileSync(new URL('../bin/daybook.ts', import.meta.url), 'utf8')
    .split('\n')[0]
    ?.match(/--\S+/g) ?? [];

/** Runs one day of a scenario: the simulator in one process, the product in another. */
export async function measureDay(scenario: string, size: number, day: string): Promise<DayFigures> {
  const simulator = start('./simulator-process.ts', [scenario, String(size), day]);
  try {
    const { url, certificate } = JSON.parse(await firstLine(simulator)) as { url: string; certificate: string };
    const stages = start('./stages-process.ts', [url, Buffer.from(certificate).toString('base64'), day]);
    const result = JSON.parse(await firstLine(stages)) as Pick<DayFigures, 'stages' | 'simulatedWaits'>;
    return { scenario, size, ...result, wholePeakMb: Math.max(...result.stages.map((stage) => stage.peakMb)) };
  } finally {
    simulator.kill('SIGTERM');
    if (simulator.exitCode === null && simulator.signalCode === null) await once(simulator, 'exit');
  }
}

function start(file: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, [...COMMAND_FLAGS, '--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The one line a child prints; rejects when it ends without. */
async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new TypeError('the child has no output');
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the process ended with ${code} and no figures`)),
  );
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  return line;
}
