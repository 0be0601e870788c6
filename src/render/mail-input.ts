import type { CalendarDate } from '#domain/calendar-date';
import type { Locale } from '#domain/locale';
import type { Report } from '#report/report';
import type { Failure } from './mail-subject.ts';

/** What one message is made of. Amounts come with the reports; nothing is looked up. */
export interface MailInput {
  /** One for each account of the recipient that has a report, in the order to be shown. */
  readonly reports: readonly Report[];
  /** The recipient's accounts without one. */
  readonly failures: readonly Failure[];
  readonly attachments: readonly { readonly name: string; readonly title: string; readonly bytes: number }[];
  /** Files of the reports that are not attached though they should be: too large, or (neither `bytes` nor `why`) not there. */
  readonly leftOut?: readonly {
    readonly name: string;
    readonly title: string;
    readonly bytes?: number;
    /** Where the file lies in the archive. */
    readonly place?: string;
    /** Why there is none, where it lies nowhere. */
    readonly why?: string;
  }[];
  /** `short`: value, returns and what is not right. Default: `full`. */
  readonly detail?: 'full' | 'short';
  /** Number separators and date words. Default: en-US. */
  readonly locale?: Locale;
  /** Days before, whose reports were made anew with a statement that came late. Default: none. */
  readonly corrected?: readonly CalendarDate[];
  /** Instant of sending, ISO 8601. */
  readonly sentAt: string;
  /** IANA zone of the recipient. */
  readonly timeZone: string;
  /** Where the files lie in the archive, in one line. */
  readonly archivePlace: string;
}

/** How much a mail tells of each account. */
export interface MailDepth {
  /** Which blocks of its report: with `none` it has a line in the list of accounts, and the details are left to the files. */
  readonly blocks: 'all' | 'brief' | 'none';
  /** Each list names so many accounts and counts the others. Default: all are named. */
  readonly named?: number;
}

/** The details of more accounts never fit into a mail: of their reports the `sections` are not looked at. */
export const MOST_IN_DETAIL = 50;
