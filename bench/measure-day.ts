import { end, firstLine, start } from './child.ts';
import type { StageFigures } from './meter.ts';

export interface DayFigures {
  readonly scenario: string;
  readonly size: number;
  readonly stages: readonly StageFigures[];
  /** Peak resident memory over all stages, in millions of bytes. */
  readonly wholePeakMb: number;
  readonly simulatedWaits: { readonly times: number; readonly ms: number };
}

/** Runs one day of a scenario: the simulator in one process, the product in another. */
export async function measureDay(scenario: string, size: number, day: string): Promise<DayFigures> {
  const simulator = start('./simulator-process.ts', [scenario, String(size), day]);
  try {
    const { url, certificate } = JSON.parse(await firstLine(simulator)) as { url: string; certificate: string };
    const stages = start('./stages-process.ts', [url, Buffer.from(certificate).toString('base64'), day]);
    const result = JSON.parse(await firstLine(stages)) as Pick<DayFigures, 'stages' | 'simulatedWaits'>;
    return { scenario, size, ...result, wholePeakMb: Math.max(...result.stages.map((stage) => stage.peakMb)) };
  } finally {
    await end(simulator);
  }
}
