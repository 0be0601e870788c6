import type { Report } from '#report/report';
import type { MailData, MailHero, MailSection } from '#templates/mail-data';
import type { Band } from '#templates/page-data';
import { besideBenchmark } from './beside-benchmark.ts';
import { countedAccounts, wholeText } from './counted.ts';
import { dayOf, shortDay, weekdayDay } from './day-text.ts';
import { daysInWords, dayText } from './format.ts';
import { hero } from './hero.ts';
import { brief, inert } from './inert.ts';
import { instantText } from './instant-text.ts';
import { accountName, accountNotes, namedAccounts, totalHero, totalOf, totalReturn } from './mail-accounts.ts';
import { accountsList } from './mail-accounts-list.ts';
import { attached } from './mail-attached.ts';
import { fitted, mailSection, row } from './mail-block.ts';
import type { MailDepth, MailInput } from './mail-input.ts';
import { mailNotes } from './mail-notes.ts';
import { preheaderOf, subjectOf } from './mail-subject.ts';
import { mailTrouble } from './trouble.ts';
import { checkVerdict } from './verdict.ts';

const NAME_LIMIT = 60;
const TEXT_LIMIT = 240;
/** Of an account's only note, in the band of several accounts. */
const ONLY_LIMIT = 120;

/** Turns reports into the texts of a mail. With one account it is the hero itself; with several, a total leads. */
export function mailData(input: MailInput, depth: MailDepth): MailData {
  const { reports, failures } = input;
  const [only] = reports;
  const single = reports.length === 1 && only !== undefined;
  const verdict = checkVerdict(reports);
  const band = bandOf(input, single, namedIn(depth));
  const top = single ? heroOf(only) : totalHero(reports, failures);
  const told = input.detail === 'short' && depth.blocks === 'all' ? 'brief' : depth.blocks;
  const parts = single ? sectionsOf(only, told) : severalSections(input, depth, top !== undefined);
  return {
    subject: subjectOf(reports, failures, totalReturn(totalOf(reports))),
    preheader: preheaderOf(reports.length === 0 ? '' : verdict.text, reports, failures),
    verdict: reports.length === 0 ? { text: '! no report', trouble: true } : verdict,
    ...(band ? { band: { title: band.title, ...mailNotes(band.lines) } } : {}),
    ...(top ? { hero: top } : {}),
    sections: [...parts, ...madeAnew(input), ...(reports.length === 0 ? [] : [attached(input, depth)])],
    footer: footerOf(input, namedIn(depth)),
  };
}

const namedIn = ({ named = Number.POSITIVE_INFINITY }: MailDepth): number => named;

function bandOf({ reports, failures }: MailInput, single: boolean, named: number): Band | undefined {
  const wrong = reports
    .map((report) => ({ name: accountName(report.account), warned: report.warnings.length, ...mailTrouble(report) }))
    .filter(({ title }) => title !== '');
  const missing = failures.map((failure) => ({ term: accountName(failure), text: brief(failure.text, TEXT_LIMIT) }));
  const [first] = wrong;
  if (single && missing.length === 0) return first ? { title: first.title, lines: first.lines } : undefined;
  if (wrong.length + missing.length === 0) return undefined;
  // One warning alone is told in place of its count.
  const lines = wrong.map(({ name, title, warned, lines: [only, ...others] }) => ({
    term: name,
    text: only && others.length === 0 && warned === 1 ? brief(`${only.term}: ${only.text}`, ONLY_LIMIT) : title,
  }));
  const title =
    missing.length > 0
      ? `No report for ${countedAccounts(missing.length)}`
      : `Something to note about ${countedAccounts(wrong.length)}`;
  const all = [...missing, ...lines];
  const more = all.length - named;
  const rest =
    more > 0 ? [{ term: 'And', text: `${wholeText(more)} accounts more; their own reports say what it is.` }] : [];
  return { title, lines: [...all.slice(0, named), ...rest, ...(single && first ? first.lines : [])] };
}

function heroOf(report: Report): MailHero {
  return {
    label: brief(report.account.label, NAME_LIMIT),
    maskedId: inert(report.account.maskedId),
    day: dayText(report.marketDate) + (report.finality === 'preliminary' ? ', preliminary' : ''),
    ...hero(report.headline, report.account.baseCurrency, report.timeZone),
    basis: [
      besideBenchmark(report.headline),
      brief(daysInWords(report.headline.netAssetValueBasis), TEXT_LIMIT),
      ...noTrading(report),
    ].filter((part) => part !== ''),
  };
}

/** A closed weekday has no mail of its own: the next one says why none came. */
function noTrading({ closedBefore = [] }: Report): string[] {
  return closedBefore.map(({ date, reason }) => `No trading on ${weekdayDay(date)}: ${brief(reason, NAME_LIMIT)}`);
}

/** The day stands on top with the total; where there is none, each account says its own. */
function severalSections(input: MailInput, depth: MailDepth, dayOnTop: boolean): MailSection[] {
  const { reports, failures } = input;
  if (reports.length === 0) return [];
  if (depth.blocks === 'none' || input.detail === 'short') {
    const named = namedAccounts(reports, namedIn(depth));
    return [accountsList(reports, failures, true, namedIn(depth)), ...accountNotes(named)];
  }
  const common = commonAge(reports);
  const each = reports.flatMap((report): MailSection[] => {
    const { lines } = mailTrouble(report);
    const own = sectionsOf(report, depth.blocks).filter((section) => !isSame(section, common));
    return [
      {
        kind: 'account',
        title: '',
        note: '',
        hero: { ...heroOf(report), ...(dayOnTop ? { day: '' } : {}) },
        notes: mailNotes(lines),
      },
      ...own,
    ];
  });
  return [accountsList(reports, failures, depth.blocks === 'brief'), ...each, ...(common ? [common] : [])];
}

const isSame = (one: MailSection, other: MailSection | undefined): boolean =>
  other !== undefined && JSON.stringify({ ...one, note: '' }) === JSON.stringify({ ...other, note: '' });

/** How old the data of most accounts are, where two at least agree: said once, and with an account only if it differs. */
function commonAge(reports: readonly Report[]): MailSection | undefined {
  const ages = reports.map((report) => dataAsOf(report));
  const counts = ages.map((age) => ages.filter((other) => isSame(age, other)).length);
  const most = Math.max(...counts);
  const common = most < 2 ? undefined : ages[counts.indexOf(most)];
  return common && { ...common, note: most === ages.length ? '' : 'Of all accounts that do not say otherwise.' };
}

function sectionsOf(report: Report, told: MailDepth['blocks']): MailSection[] {
  if (told === 'none') return [dataAsOf(report)];
  const all = report.sections.flatMap((section) => section.blocks).filter((block) => block.shownIn.includes('mail'));
  // What is left out is look-up, and in the files.
  const blocks = told === 'all' ? all : all.filter((block) => block.brief);
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
  return { kind: 'rows', title: 'Data as of', note: '', rows: fitted(rows) };
}

function madeAnew({ corrected = [] }: MailInput): MailSection[] {
  if (corrected.length === 0) return [];
  const [reports, statement] =
    corrected.length === 1 ? ['The report', 'a Flex statement'] : ['The reports', 'Flex statements'];
  const text = `${reports} of ${corrected.map(dayText).join(', ')}, with ${statement} that came late. In your archive; no mail of its own follows.`;
  return [{ kind: 'words', title: 'Made anew', note: '', right: '', items: [{ term: '', text }] }];
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
      more > 0 ? `Of ${wholeText(more)} accounts more it is a later revision too.` : '',
      sent,
    ]
      .filter((part) => part !== '')
      .join(' '),
    'Information, not advice. The broker’s statement prevails. Past returns do not predict.',
    ...(input.reports.some(({ discreet }) => discreet)
      ? ['Amounts are left out, as you chose.']
      : [`In your archive at ${brief(input.archivePlace, TEXT_LIMIT)}.`]),
  ];
}
