import type { FigureChange, Report } from '#report/report';
import { isMissing } from '#report/value';
import { figureText } from './format.ts';
import { brief } from './inert.ts';

/** Figures named in one line; the section of the full report has them all. */
const NAMED = 2;
const LABEL_LIMIT = 60;
const VALUE_LIMIT = 40;

/** Whether a figure that was told as final is another one now. One that was missing, or preliminary, was not wrong. */
export function isCorrected(report: Pick<Report, 'changes'>): boolean {
  return report.changes?.finality === 'final' && retold(report).some(({ after }) => after !== null);
}

/** Figures that were told before and read otherwise now. One that only came is news of the morning, and nothing to warn of. */
export function retold({ changes }: Pick<Report, 'changes'>): readonly FigureChange[] {
  return (changes?.figures ?? []).filter(({ before }) => !isMissing(before) && before !== null);
}

/** `Net asset value 1,000.00 USD, now 1,005.00 USD; 3 more in the full report.`; undefined where none is retold. */
export function changedLine(report: Report): { readonly term: string; readonly text: string } | undefined {
  const figures = retold(report);
  if (figures.length === 0) return undefined;
  const named = figures.slice(0, NAMED).map((change) => changeText(change, report.timeZone));
  const rest = figures.length - named.length;
  const text = [...named, ...(rest > 0 ? [`${rest} more in the full report`] : [])].join('; ');
  return { term: 'Changed', text: `${text}.` };
}

function changeText({ label, kind, unit, before, after }: FigureChange, timeZone: string): string {
  const [old, now] = [before, after].map((cell) =>
    cell === null ? 'none' : brief(figureText(cell, kind, unit, timeZone), VALUE_LIMIT),
  );
  return `${brief(label, LABEL_LIMIT)} ${old}, now ${now}`;
}
