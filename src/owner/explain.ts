import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import { type Deep, openExplainer } from '#pipeline/explain-figures';
import { figuresOf, type NamedFigure } from '#report/explain/named-figure';
import type { Report } from '#report/report';
import { newestWhole, readReport, reportRevisions } from './archive-days.ts';
import { figureMeant } from './figure-names.ts';

export type Explanation =
  | {
      readonly found: 'figure';
      readonly report: Report;
      readonly figure: NamedFigure;
      /** The figure, and with `deep` those it is made of; empty where the figure has no value, or no Snapshot is left. */
      readonly deep: Deep;
    }
  /** Every figure there is, for choosing. */
  | { readonly found: 'names'; readonly report: Report; readonly figures: readonly NamedFigure[] }
  /** `several`: all of them may be meant; `none`: these come near. */
  | {
      readonly found: 'several' | 'none';
      readonly report: Report;
      readonly asked: string;
      readonly figures: readonly NamedFigure[];
    }
  /** Labels of the accounts that have a report of the day; empty: none has. */
  | { readonly found: 'no-account'; readonly accounts: readonly string[] }
  /** The day has a report of the account, and no such revision; those there are. */
  | { readonly found: 'no-revision'; readonly revisions: readonly number[] };

export interface ExplainRequest {
  /** Label, masked number, number or key. */
  readonly account: string;
  readonly date: CalendarDate;
  /** Absent: the names are listed. */
  readonly figure?: string;
  /** Default: the newest. */
  readonly revision?: number;
  /** Whether inputs that are reckoned themselves are explained in turn. */
  readonly deep: boolean;
}

export interface ExplainPorts {
  readonly archive: Archive;
  readonly calendar: MarketCalendar;
}

/** A figure is made of no more than a few thousand others: days of a year, holdings, bookings. */
const MOST_STEPS = 2_000;

/** Tells of a figure of the day's report what it was reckoned from. @throws ArchiveError */
export async function explain(request: ExplainRequest, ports: ExplainPorts): Promise<Explanation> {
  const { archive, calendar } = ports;
  const chosen = await chooseReport(request, archive);
  if (!('report' in chosen)) return chosen;
  const { report } = chosen;
  const figures = figuresOf(report);
  const { figure: asked } = request;
  if (asked === undefined) return { found: 'names', report, figures };
  const meant = figureMeant(figures, asked);
  if ('candidates' in meant) return { found: 'several', report, asked, figures: meant.candidates };
  if ('near' in meant) return { found: 'none', report, asked, figures: meant.near };
  const { figure } = meant;
  const explainer = await openExplainer(archive, report, calendar);
  const deep = (await explainer?.explainDeeply(figure, request.deep ? MOST_STEPS : 1)) ?? { steps: [], left: 0 };
  return { found: 'figure', report, figure, deep };
}

type NotFound = Extract<Explanation, { readonly found: 'no-account' | 'no-revision' }>;

async function chooseReport(
  { account, date, revision }: ExplainRequest,
  archive: Archive,
): Promise<{ readonly report: Report } | NotFound> {
  const wanted = account.trim().toLowerCase();
  const accounts: string[] = [];
  const all = await reportRevisions(archive, date);
  for (const one of newestWhole(all)) {
    const report = await readReport(archive, one);
    const { label, maskedId } = report.account;
    const names = [one.account, label, maskedId, `${label} ${maskedId}`].map((name) => name.toLowerCase());
    if (names.includes(wanted) || one.account === accountKey(account.trim())) {
      if (revision === undefined || revision === one.revision) return { report };
      const own = all.filter((other) => other.account === one.account);
      const asked = own.find((other) => other.revision === revision);
      if (asked) return { report: await readReport(archive, asked) };
      return { found: 'no-revision', revisions: own.map((other) => other.revision).sort((a, b) => a - b) };
    }
    accounts.push(`${label} ${maskedId}`);
  }
  return { found: 'no-account', accounts };
}
