import { beforeEach, describe, expect, it } from 'vitest';
import { saveSnapshot } from '#archive/snapshot-store';
import { type CalendarDate, calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import { publish } from '#pipeline/publish';
import { readOpenings } from '#pipeline/read-openings';
import type { BridgeBlock, Check } from '#report/block';
import type { Report } from '#report/report';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { balance, ledger, MORNING_AFTER, position, present, snapshot } from '#test/support/snapshot';
import { cashTransaction, statement, trade } from '#test/support/statement-dataset';

const ACCOUNT = '0123456789ab';
const [MONTH, YEAR, YESTERDAY] = ['2026-10-30', '2025-12-31', '2026-11-19'].map(calendarDate) as [
  CalendarDate,
  CalendarDate,
  CalendarDate,
];
const calendar = newYorkCalendar();
let archive: MemoryArchive;

const closeOf = (marketDate: CalendarDate, takenAt = `${marketDate}T21:31:04Z`): Snapshot =>
  snapshot({
    run: { kind: 'close', marketDate },
    takenAt,
    datasets: {
      positions: present([position()], `${marketDate}T21:31:04Z`),
      ledger: present(ledger([balance('USD', 480, { held: 1000 })]), `${marketDate}T21:31:04Z`),
    },
  });
const save = (one: Snapshot) => saveSnapshot(archive, ACCOUNT, one);
const damage = (key: string) => archive.objects.set(key, Buffer.from('{"schema":"daybook-snapshot/1"'));
const openings = () => readOpenings(archive, ACCOUNT, snapshot(), calendar);
const choice = { run: snapshot().run, account: ACCOUNT, timeZone: 'America/New_York', verify: false };
const ports = () => ({ archive, calendar, progress: () => undefined, version: '0.1.0' });
const published = async (): Promise<Report> => {
  const made = await publish(choice, ports());
  return made?.report ?? expect.fail('nothing published');
};

beforeEach(() => {
  archive = memoryArchive();
});

describe('the closes that day, month and year are counted from', () => {
  it('are those of the day before and of the last market days of month and year', async () => {
    for (const day of [YESTERDAY, MONTH, YEAR]) await save(closeOf(day));
    const { previous, month, year, damaged } = await openings();
    expect([previous, month, year].map((one) => one?.run.marketDate)).toEqual([YESTERDAY, MONTH, YEAR]);
    expect(damaged).toEqual([]);
  });

  it('hold what is of the close, and no booking', async () => {
    const told = statement({ trades: [trade()], cashTransactions: [cashTransaction('deposit', 5)] });
    const close = closeOf(MONTH);
    await save({ ...close, datasets: { ...close.datasets, statement: present(told) } });
    const { month } = await openings();
    expect(month?.datasets.positions).toEqual(close.datasets.positions);
    expect(month?.datasets.transactions.status).toBe('missing');
    expect(month?.datasets.statement).toMatchObject({
      value: { close: told.close, history: { trades: [], cashTransactions: [] } },
    });
  });

  it('are not those that came after the report’s own Snapshot was taken, so that it can be made again the same', async () => {
    await save(closeOf(MONTH, MORNING_AFTER));
    expect((await openings()).month).toBeUndefined();
    await save({ ...closeOf(YEAR), source: 'flex', run: { kind: 'final', marketDate: YEAR } });
    await save(closeOf(YEAR, MORNING_AFTER));
    expect((await openings()).year?.source).toBe('flex');
  });

  it('cost their period alone when they are damaged, and a warning says so', async () => {
    await save(snapshot());
    for (const day of [YESTERDAY, YEAR]) await save(closeOf(day));
    damage((await save(closeOf(MONTH))).key);
    const made = await published();
    expect(made.warnings.map(({ text }) => text).filter((text) => text.includes('can’t be read'))).toEqual([
      'The archived Snapshot of 30 Oct 2026 can’t be read (close-1): what holdings did since that close can’t be told apart. "npx daybook archive verify" says more.',
    ]);
    const blocks = made.sections.flatMap((section) => section.blocks);
    const periods = (blocks.find(({ id }) => id === 'bridge') as BridgeBlock).periods.map(({ name }) => name);
    expect(periods).toContain('Day');
    const checks = blocks.flatMap((block): readonly Check[] => (block.kind === 'checks' ? block.checks : []));
    expect(checks.find(({ id }) => id === 'quantities')?.verdict).toBe('pass');
  });

  it('stop no report when the one of the day before is damaged: it says so, and guesses nothing from an older one', async () => {
    await save(snapshot());
    await save(closeOf(calendarDate('2026-11-18')));
    const { key } = await save(closeOf(YESTERDAY));
    const whole = archive.objects.get(key) ?? expect.fail('no Snapshot');
    damage(key);
    const made = await publish(choice, ports());
    expect(made).toMatchObject({ status: 'new', damaged: [key], report: { revision: 1 } });
    expect(made?.report.warnings.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^The archived Snapshot of 19 Nov 2026 can’t be read \(close-1\): what holdings did/),
    );
    const blocks = made?.report.sections.flatMap((section) => section.blocks) ?? [];
    const checks = blocks.flatMap((block): readonly Check[] => (block.kind === 'checks' ? block.checks : []));
    expect(checks.find(({ id }) => id === 'quantities')?.verdict).toBe('unchecked');
    expect(JSON.stringify(made?.report)).not.toContain('18 Nov');

    expect(await publish(choice, ports())).toMatchObject({ status: 'unchanged', damaged: [key] });

    archive.objects.set(key, whole);
    const mended = await publish(choice, ports());
    expect(mended).toMatchObject({ status: 'new', report: { revision: 2 } });
    expect(mended).not.toHaveProperty('damaged');
  });
});
