import { expect, it } from 'vitest';
import { reportOf } from '#test/support/report-of';
import { balance, CLOSE_SEEN, ledger, MORNING_AFTER, position, present, snapshot } from '#test/support/snapshot';

/** Warnings of a Snapshot whose holdings were read at one instant and its cash at another. */
function terms(held: string, cash: string): readonly string[] {
  const datasets = {
    positions: present([position()], held),
    ledger: present(ledger([balance('USD', 500, { held: 1_000 })]), cash),
  };
  const report = reportOf(snapshot({ datasets }));
  return report.warnings.map(({ term }) => term);
}

it('says when holdings and cash were read in two sessions, and not of one read', () => {
  expect(terms(MORNING_AFTER, CLOSE_SEEN)).toContain('Two moments');
  expect(terms(CLOSE_SEEN, CLOSE_SEEN)).not.toContain('Two moments');
});

it('takes what was read within ten minutes for one read', () => {
  expect(terms('2026-11-20T21:31:00Z', '2026-11-20T21:41:00Z')).not.toContain('Two moments');
  expect(terms('2026-11-20T21:31:00Z', '2026-11-20T21:41:01Z')).toContain('Two moments');
  expect(terms('2026-11-20T21:41:01Z', '2026-11-20T21:31:00Z')).toContain('Two moments');
});
