import type { Comparison } from '#analytics/reconcile';
import type { Check } from '#report/block';
import type { ValueKind } from '#report/value';
import { amountText } from '#report/wording';

/** A check that can't be made, with what it lacks in few words. */
export function unchecked(id: string, name: string, lacks: string): Check {
  const none = { expected: null, found: null, difference: null, tolerance: null };
  return { id, name, verdict: 'unchecked', finding: lacks, ...none, valueKind: 'text' };
}

const DUST = 1e-6;

/** A comparison of two amounts in base currency. */
export function moneyCheck(id: string, name: string, compared: Comparison, unit: string): Check {
  const finding =
    compared.verdict === 'pass'
      ? `diff. ${amountText(compared.difference)} ${unit}`
      : `diff. ${amountText(compared.difference)} ${unit}, limit ${amountText(compared.tolerance)} ${unit}`;
  // Sums of many doubles differ by dust far below a cent: shown, it would be a signed zero.
  const difference = Math.abs(compared.difference) < DUST ? 0 : compared.difference;
  return { id, name, finding, ...compared, difference, valueKind: 'money', unit };
}

/** A check that counts: so many of so many. */
export function countCheck(id: string, name: string, of: { found: number; expected: number; finding: string }): Check {
  return {
    id,
    name,
    verdict: of.found === of.expected ? 'pass' : 'fail',
    finding: of.finding,
    expected: of.expected,
    found: of.found,
    difference: of.found - of.expected,
    tolerance: 0,
    valueKind: 'count' satisfies ValueKind,
  };
}
