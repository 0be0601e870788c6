import type { ArchiveDay } from './archive-days.ts';
import { dayLine } from './printable.ts';
import { stateText } from './run-words.ts';

/** The days of the archive, one line a day. */
export function archiveListText(
  days: readonly ArchiveDay[],
  names: ReadonlyMap<string, string>,
  place: string,
): string {
  if (days.length === 0) return `The ${place} holds no day yet.\n`;
  const lines = days.map((day) => {
    const reports = day.reports.map(
      ({ account, revision }) => `${names.get(account) ?? account}${revision > 1 ? ` (revision ${revision})` : ''}`,
    );
    const closing = day.snapshots.close.length;
    // Days that were filled from statements have no report until they are built.
    const statements = day.reports.length > 0 ? 0 : day.snapshots.flex.length;
    const parts = [
      reports.length > 0 ? reports.join(', ') : 'no report',
      ...(closing > 0 ? [`close snapshot of ${closing === 1 ? '1 account' : `${closing} accounts`}`] : []),
      ...(statements > 0 ? [`statement of ${statements === 1 ? '1 account' : `${statements} accounts`}`] : []),
      ...day.runs
        .filter(({ state }) => state !== 'done')
        .map((record) => `${record.run.kind} run ${stateText(record)}`),
    ];
    return `${dayLine(day.date).padStart(11)}  ${parts.join('; ')}`;
  });
  return `${lines.join('\n')}\n`;
}
