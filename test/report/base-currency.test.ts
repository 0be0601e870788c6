import { beforeEach, describe, expect, it } from 'vitest';
import { saveSnapshot } from '#archive/snapshot-store';
import { type CalendarDate, calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import { publish } from '#pipeline/publish';
import { readOpenings } from '#pipeline/read-openings';
import type { Block, BridgeBlock, SeriesBlock } from '#report/block';
import type { Report } from '#report/report';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { reportOf } from '#test/support/report-of';
import {
  account,
  daysBack,
  MARKET_DATE,
  MORNING_AFTER,
  performance,
  present,
  series,
  snapshot,
} from '#test/support/snapshot';
import { bridge, cashTransaction, statement } from '#test/support/statement-dataset';

const ACCOUNT = '0123456789ab';
/** The last ten market days are in dollars; before, the same account was told in euros, at 1.25. */
const days = daysBack(MARKET_DATE, 20);
const [since, before] = [days[10] as CalendarDate, days[9] as CalendarDate];
const values = days.map((_, i) => (i < 10 ? 1000 + i : 1260 + i));
const history = performance([series(values)]);
const told = statement({
  cashTransactions: [
    cashTransaction('dividend', 100, { date: before, reported: before }),
    cashTransaction('dividend', 7, { date: since, reported: since }),
  ],
  changes: [bridge(1000, { mtm: 279 }, { from: calendarDate('2026-11-01') })],
  netAssetValues: days.map((date, i) => ({ date, total: values[i] ?? 0, parts: {}, remainder: {} })),
});
const now = snapshot({
  datasets: { performance: present(history, MORNING_AFTER), statement: present(told, MORNING_AFTER) },
});
const report = (baseSince?: CalendarDate): Report =>
  reportOf(now, { accountKey: ACCOUNT, ...(baseSince ? { baseSince } : {}) });
const find = <B extends Block>(of: Report, id: string): B | undefined =>
  of.sections.flatMap(({ blocks }) => blocks).find((block) => block.id === id) as B | undefined;

describe('F33 a base currency that changed', () => {
  it('F33: splits the series, so that no return leads across the break', () => {
    const month = ({ headline }: Report) => headline.periods.find(({ name }) => name === 'Month')?.twr;
    expect(month(report())).toBeGreaterThan(0.2);
    const made = report(since);
    const value = find<SeriesBlock>(made, 'value');
    expect(value?.dates[0]).toBe(since);
    expect(value?.dates).toHaveLength(10);
    expect(month(made)).toBeUndefined();
    expect(value?.extra?.find(({ title }) => title === 'Cumulative return')?.values.at(-1)).toBeCloseTo(
      1279 / 1270 - 1,
      7,
    );
    expect(made.headline.dayReturn).toBeCloseTo(1279 / 1278 - 1, 7);
  });

  it('F33: leaves no line of the broker’s that leads across it, and counts sums from it', () => {
    const periods = (of: Report) => find<BridgeBlock>(of, 'bridge')?.periods.map(({ name }) => name);
    expect(periods(report())).toContain('Month');
    expect(periods(report(since))).toEqual(['Day']);
    const income = (of: Report): string => JSON.stringify(of.sections.find(({ id }) => id === 'income'));
    expect(income(report())).toContain('107');
    expect(income(report(since))).not.toContain('107');
    expect(income(report(since))).toMatch(/:7[,}]/);
  });

  it('F33: is said on the report', () => {
    expect(report(since).warnings).toContainEqual({
      term: 'Base currency',
      text: 'The base currency is USD since 9 Nov 2026, another before: values, returns and sums begin there, and none leads across.',
    });
    expect(report().warnings.map(({ term }) => term)).not.toContain('Base currency');
  });
});

describe('F33 the day that the base currency changed on', () => {
  let archive: MemoryArchive;
  const save = (marketDate: CalendarDate, baseCurrency: string): Promise<unknown> =>
    saveSnapshot(
      archive,
      ACCOUNT,
      snapshot({
        run: { kind: 'close', marketDate },
        takenAt: `${marketDate}T21:31:04Z`,
        account: account({ baseCurrency }),
      }),
    );
  const found = async (of: Snapshot = now) => (await readOpenings(archive, ACCOUNT, of, newYorkCalendar())).baseSince;

  beforeEach(async () => {
    archive = memoryArchive();
    await save(calendarDate('2026-10-30'), 'EUR');
  });

  it('F33: is found among the archived days, and each report is split there', async () => {
    for (const [i, day] of days.entries()) if (day < MARKET_DATE && i > 5) await save(day, i < 10 ? 'EUR' : 'USD');
    expect(await found()).toBe(since);
    await saveSnapshot(archive, ACCOUNT, now);
    const made = await publish(
      { run: now.run, account: ACCOUNT, timeZone: 'America/New_York', verify: false },
      { archive, calendar: newYorkCalendar(), progress: () => undefined, version: '0.1.0' },
    );
    expect(made && find<SeriesBlock>(made.report, 'value')?.dates[0]).toBe(since);
  });

  it('F33: is the day itself where no day between is kept, and none where nothing changed', async () => {
    expect(await found()).toBe(MARKET_DATE);
    archive = memoryArchive();
    await save(calendarDate('2026-10-30'), 'USD');
    expect(await found()).toBeUndefined();
  });
});
