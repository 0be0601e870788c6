import type { Report } from '#report/report';
import { numberText } from './format.ts';

/** `✓ 10 of 10 checks` or `! 8 of 9 checks`: the count names only what could be checked. */
export function checkVerdict(reports: readonly Report[]): { readonly text: string; readonly trouble: boolean } {
  const passed = reports.reduce((sum, report) => sum + report.checks.passed, 0);
  const possible = reports.reduce((sum, report) => sum + report.checks.possible, 0);
  if (possible === 0) return { text: '– no check possible', trouble: true };
  const [right, all] = [passed, possible].map((count) => numberText(count, { decimals: 0 }));
  return { text: `${passed === possible ? '✓' : '!'} ${right} of ${all} checks`, trouble: passed !== possible };
}
