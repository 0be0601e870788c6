import type { CalendarDate } from '#domain/calendar-date';
import type { Finality, Report } from './report.ts';
import type { Cell } from './value.ts';

/** A report as the archive's index lists it. */
export interface IndexedReport {
  /** The account's key. */
  readonly account: string;
  readonly label: string;
  readonly maskedId: string;
  readonly baseCurrency: string;
  readonly revision: number;
  /** Where its files lie in the archive, ending in `/`. */
  readonly folder: string;
  readonly finality: Finality;
  /** Made up for after the next market day had closed. */
  readonly reconstructed: boolean;
  readonly netAssetValue: Cell;
  readonly dayReturn: Cell;
  readonly yearReturn: Cell;
  readonly checks: { readonly passed: number; readonly possible: number; readonly failed: number };
  readonly warnings: number;
}

/**
 * How far a market day has come: as its final run ended; `open`: that run is still to come; `none`: nothing is known
 * of it, though the market was open.
 */
export type IndexedState = 'done' | 'partial' | 'waiting' | 'failed' | 'skipped' | 'running' | 'open' | 'none';

/** One market day. */
export interface IndexedDay {
  readonly date: CalendarDate;
  readonly state: IndexedState;
  /** Why it is not done, for a person. */
  readonly why?: string;
  /** What it was made of, so that an index that fell behind is seen. */
  readonly of?: string;
  readonly reports: readonly IndexedReport[];
  /** In place of the reports where they stand on a page of their own, being many. */
  readonly many?: { readonly accounts: number; readonly failedChecks: number };
}

/** The line of a report. @param folder of its files */
export function indexedReport(report: Report, folder: string): IndexedReport {
  const { account, headline, checks } = report;
  return {
    account: account.key,
    label: account.label,
    maskedId: account.maskedId,
    baseCurrency: account.baseCurrency,
    revision: report.revision,
    folder,
    finality: report.finality,
    reconstructed: report.reconstructedAt !== undefined,
    netAssetValue: headline.netAssetValue,
    dayReturn: headline.dayReturn,
    yearReturn: headline.yearReturn,
    checks: { passed: checks.passed, possible: checks.possible, failed: checks.failed.length },
    warnings: report.warnings.length,
  };
}

/** The same day with what a further run brought: reports of other accounts stay, a newer revision takes the older's place. */
export function joinDays(before: IndexedDay | undefined, after: IndexedDay): IndexedDay {
  const reports = new Map((before?.reports ?? []).map((one) => [one.account, one]));
  for (const one of after.reports) {
    const known = reports.get(one.account);
    if (!known || known.revision <= one.revision) reports.set(one.account, one);
  }
  const sorted = [...reports.values()].sort((a, b) => compare(a.label, b.label) || compare(a.account, b.account));
  return { ...after, reports: sorted };
}

/** A day with more accounts than this has a page of its own. */
export const DAY_OF_ITS_OWN = 60;

/** The day as its month's page shows it: many reports as their number alone. */
export function inMonth(day: IndexedDay): IndexedDay {
  const { reports } = day;
  if (reports.length <= DAY_OF_ITS_OWN) return day;
  const failedChecks = reports.filter(({ checks }) => checks.failed > 0).length;
  return { ...day, reports: [], many: { accounts: reports.length, failedChecks } };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
