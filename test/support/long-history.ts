import type { ReportInput } from '#report/build-report';
import type { Report } from '#report/report';
import { reportOf } from './report-of.ts';
import { performance, present, series, snapshot } from './snapshot.ts';

/** A report whose account has `days` of daily values with ups and downs, the same each time. */
export function reportOfDays(days: number, parts: Partial<ReportInput> = {}): Report {
  let value = 1_000_000;
  let state = 7;
  const values = Array.from({ length: days }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    value *= 1 + (state / 2_147_483_648 - 0.48) * 0.03;
    return Math.round(value * 100) / 100;
  });
  return reportOf(snapshot({ datasets: { performance: present(performance([series(values)])) } }), parts);
}
