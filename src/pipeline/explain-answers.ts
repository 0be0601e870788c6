import type { Archive } from '#archive/archive';
import { benchmarkFileKey } from '#archive/keys';
import { readMonth } from '#archive/statement-month';
import type { CalendarDate } from '#domain/calendar-date';
import { datasetOf, type Snapshot } from '#domain/snapshot';
import type { Told } from '#report/explain/derivation';
import { keptBenchmarks } from './benchmark-index.ts';
import type { Reckoning } from './explain-reckoning.ts';
import { type RawRow, rawRows } from './raw-rows.ts';

/** The archived answers behind a report. */
export interface Answers {
  /** Archive keys of those that may hold a field, the likeliest first. */
  of(told: Told): Promise<readonly string[]>;
  /** Archive keys of the statements that told some days, the newest answer first. */
  statements(from: CalendarDate, to: CalendarDate): Promise<readonly string[]>;
  rows(key: string): Promise<readonly RawRow[]>;
}

/** Answers that are held at once, read. */
const HELD = 16;

export function openAnswers(archive: Archive, { book, gateway }: Reckoning): Answers {
  const account = book.report.account.key;
  const held = new Map<string, Promise<readonly RawRow[]>>();
  const months = new Map<string, ReturnType<typeof readMonth>>();
  const statements = async (from: CalendarDate, to: CalendarDate): Promise<readonly string[]> => {
    const keys: string[] = [];
    for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = nextMonth(month)) {
      const log = months.get(month) ?? readMonth(archive, account, month);
      months.set(month, log);
      const { answers } = await log;
      const fitting = answers.filter((answer) => answer.from <= to && answer.to >= from);
      keys.push(...fitting.sort((a, b) => (a.askedAt < b.askedAt ? 1 : -1)).map(({ raw }) => raw));
    }
    return [...new Set(keys)];
  };
  const benchmarkFile = async (): Promise<readonly string[]> => {
    const kept = (await keptBenchmarks(archive)).find(({ name }) => name === book.report.benchmark?.name);
    return kept ? [benchmarkFileKey(kept.sha256)] : [];
  };
  const snapshotOf = ({ at, source }: Told): Snapshot | undefined =>
    source === 'gateway' ? gateway : at === undefined ? book.snapshot : book.closes.get(at);
  return {
    statements,
    of: async (told) => {
      if (told.dataset === 'benchmark') return benchmarkFile();
      const { day, since = day } = told;
      const snapshot = snapshotOf(told);
      const dataset = snapshot && datasetOf(snapshot, told.dataset);
      const own = dataset?.status === 'present' ? dataset.raw : [];
      const ofDays = day === undefined || since === undefined ? [] : await statements(since, day);
      return [...new Set([...ofDays, ...own])];
    },
    rows: (key) => {
      const rows = held.get(key) ?? rawRows(archive, key);
      held.delete(key);
      held.set(key, rows);
      const [oldest] = held.keys();
      if (held.size > HELD && oldest !== undefined) held.delete(oldest);
      return rows;
    },
  };
}

function nextMonth(month: string): string {
  const [year, of] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return of === 12 ? `${year + 1}-01` : `${year}-${String(of + 1).padStart(2, '0')}`;
}
