/** What one stage took. Memory is resident memory of the process, sampled while the stage ran. */
export interface StageFigures {
  readonly stage: string;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly peakMb: number;
}

const SAMPLE_MS = 5;
const MB = 1_000_000;

/** Measures stages one after another. */
export class Meter {
  readonly stages: StageFigures[] = [];

  async measure<T>(stage: string, work: () => Promise<T>): Promise<T> {
    let peak = process.memoryUsage.rss();
    const sampler = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, SAMPLE_MS);
    const cpu = process.cpuUsage();
    const start = performance.now();
    try {
      return await work();
    } finally {
      const used = process.cpuUsage(cpu);
      clearInterval(sampler);
      peak = Math.max(peak, process.memoryUsage.rss());
      this.stages.push({
        stage,
        cpuMs: Math.round((used.user + used.system) / 1000),
        wallMs: Math.round(performance.now() - start),
        peakMb: Math.round(peak / MB),
      });
    }
  }
}
