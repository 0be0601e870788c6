import type { CalendarDate } from '#domain/calendar-date';
import type { Locale } from '#domain/locale';
import type { Report } from '#report/report';
import type { MailData, MailHero, MailRows, MailSection } from '#templates/mail-data';
import type { Band } from '#templates/page-data';
import { besideBenchmark } from './beside-benchmark.ts';
import { dayOf, shortDay } from './day-text.ts';
import { dayText, sizeText } from './format.ts';
import { hero } from './hero.ts';
import { brief, inert } from './inert.ts';
import { instantText } from './instant-text.ts';
import { accountName, accountNotes, accountsTable, namedAccounts, totalHero } from './mail-accounts.ts';
import { mailSection, row } from './mail-block.ts';
import { type Failure, preheaderOf, subjectOf } from './mail-subject.ts';
import { mailTrouble } from './trouble.ts';
import { checkVerdict } from './verdict.ts';

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

const NAME_LIMIT = 60;
const TEXT_LIMIT = 240;

/**
 * How much a mail tells of each account: with `accounts`, the details are left to the files. With a number, each list
 * names so many accounts and counts the others.
 */
export type MailDepth = 'all' | 'accounts' | number;

/** The details of more accounts never fit into a mail: of their reports the `sections` are not looked at. */
export const MOST_IN_DETAIL = 50;

/** Turns reports into the texts of a mail. With one account it is the hero itself; with several, a total leads. */
export function mailData(input: MailInput, depth: MailDepth): MailData {
  const { reports, failures } = input;
  const [only] = reports;
  const single = reports.length === 1 && only !== undefined;
  const verdict = checkVerdict(reports);
  const band = bandOf(input, single, namedIn(depth));
  const top = single ? heroOf(only) : totalHero(reports, failures);
  const parts = single ? sectionsOf(only, depth, input.detail) : severalSections(input, depth);
  return {
    subject: subjectOf(reports, failures),
    preheader: preheaderOf(reports.length === 0 ? '' : verdict.text, reports, failures),
    verdict: reports.length === 0 ? { text: '! no report', trouble: true } : verdict,
    ...(band ? { band } : {}),
    ...(top ? { hero: top } : {}),
    sections: [...parts, ...madeAnew(input), ...(reports.length === 0 ? [] : [attached(input, depth)])],
    footer: footerOf(input, namedIn(depth)),
  };
}

const namedIn = (depth: MailDepth): number => (typeof depth === 'number' ? depth : Number.POSITIVE_INFINITY);

function bandOf({ reports, failures }: MailInput, single: boolean, named: number): Band | undefined {
  const wrong = reports
    .map((report) => ({ name: accountName(report.account), ...mailTrouble(report) }))
    .filter(({ title }) => title !== '');
  const missing = failures.map((failure) => ({ term: accountName(failure), text: brief(failure.text, TEXT_LIMIT) }));
  const [first] = wrong;
  if (single && missing.length === 0) return first ? { title: first.title, lines: first.lines } : undefined;
  if (wrong.length + missing.length === 0) return undefined;
  const lines = wrong.map(({ name, title }) => ({ term: name, text: title }));
  const title =
    missing.length > 0
      ? `No report for ${accounts(missing.length)}`
      : `Something to note about ${accounts(wrong.length)}`;
  const all = [...missing, ...lines];
  const more = all.length - named;
  const rest = more > 0 ? [{ term: 'And', text: `${more} accounts more; their own reports say what it is.` }] : [];
  return { title, lines: [...all.slice(0, named), ...rest, ...(single && first ? first.lines : [])] };
}

const accounts = (count: number): string => (count === 1 ? '1 account' : `${count} accounts`);

function heroOf(report: Report): MailHero {
  return {
    label: brief(report.account.label, NAME_LIMIT),
    maskedId: inert(report.account.maskedId),
    day: dayText(report.marketDate) + (report.finality === 'preliminary' ? ', preliminary' : ''),
    ...hero(report.headline, report.account.baseCurrency, report.timeZone),
    basis: [besideBenchmark(report.headline), brief(report.headline.netAssetValueBasis, TEXT_LIMIT)]
      .filter((part) => part !== '')
      .join(' · '),
  };
}

function severalSections(input: MailInput, depth: MailDepth): MailSection[] {
  const { reports, failures } = input;
  if (reports.length === 0) return [];
  if (depth !== 'all' || input.detail === 'short') {
    const named = namedAccounts(reports, namedIn(depth));
    return [accountsTable(reports, failures, true, namedIn(depth)), ...accountNotes(named)];
  }
  const each = reports.flatMap((report): MailSection[] => {
    const { lines } = mailTrouble(report);
    return [
      { kind: 'account', title: '', note: '', hero: heroOf(report), lines },
      ...sectionsOf(report, depth, 'full'),
    ];
  });
  return [accountsTable(reports, failures, false), ...each];
}

function sectionsOf(report: Report, depth: MailDepth, detail: MailInput['detail'] = 'full'): MailSection[] {
  if (depth !== 'all') return [dataAsOf(report)];
  const all = report.sections.flatMap((section) => section.blocks).filter((block) => block.shownIn.includes('mail'));
  // The returns are the first table of a report; the rest is look-up, and in the files.
  const blocks = detail === 'short' ? all.filter(({ kind }) => kind === 'table').slice(0, 1) : all;
  // The verdict stands on top already; what did not pass is looked up below the figures.
  const inOrder = [
    ...blocks.filter(({ kind }) => kind !== 'checks'),
    ...blocks.filter(({ kind }) => kind === 'checks'),
  ];
  const drawn = inOrder.flatMap((block) => mailSection(block, report.headline, report.timeZone) ?? []);
  return [...drawn, dataAsOf(report)];
}

function dataAsOf(report: Report): MailSection {
  const rows = report.asOf.map(({ data, at, missing, late }) => {
    const day = at === undefined ? undefined : dayOf(at);
    const value = day ? shortDay(day) : instantText(at ?? report.takenAt, report.timeZone);
    const label = `${late ? '! ' : ''}${brief(data, NAME_LIMIT)}`;
    return at === undefined
      ? row(label, brief(missing ?? 'not known', TEXT_LIMIT), 'n/a', late)
      : row(label, '', value, late);
  });
  return { kind: 'rows', title: 'Data as of', note: '', rows };
}

function madeAnew({ corrected = [] }: MailInput): MailSection[] {
  if (corrected.length === 0) return [];
  const [reports, statement] =
    corrected.length === 1 ? ['The report', 'a Flex statement'] : ['The reports', 'Flex statements'];
  const text = `${reports} of ${corrected.map(dayText).join(', ')}, with ${statement} that came late. In your archive; no mail of its own follows.`;
  return [{ kind: 'words', title: 'Made anew', note: '', right: '', items: [{ term: '', text }] }];
}

function attached({ attachments, leftOut = [], archivePlace }: MailInput, depth: MailDepth): MailSection {
  const together = typeof depth === 'number' && attachments.length > LEFT_OUT_LINES;
  const rows = [
    ...(together ? [row(`${attachments.length} files`, 'attached', sizeText(sumOf(attachments)), false)] : []),
    ...(together ? [] : attachments).map(({ name, title, bytes }) =>
      row(brief(title, NAME_LIMIT), '', fileText(name, bytes), false),
    ),
    ...leftOutRows(leftOut, archivePlace),
  ];
  const none = `Nothing: the files are in your archive at ${brief(archivePlace, TEXT_LIMIT)}.`;
  if (rows.length === 0)
    return { kind: 'words', title: 'Attached', note: '', right: '', items: [{ term: '', text: none }] };
  return { kind: 'rows', title: 'Attached', note: '', rows };
}

/** More files than this are told in one line: a mail of many accounts must not grow too large by them. */
const LEFT_OUT_LINES = 4;

function leftOutRows(leftOut: NonNullable<MailInput['leftOut']>, archivePlace: string): MailRows['rows'] {
  if (leftOut.length > LEFT_OUT_LINES) {
    const where = `too large to attach with the rest, in your archive at ${brief(archivePlace, TEXT_LIMIT)}`;
    return [row(`! ${leftOut.length} files`, where, sizeText(sumOf(leftOut)), false)];
  }
  return leftOut.map(({ name, title, bytes, place = '', why: reason }) => {
    if (reason !== undefined) return row(`! ${brief(title, NAME_LIMIT)}`, brief(reason, TEXT_LIMIT), 'n/a', false);
    const why = bytes === undefined ? 'missing in your archive at' : 'too large to attach, in your archive at';
    const value = bytes === undefined ? 'n/a' : fileText(name, bytes);
    return row(`! ${brief(title, NAME_LIMIT)}`, `${why} ${brief(place, TEXT_LIMIT)}`, value, false);
  });
}

const sumOf = (files: readonly { readonly bytes?: number }[]): number =>
  files.reduce((sum, { bytes = 0 }) => sum + bytes, 0);

function fileText(name: string, bytes: number): string {
  const kind = inert(name).split('.').at(-1)?.toUpperCase() ?? '';
  return `${brief(kind, 8)} ${sizeText(bytes)}`;
}

function footerOf(input: MailInput, named: number): string[] {
  const preliminary = input.reports.some((report) => report.finality === 'preliminary');
  const revisions = input.reports.filter((report) => report.revision > 1);
  const more = revisions.length - named;
  const edition = revisions
    .slice(0, named)
    .map((report) =>
      input.reports.length === 1
        ? `Revision ${report.revision} of this day’s report.`
        : `${brief(report.account.label, NAME_LIMIT)}: revision ${report.revision} of this day’s report.`,
    );
  const sent = `Sent ${instantText(input.sentAt, input.timeZone)}.`;
  return [
    [
      preliminary ? 'Preliminary: figures may still change.' : '',
      ...edition,
      more > 0 ? `Of ${more} accounts more it is a later revision too.` : '',
      sent,
    ]
      .filter((part) => part !== '')
      .join(' '),
    'Information, not advice. The broker’s statement prevails. Past returns do not predict.',
    `In your archive at ${brief(input.archivePlace, TEXT_LIMIT)}.`,
  ];
}
