import type { Report } from '#report/report';
import { yearBesideBenchmark } from './beside-benchmark.ts';
import { isCorrected } from './changed.ts';
import { countedAccounts } from './counted.ts';
import { weekdayDay } from './day-text.ts';
import { returnText } from './format.ts';
import { inert, shortened } from './inert.ts';

/** Phones show about this much. */
const SUBJECT_LIMIT = 50;
/** Mail programs show this much of the text after the subject. */
const PREHEADER_LIMIT = 90;

export interface Failure {
  readonly label: string;
  readonly maskedId: string;
  /** What failed and what happens next, in a sentence or two. */
  readonly text: string;
}

/**
 * The subject: day and returns, never an amount (lock screens show it). At most {@link SUBJECT_LIMIT} characters,
 * without line breaks or control characters whatever the accounts are called.
 *
 * @param totalReturn of the day, of all accounts together; null where it is not known
 */
export function subjectOf(
  reports: readonly Report[],
  failures: readonly Failure[],
  totalReturn: number | null = null,
): string {
  const days = daySubject(reports, totalReturn);
  if (failures.length === 0) return shortened(corrected(days, reports), SUBJECT_LIMIT);
  const names = failures.map((failure) => inert(failure.label)).join(', ');
  const counted = countedAccounts(failures.length);
  const day = reports[0] ? ` · ${weekdayDay(reports[0].marketDate)}` : '';
  const tries = [
    ...(days === '' ? [] : [`No report: ${names} · ${days}`]),
    `No report: ${names}${day}`,
    `No report: ${counted}${day}`,
  ];
  return tries.find((text) => [...text].length <= SUBJECT_LIMIT) ?? `No report: ${counted}`;
}

/** A prefix stands only for trouble: a figure that was told as final was wrong. */
function corrected(days: string, reports: readonly Report[]): string {
  if (!reports.some(isCorrected)) return days;
  const [first] = reports;
  const all = `Corrected: ${days}`;
  return !first || [...all].length <= SUBJECT_LIMIT ? all : `Corrected: ${weekdayDay(first.marketDate)}`;
}

function daySubject(reports: readonly Report[], totalReturn: number | null): string {
  const [first] = reports;
  if (!first) return '';
  const day = weekdayDay(first.marketDate);
  if (reports.length === 1) {
    const { dayReturn, yearReturn } = first.headline;
    // In the evening the broker has told no return yet, and of some days never.
    if (typeof dayReturn !== 'number' && typeof yearReturn !== 'number') {
      return `${day}: ${first.finality === 'preliminary' ? 'preliminary, no return yet' : 'return n/a'}`;
    }
    return `${day}: ${percent(dayReturn)} · YTD ${percent(yearReturn)}`;
  }
  const each = reports.map((report) => `${inert(report.account.label)} ${percent(report.headline.dayReturn)}`);
  const all = `${day}: ${each.join(', ')}`;
  const counted = countedAccounts(reports.length);
  return [...all].length <= SUBJECT_LIMIT
    ? all
    : `${day}: ${counted}${totalReturn === null ? '' : ` ${percent(totalReturn)}`}`;
}

const IN_SUBJECT = new Set(['Day', 'Year']);

/** The line after the subject: the year against the benchmark, the checks, then the longer periods; without a report, what failed. */
export function preheaderOf(verdict: string, reports: readonly Report[], failures: readonly Failure[]): string {
  const [first] = reports;
  const periods =
    first && reports.length === 1
      ? first.headline.periods
          .filter(({ name, twr }) => typeof twr === 'number' && !IN_SUBJECT.has(name))
          .map(({ name, twr }) => `${inert(name)} ${percent(twr)}`)
      : [];
  const beside = first && reports.length === 1 ? yearBesideBenchmark(first.headline) : '';
  const parts = [...(beside === '' ? [] : [`Year ${beside}`]), verdict];
  // What is wrong stands first.
  const lead = (verdict.startsWith('!') ? parts.reverse() : parts).join(' · ');
  let text = reports.length === 0 ? inert(failures.map((failure) => failure.text).join(' ')) : lead;
  for (const period of periods) {
    if (`${text} · ${period}`.length > PREHEADER_LIMIT) break;
    text = `${text} · ${period}`;
  }
  return shortened(text, PREHEADER_LIMIT);
}

const percent = (cell: Report['headline']['dayReturn']): string =>
  typeof cell === 'number' ? returnText(cell) : 'n/a';
