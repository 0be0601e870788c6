import type { Report } from '#report/report';
import type { Band } from '#templates/page-data';
import { changedLine, isCorrected, retold } from './changed.ts';
import { daysInWords } from './format.ts';
import { brief, inert } from './inert.ts';

/**
 * What is not right with a report, for the band on top of page and mail: preliminary, a paper account, failed checks,
 * late sources, and the report's own warnings line by line. Title empty when all is well.
 */
export function troubleOf(report: Report): Band {
  const failed = report.checks.failed.length;
  const late = report.asOf.filter((source) => source.late).length;
  const changes = retold(report).length;
  const facts = [
    ...(changes > 0 ? [counted(changes, 'figure changed', 'figures changed')] : []),
    ...(late > 0 ? [counted(late, 'source late', 'sources late')] : []),
    ...(failed > 0 ? [counted(failed, 'check failed', 'checks failed')] : []),
  ];
  const warnings = report.warnings.map(({ term, text }) => ({ term: inert(term), text: inert(daysInWords(text)) }));
  const changed = changedLine(report);
  const status = [
    ...(isCorrected(report) ? ['Corrected'] : []),
    ...(report.account.paper ? ['Paper account'] : []),
    ...(report.finality === 'preliminary' ? ['Preliminary'] : []),
  ];
  const lines = [
    ...(changed ? [changed] : []),
    ...(report.account.paper ? [{ term: 'Paper', text: 'Its money is not real.' }] : []),
    ...(report.finality === 'preliminary'
      ? [{ term: 'Figures', text: 'They may still change: the day is not settled yet.' }]
      : []),
    ...warnings,
  ];
  const count = facts.length === 0 && warnings.length > 0 ? [counted(warnings.length, 'note', 'notes')] : facts;
  const head = status.map((word, i) => (i === 0 ? word : word.toLowerCase())).join(', ');
  return { title: [head, count.join(', ')].filter((part) => part !== '').join(': '), lines };
}

const MOST_LINES = 8;

/** As {@link troubleOf}, short enough for a mail: the worst lines, and how many more there are. */
export function mailTrouble(report: Report): Band {
  const { title, lines } = troubleOf(report);
  const shown = lines.slice(0, MOST_LINES).map(({ term, text }) => ({ term: brief(term, 60), text: brief(text, 240) }));
  const rest = lines.length - shown.length;
  return { title, lines: rest > 0 ? [...shown, { term: 'More', text: `${rest} in the full report` }] : shown };
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
