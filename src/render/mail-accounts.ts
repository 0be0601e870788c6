import type { Report } from '#report/report';
import { type Cell, isMissing, type Missing } from '#report/value';
import type { MailHero, MailSection } from '#templates/mail-data';
import { totalBesideBenchmark } from './beside-benchmark.ts';
import { countedAccounts, wholeText } from './counted.ts';
import { dayText } from './format.ts';
import { hero } from './hero.ts';
import { brief, shortened } from './inert.ts';
import type { Failure } from './mail-subject.ts';
import { mailTrouble } from './trouble.ts';

/** What a mail of many accounts says of the trouble of each. */
const NOTES_EACH = 3;
const NOTE_LIMIT = 160;

/** `Main account U…4567`. */
export const accountName = ({ label, maskedId }: { label: string; maskedId: string }): string =>
  `${brief(label, 60)} ${brief(maskedId, 20)}`.trim();

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
export function totalOf(reports: readonly Report[]): Total | string {
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
 * The day's return of all accounts together: the result on what all began the day with. What came and went, between them
 * too, is in no result. Null where it is not known.
 */
export function totalReturn(total: Total | string): number | null {
  if (typeof total === 'string' || typeof total.result !== 'number' || total.opening === undefined) return null;
  return total.opening > 0 ? total.result / total.opening : null;
}

/** The total of several accounts as the mail's hero; undefined where there is none. */
export function totalHero(reports: readonly Report[], failures: readonly Failure[]): MailHero | undefined {
  const [first] = reports;
  const total = totalOf(reports);
  if (!first || typeof total === 'string') return undefined;
  const all = reports.length + failures.length;
  const dayReturn = totalReturn(total);
  const headline = { ...first.headline, netAssetValue: total.value, dayResult: total.result, dayReturn };
  const open = reports.some((report) => report.finality === 'preliminary') ? ', preliminary' : '';
  return {
    label: `Total, ${all === reports.length ? '' : `${wholeText(reports.length)} of `}${countedAccounts(all)}`,
    maskedId: '',
    day: dayText(first.marketDate) + open,
    ...hero(headline, total.currency, first.timeZone),
    basis: [totalBesideBenchmark(reports, headline.dayReturn), 'Sum of the accounts below'].filter(
      (part) => part !== '',
    ),
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
