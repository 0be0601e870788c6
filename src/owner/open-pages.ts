import type { Archive } from '#archive/archive';
import { reportFolder } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import { newestWhole, type RevisionName, readReport, reportRevisions } from './archive-days.ts';

/** A day's page, ready to be shown. */
export interface DayPage {
  readonly label: string;
  readonly maskedId: string;
  readonly date: CalendarDate;
  readonly revision: number;
  readonly key: string;
  /** A good name for a copy of it. */
  readonly name: string;
  readonly body: Uint8Array;
}

/** The newest page of each account of a day; of the newest day that has a report when `date` is absent. */
export async function dayPages(archive: Archive, date?: CalendarDate): Promise<DayPage[]> {
  const reports = newestWhole(await reportRevisions(archive, date));
  const day = date ?? reports.at(-1)?.date;
  const pages = await Promise.all(
    reports.filter((report) => report.date === day).map((report) => pageOf(archive, report)),
  );
  return pages.filter((page) => page !== undefined);
}

async function pageOf(archive: Archive, name: RevisionName): Promise<DayPage | undefined> {
  const key = `${reportFolder(name.date, name.account, name.revision)}page.html`;
  const body = await archive.get(key);
  if (!body) return undefined;
  const { label, maskedId } = (await readReport(archive, name)).account;
  const { date, revision, account } = name;
  return { label, maskedId, date, revision, key, name: `daybook-${date}-${account}-r${revision}.html`, body };
}

/** What people call the accounts of an archive, by account key, from the newest report of each. */
export async function accountNames(archive: Archive, revisions: readonly RevisionName[]): Promise<Map<string, string>> {
  const newest = new Map<string, RevisionName>();
  for (const one of revisions) {
    const known = newest.get(one.account);
    if (!known || known.date < one.date) newest.set(one.account, one);
  }
  const names = new Map<string, string>();
  for (const [account, one] of newest) {
    const report = await readReport(archive, one);
    names.set(account, `${report.account.label} ${report.account.maskedId}`);
  }
  return names;
}
