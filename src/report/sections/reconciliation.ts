import type { Snapshot } from '#domain/snapshot';
import type { ChecksBlock } from '#report/block';
import type { ReportSection } from '#report/report';
import type { ReportContext } from '#report/report-context';

/** The ten checks with what each found, before the figures they vouch for. */
export function reconciliation(_snapshot: Snapshot, context: ReportContext): ReportSection {
  const { passed, possible } = countsOf(context);
  const title = possible === 0 ? 'Checks: none was possible' : `Checks: ${passed} of ${possible} possible passed`;
  return { id: 'checks', blocks: [{ ...checksBlock(context), title, shownIn: ['page', 'workbook'], sheet: 'Checks' }] };
}

/** The same for the mail, which says what passed on top and looks up the rest at the end. */
export function mailChecks(_snapshot: Snapshot, context: ReportContext): ReportSection {
  return { id: 'mail-checks', blocks: [{ ...checksBlock(context), id: 'mail-checks', shownIn: ['mail'] }] };
}

function checksBlock(context: ReportContext): ChecksBlock {
  const { unchecked } = countsOf(context);
  return {
    kind: 'checks',
    id: 'checks',
    title: 'Checks',
    ...(unchecked > 0 ? { subtitle: `${unchecked} of ${context.checks.length} can’t be checked` } : {}),
    shownIn: [],
    checks: context.checks,
  };
}

function countsOf({ checks }: ReportContext): { passed: number; possible: number; unchecked: number } {
  const count = (verdict: string): number => checks.filter((check) => check.verdict === verdict).length;
  const unchecked = count('unchecked');
  return { passed: count('pass'), possible: checks.length - unchecked, unchecked };
}
