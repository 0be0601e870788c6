import type { Snapshot } from '#domain/snapshot';
import type { ReportSection } from '#report/report';
import type { ReportContext } from '#report/report-context';

/** The ten checks with what each found. */
export function reconciliation(_snapshot: Snapshot, { checks }: ReportContext): ReportSection {
  const count = (verdict: string): number => checks.filter((check) => check.verdict === verdict).length;
  const possible = checks.length - count('unchecked');
  const cannot = count('unchecked') === 0 ? '' : `${count('unchecked')} of ${checks.length} can’t be checked`;
  return {
    id: 'checks',
    blocks: [
      {
        kind: 'checks',
        id: 'checks',
        title: `Checks: ${count('pass')} of ${possible} possible passed`,
        ...(cannot ? { subtitle: cannot } : {}),
        shownIn: ['mail', 'page', 'workbook'],
        sheet: 'Checks',
        checks,
      },
    ],
  };
}
