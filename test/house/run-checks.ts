/** What a check found. One that has no parts counts as one. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

export interface Check {
  readonly name: string;
  run(): Promise<Count>;
}

/**
 * Runs every check in turn, also after one that failed, and closes with `N passed, N failed` as the last line.
 * @returns the exit code: 0 only when something ran and nothing failed
 */
export async function runChecks(checks: readonly Check[], print: (line: string) => void): Promise<0 | 1> {
  const total = { passed: 0, failed: 0 };
  const verdicts: string[] = [];
  for (const [index, check] of checks.entries()) {
    print(`\n── ${index + 1}/${checks.length} ${check.name}`);
    const { passed, failed } = await check.run();
    total.passed += passed;
    total.failed += failed;
    const fine = failed === 0 && passed > 0;
    if (passed + failed === 0) total.failed += 1;
    verdicts.push(
      `${fine ? '✓' : '✗'} ${check.name}: ${passed + failed === 0 ? 'nothing ran' : tally(passed, failed)}`,
    );
  }
  print(`\n${verdicts.join('\n')}\n\n${tally(total.passed, total.failed)}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

const tally = (passed: number, failed: number): string => `${passed} passed, ${failed} failed`;
