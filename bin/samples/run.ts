import { checkSample } from './check.ts';
import { readSamples, SamplesUnusable } from './manifest.ts';

/**
 * Checks every recorded answer of a folder and prints what differs, what was not used, which facts were not compared,
 * and the count as the last line.
 * @returns the exit code: 0 all as expected, 1 differences or nothing to check, 2 the folder can't be used
 */
export async function runSamples(folder: string, print: (line: string) => void): Promise<number> {
  const samples = await readSamples(folder).catch((error: unknown) => {
    if (!(error instanceof SamplesUnusable)) throw error;
    print(`${error.message} Give a folder of recorded answers with its manifest.json: npm run samples -- FOLDER`);
    return undefined;
  });
  if (samples === undefined) return 2;
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const notUsed: string[] = [];
  const notCompared: string[] = [];
  for (const sample of samples) {
    const result = checkSample(sample);
    counts[result.outcome] += 1;
    if (result.outcome === 'skipped') {
      notUsed.push(`  ${sample.label}: ${result.why}`);
      continue;
    }
    for (const { fact, expected, found } of result.differences) {
      print(`${sample.label}: ${fact}: expected ${shown(expected)}, found ${shown(found)}`);
    }
    notCompared.push(...result.notCompared.map((fact) => `  ${sample.label}: ${fact}`));
  }
  list('Not used:', notUsed, print);
  list('Facts not compared:', notCompared, print);
  print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

function list(title: string, lines: readonly string[], print: (line: string) => void): void {
  print(lines.length === 0 ? `${title} none` : title);
  for (const line of lines) print(line);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
