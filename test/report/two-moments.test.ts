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
