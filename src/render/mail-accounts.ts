import type { Report } from '#report/report';
import { type Cell, isMissing, type Missing } from '#report/value';
import type { MailHero, MailSection, MailTable, MailTableRow } from '#templates/mail-data';
import { dayText, figureText, moneyText, returnText } from './format.ts';
import { hero } from './hero.ts';
import { brief, inert, shortened } from './inert.ts';
import type { Failure } from './mail-subject.ts';
import { mailTrouble } from './trouble.ts';
import { checkVerdict } from './verdict.ts';

/** What a mail of many accounts says of the trouble of each. */
const NOTES_EACH = 3;
const NOTE_LIMIT = 160;

/** `Main account U…4567`. */
export const accountName = ({ label, maskedId }: { label: string; maskedId: string }): string =>
  `${brief(label, 60)} ${brief(maskedId, 20)}`;

interface Total {
  readonly value: number;
  /** Or why it is not known for every account. */
  readonly result: number | Missing;
  /** Value at the close before of all accounts together; undefined when it is not known for every account. */
  readonly opening: number | undefined;
  readonly currency: string;
}

/**
 * Why values can't be added, or their sum: one currency, one day, real money with real money, and none missing. Empty where
 * amounts are hidden: there is nothing to add, and nothing to say of it.
 */
function totalOf(reports: readonly Report[]): Total | string {
  const [first] = reports;
  if (!first) return 'There is no report.';
  if (reports.some(({ discreet }) => discreet)) return '';
  const differs = (of: (report: Report) => unknown): boolean => reports.some((report) => of(report) !== of(first));
  if (differs(({ account }) => account.baseCurrency)) return 'Base currencies differ: there is no total.';
  if (differs(({ account }) => account.paper)) return 'Paper money and real money are not added.';
  if (differs(({ marketDate }) => marketDate)) return 'The reports are of different days: there is no total.';
  const value = sum(reports.map(({ headline }) => headline.netAssetValue));
  if (value === undefined) return 'A value is missing: there is no total.';
  const result = sum(reports.map(({ headline }) => headline.dayResult)) ?? whyNotAll(reports);
  const opening = sum(reports.map(({ day }) => day?.opening ?? null));
  return { value, result, opening, currency: first.account.baseCurrency };
}

function sum(cells: readonly Cell[]): number | undefined {
  let total = 0;
  for (const cell of cells) {
    if (typeof cell !== 'number') return undefined;
    total += cell;
  }
  return total;
}

/** The one reason of all accounts that hold anything, as in the evening; else that it is not the same for all. */
function whyNotAll(reports: readonly Report[]): Missing {
  const held = reports.filter(({ day }) => day?.opening !== 0);
  const reasons = new Set(held.map(({ headline: { dayResult } }) => (isMissing(dayResult) ? dayResult.missing : '')));
  const [reason] = reasons;
  return { missing: reasons.size === 1 && reason ? reason : 'not known for every account' };
}

/**
 * The total of several accounts as the mail's hero; undefined where there is none. Its return is the result on what all
 * began the day with: what came and went, between them too, is in no result.
 */
export function totalHero(reports: readonly Report[], failures: readonly Failure[]): MailHero | undefined {
  const [first] = reports;
  const total = totalOf(reports);
  if (!first || typeof total === 'string') return undefined;
  const all = reports.length + failures.length;
  const headline = {
    ...first.headline,
    netAssetValue: total.value,
    dayResult: total.result,
    dayReturn:
      typeof total.result === 'number' && (total.opening ?? 0) > 0 ? total.result / (total.opening ?? 1) : null,
  };
  const open = reports.some((report) => report.finality === 'preliminary') ? ', preliminary' : '';
  return {
    label: `Total, ${all === reports.length ? `${all}` : `${reports.length} of ${all}`} accounts`,
    maskedId: '',
    day: dayText(first.marketDate) + open,
    ...hero(headline, total.currency, first.timeZone),
    basis: ['Sum of the accounts below'],
  };
}

/** Of more accounts than `most`: so many, those with trouble before the others, in their own order. */
export function namedAccounts(reports: readonly Report[], most: number): readonly Report[] {
  if (reports.length <= most) return reports;
  const [wrong, well] = [true, false].map((trouble) =>
    reports.filter((report) => (mailTrouble(report).title !== '') === trouble),
  );
  const named = new Set([...(wrong ?? []), ...(well ?? [])].slice(0, most));
  return reports.filter((report) => named.has(report));
}

/**
 * Value, checks, day and year of each account, then what has no report, then the total where there is one. Of more than
 * `most` accounts, or accounts without a report, the rest are counted, and their values summed up.
 */
export function accountsTable(
  reports: readonly Report[],
  failures: readonly Failure[],
  detailsElsewhere: boolean,
  most: number = Number.POSITIVE_INFINITY,
): MailTable {
  const total = totalOf(reports);
  const one = typeof total === 'string' ? undefined : total.currency;
  const named = namedAccounts(reports, most);
  const rows = named.map((report): MailTableRow => {
    const { account, headline } = report;
    const value = report.discreet
      ? percent(headline.dayReturn)
      : figureText(headline.netAssetValue, 'money', one ? undefined : account.baseCurrency, report.timeZone);
    const under = [
      checkVerdict([report]).text,
      ...(report.discreet ? [] : [`day ${percent(headline.dayReturn)}`]),
      ...periodPart(report, 'Month'),
      `year ${percent(headline.yearReturn)}`,
      ...(account.paper ? ['paper money'] : []),
    ];
    return line(accountName(account), value, { lead: 0, under });
  });
  const missing = failures.slice(0, most).map((failure) => line(accountName(failure), 'no report', { dim: true }));
  const nameless = failures.length - missing.length;
  if (nameless > 0) missing.push(line(`${nameless} more accounts`, 'no report', { dim: true }));
  if (reports.length > named.length) rows.push(othersLine(reports, named));
  const last =
    typeof total === 'string'
      ? []
      : [
          line(missing.length === 0 ? 'Total' : `Total of ${reports.length}`, moneyText(total.value), {
            strong: true,
            total: true,
          }),
        ];
  const note = [
    ...(typeof total === 'string' ? [] : movedBetween(reports)),
    typeof total === 'string' ? total : '',
    detailsElsewhere ? 'The details of each account stand in its full report.' : '',
  ];
  return {
    kind: 'table',
    title: 'Accounts',
    note: note.filter((part) => part !== '').join(' '),
    heads: [one ? inert(one) : reports.some(({ discreet }) => discreet) ? 'Day' : 'Value'],
    firstHead: 'Account',
    widths: [52, 48],
    titleInHead: true,
    rows: [...rows, ...missing, ...last],
  };
}

function periodPart({ headline }: Report, name: string): string[] {
  const period = headline.periods.find((one) => one.name === name);
  return period ? [`${name.toLowerCase()} ${percent(period.twr)}`] : [];
}

const MOST_MOVES = 3;

/** Cash that left one of the accounts and came to another: the same amount of the same currency, out and in. */
function movedBetween(reports: readonly Report[]): string[] {
  const moves = reports.flatMap(({ account, day }) => (day?.moved ?? []).map((one) => ({ ...one, account })));
  const came = moves.filter(({ amount }) => amount > 0);
  const texts = moves
    .filter(({ amount }) => amount < 0)
    .flatMap((out) => {
      const place = came.findIndex(
        ({ account, currency, amount }) =>
          account.key !== out.account.key && currency === out.currency && Math.abs(amount + out.amount) < 0.005,
      );
      const [into] = place < 0 ? [] : came.splice(place, 1);
      if (!into) return [];
      const amount = `${moneyText(into.amount)} ${inert(into.currency)}`;
      return [`${amount} moved from ${brief(out.account.label, 30)} to ${brief(into.account.label, 30)}`];
    });
  if (texts.length === 0) return [];
  const more = texts.length > MOST_MOVES ? [`${texts.length - MOST_MOVES} more such moves`] : [];
  const nets = texts.length === 1 ? 'It nets' : 'They net';
  return [`Left out: ${[...texts.slice(0, MOST_MOVES), ...more].join('; ')}. ${nets} to zero in the total.`];
}

function othersLine(reports: readonly Report[], named: readonly Report[]): MailTableRow {
  const known = new Set(named);
  const others = reports.filter((report) => !known.has(report));
  const total = totalOf(others);
  const value = typeof total !== 'string' ? moneyText(total.value) : total === '' ? '' : 'n/a';
  const label = others.length === 1 ? '1 more account' : `${others.length} more accounts`;
  return line(label, value, { lead: 0, under: [checkVerdict(others).text] });
}

function line(label: string, value: string, rest: Partial<MailTableRow>): MailTableRow {
  const plain = { strong: false, lead: -1, dim: false, total: false };
  return { ...plain, ...rest, label: shortened(label, 60), cells: [shortened(value, 60)], figures: [true] };
}

const percent = (cell: Cell): string => (typeof cell === 'number' ? returnText(cell) : 'n/a');

/** With many accounts their details are left to the attached files, but never what is not right. */
export function accountNotes(reports: readonly Report[]): MailSection[] {
  const items = reports.flatMap((report) =>
    mailTrouble(report)
      .lines.slice(0, NOTES_EACH)
      .map(({ term, text }) => ({
        term: `${accountName(report.account)}: ${term}`,
        text: shortened(text, NOTE_LIMIT),
      })),
  );
  return items.length === 0 ? [] : [{ kind: 'words', title: 'Notes', right: '', note: '', items }];
}
