import { newYorkCalendar } from '#domain/market-calendar';
import { buildReport, type ReportInput } from '#report/build-report';
import type { Report } from '#report/report';
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
  return buildReport({
    snapshot: snapshot({ datasets: { performance: present(performance([series(values)])) } }),
    accountKey: 'a1b2c3d4',
    snapshotHash: '5f0c9ae1',
    revision: 1,
    version: '0.1.0',
    timeZone: 'America/New_York',
    calendar: newYorkCalendar(),
    ...parts,
  });
}
