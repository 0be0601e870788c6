import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unfitNode } from './node-24.ts';
import { type Check, type Count, runChecks } from './run-checks.ts';
import { countOf } from './vitest-check.ts';

const check = (count: Count): Check => ({ name: 'a check', run: async () => count });

async function run(...counts: readonly Count[]): Promise<{ code: number; last: string }> {
  const lines: string[] = [];
  const code = await runChecks(counts.map(check), (text) => lines.push(...text.split('\n')));
  return { code, last: lines.at(-1) ?? '' };
}

describe('a run of checks', () => {
  it('closes with the sum of all counts alone on the last line', async () => {
    const counts = fc.array(fc.record({ passed: fc.nat(999), failed: fc.nat(9) }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(counts, async (all) => {
        const { code, last } = await run(...all);
        const empty = all.filter(({ passed, failed }) => passed + failed === 0).length;
        const sum = (key: keyof Count): number => all.reduce((total, count) => total + count[key], 0);
        expect(last).toBe(`${sum('passed')} passed, ${sum('failed') + empty} failed`);
        expect(code).toBe(sum('failed') + empty === 0 ? 0 : 1);
      }),
    );
  });

  it('goes on after a check that failed', async () => {
    expect(await run({ passed: 0, failed: 2 }, { passed: 5, failed: 0 })).toEqual({
      code: 1,
      last: '5 passed, 2 failed',
    });
  });

  it('fails when nothing ran', async () => {
    expect((await run()).code).toBe(1);
    expect(await run({ passed: 0, failed: 0 })).toEqual({ code: 1, last: '0 passed, 1 failed' });
  });
});

describe('the count of a vitest run', () => {
  const report = (passed: number, total: number, files: readonly { status: string; tests: number }[] = []) => ({
    numPassedTests: passed,
    numTotalTests: total,
    testResults: files.map(({ status, tests }) => ({
      status,
      assertionResults: Array.from({ length: tests }, () => ({ status })),
    })),
  });

  it('is the tests that passed', () => {
    expect(countOf(report(7, 7), 0)).toEqual({ passed: 7, failed: 0 });
  });

  it('takes a skipped test for a failed one', () => {
    expect(countOf(report(6, 7), 0)).toEqual({ passed: 6, failed: 1 });
  });

  it('takes a file that could not be loaded for a failed test', () => {
    expect(countOf(report(6, 6, [{ status: 'failed', tests: 0 }]), 1)).toEqual({ passed: 6, failed: 1 });
  });

  it('fails when vitest fails beside the tests, and when it left no report', () => {
    expect(countOf(report(6, 6), 1)).toEqual({ passed: 6, failed: 1 });
    expect(countOf(undefined, 0)).toEqual({ passed: 0, failed: 1 });
  });
});

describe('a Node that does not fit', () => {
  it.each(['20.20.2', '22.18.0', '26.1.0'])('%s is told how to get the right one', (version) => {
    expect(unfitNode(version)).toContain('through npm or npx');
  });

  it('is none of major version 24', () => {
    expect(unfitNode('24.21.0')).toBeUndefined();
  });
});
