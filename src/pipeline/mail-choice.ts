import { DEFAULT_LOCALE, type Locale } from '#domain/locale';
import { discreetReport } from '#report/discreet';
import type { Report } from '#report/report';

/** What one recipient asked for. */
export interface MailChoice {
  /** Workbook and page come with the mail. */
  readonly attach: boolean;
  /** `short`: value, returns and what is not right. Default: `full`. */
  readonly detail?: 'full' | 'short';
  /** Percentages and weights alone, in everything that reaches this person. Default: false. */
  readonly discreet?: boolean;
  /** Number separators and date words of mail and page. Default: en-US, in which the archive's page is written. */
  readonly locale?: Locale;
  /** IANA zone in which this person sees times. Default: the owner's. */
  readonly timeZone?: string | undefined;
}

/** The report as this person may see it, in this person's zone. Nothing that is hidden from them is in it. */
export function reportFor(report: Report, { discreet, timeZone }: MailChoice): Report {
  const seen = discreet ? discreetReport(report) : report;
  return timeZone === undefined || timeZone === seen.timeZone ? seen : { ...seen, timeZone };
}

/** Whether the archive's own page, or workbook, is what this person asked for; else one is made for them alone. */
export function takesArchived(kind: 'page' | 'workbook', report: Report, choice: MailChoice): boolean {
  if (choice.discreet) return false;
  if (kind === 'workbook') return true;
  const sameZone = choice.timeZone === undefined || choice.timeZone === report.timeZone;
  return sameZone && (choice.locale ?? DEFAULT_LOCALE) === DEFAULT_LOCALE;
}
