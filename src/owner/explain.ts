import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import { type Explained, openExplainer } from '#pipeline/explain-figures';
import type { Report } from '#report/report';
import { newestWhole, readReport, reportRevisions } from './archive-days.ts';
import { figuresNamed, figuresOf, type NamedFigure } from './report-figures.ts';

/** A figure as the report has it, and as the archive gives it. */
export interface ExplainedFigure extends NamedFigure {
  /** Absent where this version has no way from the figure to the answers. */
  readonly explained?: Explained;
}

export type Explanation =
  | { readonly found: 'figures'; readonly report: Report; readonly figures: readonly ExplainedFigure[] }
  /** The names there are, for choosing. */
  | { readonly found: 'names'; readonly report: Report; readonly names: readonly string[]; readonly asked?: string }
  /** Labels of the accounts that have a report of the day; empty: none has. */
  | { readonly found: 'no-account'; readonly accounts: readonly string[] };

export interface ExplainRequest {
  /** Label, masked number, number or key. */
  readonly account: string;
  readonly date: CalendarDate;
  /** Absent: the names are listed. */
  readonly figure?: string;
}

export interface ExplainPorts {
  readonly archive: Archive;
  readonly calendar: MarketCalendar;
}

/** More figures of like names than this are listed, not explained. */
const MOST = 3;

/** Tells of a figure of the day's newest report what it was reckoned from. @throws ArchiveError */
export async function explain(request: ExplainRequest, ports: ExplainPorts): Promise<Explanation> {
  const { archive, calendar } = ports;
  const chosen = await chooseReport(request, archive);
  if (!('report' in chosen)) return { found: 'no-account', accounts: chosen.accounts };
  const { report } = chosen;
  const all = figuresOf(report);
  const named = request.figure === undefined ? [] : figuresNamed(all, request.figure);
  if (named.length === 0 || named.length > MOST) {
    const names = (named.length === 0 ? all : named).map(({ name }) => name);
    return { found: 'names', report, names, ...(request.figure === undefined ? {} : { asked: request.figure }) };
  }
  const figures: ExplainedFigure[] = [];
  const explainer = await openExplainer(archive, report.account.key, runOf(report), calendar);
  for (const figure of named) {
    const explained = figure.label === undefined ? undefined : await explainer?.explain(figure.label);
    figures.push({ ...figure, ...(explained ? { explained } : {}) });
  }
  return { found: 'figures', report, figures };
}

const runOf = ({ marketDate }: Report): Run => ({ kind: 'final', marketDate });

async function chooseReport(
  { account, date }: ExplainRequest,
  archive: Archive,
): Promise<{ readonly report: Report } | { readonly accounts: readonly string[] }> {
  const wanted = account.trim().toLowerCase();
  const accounts: string[] = [];
  for (const one of newestWhole(await reportRevisions(archive, date))) {
    const byKey = one.account === wanted || one.account === accountKey(account.trim());
    const report = await readReport(archive, one);
    const { label, maskedId } = report.account;
    if (byKey || [label, maskedId, `${label} ${maskedId}`].some((name) => name.toLowerCase() === wanted)) {
      return { report };
    }
    accounts.push(`${label} ${maskedId}`);
  }
  return { accounts };
}
