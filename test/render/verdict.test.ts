import { expect, test } from 'vitest';
import { checkVerdict } from '#render/verdict';
import { sampleReport } from '#test/support/sample-report';

const of = (...counts: readonly (readonly [passed: number, possible: number])[]) =>
  checkVerdict(
    counts.map(([passed, possible]) => ({ ...sampleReport(), checks: { passed, possible, failed: [] as string[] } })),
  );

test('the verdict over all accounts is trouble as soon as one check did not pass, or none could be made', () => {
  expect(of([6, 6], [4, 4])).toEqual({ text: '✓ 10 of 10 checks', trouble: false });
  expect(of([6, 6], [3, 4])).toEqual({ text: '! 9 of 10 checks', trouble: true });
  expect(of([0, 0], [4, 4])).toEqual({ text: '✓ 4 of 4 checks', trouble: false });
  expect(of([0, 0])).toEqual({ text: '– no check possible', trouble: true });
});
