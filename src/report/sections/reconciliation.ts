import type { Snapshot } from '#domain/snapshot';
import type { ChecksBlock } from '#report/block';
import type { ReportSection } from '#report/report';
import type { ReportContext } from '#report/report-context';

/** The ten checks with what each found, before the figures they vouch for. */
export function reconciliation(_snapshot: Snapshot, context: ReportContext): ReportSection {
  return { id: 'checks', blocks: [{ ...checksBlock(context), shownIn: ['page', 'workbook'], sheet: 'Checks' }] };
}

/** The same for the mail, which says what passed on top and looks up the rest at the end. */
export function mailChecks(_snapshot: Snapshot, context: ReportContext): ReportSection {
  return { id: 'mail-checks', blocks: [{ ...checksBlock(context), id: 'mail-checks', shownIn: ['mail'] }] };
}

function checksBlock({ checks }: ReportContext): ChecksBlock {
  const unchecked = checks.filter(({ verdict }) => verdict === 'unchecked').length;
  const subtitle = unchecked > 0 ? { subtitle: `${unchecked} of ${checks.length} can’t be checked` } : {};
  return { kind: 'checks', id: 'checks', title: 'Checks', ...subtitle, shownIn: [], checks };
}
