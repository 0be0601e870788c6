import type { Archive } from '#archive/archive';
import type { Cell } from '#report/value';
import { failureOfGap } from './failure.ts';
import type { DayResult } from './report-day.ts';

/** The closing summary of a run: what `--json` prints, and what the text is made from. */
export interface RunSummary {
  readonly status: 'done' | 'partial' | 'waiting' | 'failed';
  readonly run: 'close' | 'final';
  readonly marketDate: string;
  /** Accounts whose answers are in the archive. */
  readonly collected: number;
  /** How each source that was asked came out. */
  readonly sources: DayResult['outcome']['sources'];
  /** Accounts that have a report. */
  readonly accounts: readonly AccountLine[];
  readonly mails: readonly MailLine[];
  /** What is missing, in sentences. */
  readonly missing: readonly string[];
  readonly problem?: { readonly message: string; readonly nextStep: string; readonly resumeAt?: string };
  /** Pauses for the broker's limits that a simulated clock made at once. */
  readonly simulatedWaits?: { readonly times: number; readonly minutes: number };
}

export interface AccountLine {
  readonly label: string;
  readonly maskedId: string;
  readonly baseCurrency: string;
  readonly finality: string;
  readonly revision: number;
  readonly report: 'new' | 'unchanged';
  readonly netAssetValue: Cell;
  readonly dayResult: Cell;
  readonly dayReturn: Cell;
  readonly periods: readonly { readonly name: string; readonly twr: Cell }[];
  readonly checks: { readonly passed: number; readonly possible: number; readonly failed: readonly string[] };
  readonly warnings: readonly { readonly term: string; readonly text: string }[];
  readonly page: string;
  readonly workbook: string;
}

export interface MailLine {
  readonly to: string;
  readonly state: 'sent' | 'already-sent' | 'unknown';
  readonly subject?: string;
  readonly where?: string;
}

/** Condenses what a run did. */
export function summaryOf(
  result: DayResult,
  archive: Archive,
  waited?: { readonly times: number; readonly ms: number },
): RunSummary {
  const { outcome, published, mails } = result;
  const problem = outcome.status === 'waiting' || outcome.status === 'failed' ? failureOfGap(outcome.why) : undefined;
  return {
    status: outcome.status === 'complete' ? 'done' : outcome.status,
    run: result.run.kind,
    marketDate: result.run.marketDate,
    collected: outcome.accounts.length,
    sources: outcome.sources,
    accounts: published.map(({ report, files, status }) => ({
      label: report.account.label,
      maskedId: report.account.maskedId,
      baseCurrency: report.account.baseCurrency,
      finality: report.finality,
      revision: report.revision,
      report: status,
      netAssetValue: report.headline.netAssetValue,
      dayResult: report.headline.dayResult,
      dayReturn: report.headline.dayReturn,
      periods: report.headline.periods,
      checks: report.checks,
      warnings: report.warnings,
      page: archive.locate(files.page),
      workbook: archive.locate(files.workbook),
    })),
    mails: mails.map(({ address, state, subject, where }) => ({
      to: address,
      state,
      ...(subject === undefined ? {} : { subject }),
      ...(where === undefined ? {} : { where }),
    })),
    missing: [
      ...new Set([...outcome.unreported.map(({ why }) => why.message), ...outcome.gaps.map((gap) => gap.message)]),
    ],
    ...(problem
      ? {
          problem: {
            message: problem.message,
            nextStep: problem.nextStep,
            ...(outcome.status === 'waiting' && outcome.resumeAt ? { resumeAt: outcome.resumeAt } : {}),
          },
        }
      : {}),
    ...(waited?.times ? { simulatedWaits: { times: waited.times, minutes: Math.round(waited.ms / 60_000) } } : {}),
  };
}
