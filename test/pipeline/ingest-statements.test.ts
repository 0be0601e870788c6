import { describe, expect, it } from 'vitest';
import { ArchiveCorrupted } from '#archive/errors';
import { accountKey, statementFolder } from '#archive/keys';
import { latestSnapshot, snapshotDaysOf, snapshotHashes } from '#archive/snapshot-store';
import { statementHistory } from '#archive/statement-log';
import { type CalendarDate, calendarDate } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import { type IngestRequest, ingestStatements } from '#pipeline/ingest-statements';
import { FlexDatesAmbiguous } from '#sources/flex/errors';
import { type LifeOptions, lifeXml } from '#test/support/flex-life';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { daySpan } from '#test/support/statement';

const [ONE, TWO, THREE] = ['U1111111', 'U2222222', 'U3333333'];
const RAW = 'raw/login/2026/11/20/final/20261121T110000Z-flex-1.xml';
const ASKED = '2026-11-21T11:00:00.000Z';
const FRIDAY = calendarDate('2026-11-20');
const WEEK = daySpan('2026-11-14', '2026-11-20');
const ports = (archive: MemoryArchive) => ({ archive, calendar: newYorkCalendar(), progress: () => undefined });
const run = (marketDate: CalendarDate): Run => ({ kind: 'final', marketDate });

async function ingest(
  archive: MemoryArchive,
  xml: string,
  request: Partial<IngestRequest> = {},
): Promise<Awaited<ReturnType<typeof ingestStatements>>> {
  const raw = request.raw ?? RAW;
  archive.objects.set(raw, Buffer.from(xml));
  return ingestStatements({ raw, askedAt: ASKED, accounts: 'all', ...request }, ports(archive));
}
const life = (accounts: readonly string[], span = WEEK, options: LifeOptions = {}) => lifeXml(accounts, span, options);
const filesOf = ({ objects }: MemoryArchive) =>
  Object.fromEntries(
    [...objects].filter(([key]) => !key.startsWith('raw/')).map(([key, body]) => [key, body.toString()]),
  );

describe('taking in a Flex answer', () => {
  it('logs every row and makes the Snapshot of the close', async () => {
    const archive = memoryArchive();
    const { accounts, rows, document } = await ingest(archive, life([ONE, TWO]));
    expect(accounts).toEqual(
      [ONE, TWO].map((id) => ({
        account: accountKey(id),
        maskedId: `U…${id.slice(-4)}`,
        ...WEEK,
        closes: [FRIDAY],
      })),
    );
    expect(document).toMatchObject({ kind: 'statements', queryName: 'life', statements: 2 });
    const history = await statementHistory(archive, accountKey(ONE), WEEK);
    expect(history.trades.map(({ date }) => date)).toEqual(['2026-11-17']);
    expect(history.cashTransactions.map(({ date, amount }) => [date, amount])).toEqual([
      ['2026-11-15', 0.25],
      ['2026-02-12', 1.5],
    ]);
    expect(rows).toBe(2 * (5 + 1 + 2 + 1));
    const stored = await latestSnapshot(archive, accountKey(TWO), run(FRIDAY), 'flex');
    expect(valueOf(stored?.snapshot.datasets.statement)?.history.trades).toEqual(
      (await statementHistory(archive, accountKey(TWO), WEEK)).trades,
    );
    expect(valueOf(stored?.snapshot.datasets.positions)).toHaveLength(1);
  });

  it.each([
    ['after a weekend at the turn of the year', '2029-12-31', '2028-12-29'],
    ['in a leap year', '2024-12-31', '2023-12-29'],
  ])('counts a whole year from the last value before it, %s', async (_, last, base) => {
    const archive = memoryArchive();
    const [day, first] = [calendarDate(last), calendarDate(`${base.slice(0, 8)}20`)];
    const raw = RAW.replace('2026/11/20', last.replaceAll('-', '/'));
    const xml = life([ONE], daySpan(first, day)).replace('<CashReport>', '<Transfers/><CashReport>');
    await ingest(archive, xml, { raw });
    const { snapshot } = (await latestSnapshot(archive, accountKey(ONE), run(day), 'flex')) ?? {};
    const series = valueOf(snapshot?.datasets.performance)?.series ?? [];
    expect(series.find(({ period }) => period === 'YTD')?.start.date).toBe(base);
    expect(series.find(({ period }) => period === '1Y')?.start.date).toBe(base);
  });

  it('keeps nothing of an account that was not asked for, and names it and one that is not there', async () => {
    const archive = memoryArchive();
    const { accounts, notAsked, absent, rows } = await ingest(archive, life([ONE, TWO]), { accounts: [ONE, THREE] });
    expect(accounts.map(({ account }) => account)).toEqual([accountKey(ONE)]);
    expect(notAsked).toEqual(['U…2222']);
    expect(absent).toEqual(['U…3333']);
    expect(rows).toBe(9);
    expect([...archive.objects.keys()].filter((key) => key.includes(accountKey(TWO)))).toEqual([]);
  });

  it.each([
    ['U1111111', 'U1111111C'],
    ['U1111111C', 'U1111111'],
  ])('counts a segment beside its account once, where the answer has %s before %s', async (...ids) => {
    const archive = memoryArchive();
    const { accounts } = await ingest(archive, life(ids));
    expect(accounts.map(({ account }) => account)).toEqual([accountKey(ONE)]);
    expect(await snapshotDaysOf(archive, accountKey('U1111111C'), 'flex')).toEqual([]);
    expect((await ingest(archive, life(['U1111111C']))).accounts).toHaveLength(1);
  });

  it('changes nothing when the same answer is taken in again', async () => {
    const archive = memoryArchive();
    await ingest(archive, life([ONE, TWO]));
    const before = filesOf(archive);
    const { writes } = archive;
    await ingest(archive, life([ONE, TWO]));
    expect(filesOf(archive)).toEqual(before);
    expect(archive.writes).toBe(writes);
  });

  it('makes no new edition of another answer that says the same, and one of an answer that says more', async () => {
    const archive = memoryArchive();
    const editions = () => snapshotHashes(archive, accountKey(ONE), run(FRIDAY), 'flex');
    await ingest(archive, life([ONE], WEEK, { generated: '20261121;054500' }));
    const again = { raw: RAW.replace('-1.xml', '-2.xml'), askedAt: '2026-11-22T11:00:00.000Z' };
    await ingest(archive, life([ONE], WEEK, { generated: '20261122;054500' }), again);
    expect(await editions()).toHaveLength(1);
    const changed = life([ONE], WEEK, { generated: '20261122;064500' }).replace('amount="1.5"', 'amount="1.75"');
    await ingest(archive, changed, { raw: RAW.replace('-1.xml', '-3.xml'), askedAt: '2026-11-22T12:00:00.000Z' });
    expect(await editions()).toHaveLength(2);
    const older = life([ONE], WEEK, { generated: '20261121;054500' }).replace('position="50"', 'position="49"');
    await ingest(archive, older, { raw: RAW.replace('-1.xml', '-4.xml'), askedAt: '2026-11-25T12:00:00.000Z' });
    expect(await editions()).toHaveLength(2);
    const [, tax] = (await statementHistory(archive, accountKey(ONE), WEEK)).cashTransactions;
    expect(tax?.amount).toBe(1.75);
  });

  it('knows all of the answer in every Snapshot, though statements stand newest first', async () => {
    const archive = memoryArchive();
    const xml = life([ONE], WEEK, { byDay: true });
    const statements = xml.match(/<FlexStatement [\s\S]*?<\/FlexStatement>/g) ?? [];
    const reversed = xml.replace(statements.join('\n'), [...statements].reverse().join('\n'));
    expect(reversed).not.toBe(xml);
    const { accounts } = await ingest(archive, reversed);
    const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];
    expect(accounts[0]?.closes).toEqual(days);
    const other = memoryArchive();
    await ingest(other, xml);
    expect(filesOf(archive)).toEqual(filesOf(other));
    const wednesday = await latestSnapshot(archive, accountKey(ONE), run(calendarDate('2026-11-18')), 'flex');
    const history = valueOf(wednesday?.snapshot.datasets.statement)?.history;
    expect(history?.netAssetValues.map(({ date }) => date)).toEqual(days.slice(0, 3));
    expect(history?.told.trades).toEqual([daySpan('2026-11-14', '2026-11-18')]);
  });

  it('takes the close of the run alone when a run is named', async () => {
    const archive = memoryArchive();
    const wednesday = calendarDate('2026-11-18');
    const { accounts } = await ingest(archive, life([ONE], WEEK, { byDay: true }), { run: run(wednesday) });
    expect(accounts[0]?.closes).toEqual([wednesday]);
    expect(await snapshotDaysOf(archive, accountKey(ONE), 'flex')).toEqual([wednesday]);
    expect((await statementHistory(archive, accountKey(ONE), WEEK)).netAssetValues).toHaveLength(5);
  });

  it("keeps the day's own statement before one of a longer span, whichever comes first", async () => {
    const own = life([ONE], daySpan('2026-11-20', '2026-11-20'));
    for (const order of [
      [own, life([ONE])],
      [life([ONE]), own],
    ]) {
      const archive = memoryArchive();
      for (const [index, xml] of order.entries()) await ingest(archive, xml, { raw: RAW.replace('-1.', `-${index}.`) });
      const stored = await latestSnapshot(archive, accountKey(ONE), run(FRIDAY), 'flex');
      expect(valueOf(stored?.snapshot.datasets.statement)?.from).toBe('2026-11-20');
    }
  });

  it('makes no Snapshot of a statement that ends on a closed day, or that holds no close', async () => {
    for (const xml of [
      life([ONE], daySpan('2026-11-14', '2026-11-15')),
      life([ONE], WEEK, { without: ['EquitySummaryInBase', 'CashReport'] }),
      life([ONE]).replace('type="AF"', 'type="TCF"'),
    ]) {
      const archive = memoryArchive();
      const { accounts } = await ingest(archive, xml);
      expect(accounts[0]?.closes).toEqual([]);
      expect(await snapshotDaysOf(archive, accountKey(ONE), 'flex')).toEqual([]);
      expect(await archive.list(statementFolder(accountKey(ONE)))).not.toEqual([]);
    }
  });

  it('finds the order of day and month in the answer, and says so where nothing tells it', async () => {
    const slashes = (day: CalendarDate) => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
    const archive = memoryArchive();
    await ingest(archive, life([ONE], daySpan('2026-11-09', '2026-11-13'), { format: slashes }));
    const { netAssetValues } = await statementHistory(archive, accountKey(ONE), daySpan('2026-11-01', '2026-11-30'));
    expect(netAssetValues.map(({ date }) => date)).toEqual(
      ['09', '10', '11', '12', '13'].map((day) => `2026-11-${day}`),
    );
    const silent = life([ONE], daySpan('2026-11-02', '2026-11-04'), { format: slashes });
    await expect(ingest(memoryArchive(), silent)).rejects.toThrow(FlexDatesAmbiguous);
    const told = memoryArchive();
    await ingest(told, silent, { slashOrder: 'day-first' });
    expect(await snapshotDaysOf(told, accountKey(ONE), 'flex')).toEqual(['2026-11-04']);
  });

  it('says that the answer is not there', async () => {
    const archive = memoryArchive();
    await expect(ingestStatements({ raw: RAW, askedAt: ASKED, accounts: 'all' }, ports(archive))).rejects.toThrow(
      ArchiveCorrupted,
    );
  });

  it('reaches the archive a few accounts at a time, and stops when it fails', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `U${4000000 + index}`);
    const archive = memoryArchive();
    let atOnce = 0;
    let most = 0;
    const { putIfVersion } = archive;
    archive.putIfVersion = async (...write) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((done) => setImmediate(done));
      atOnce -= 1;
      return putIfVersion(...write);
    };
    const { accounts } = await ingest(archive, life(ids));
    expect(accounts).toHaveLength(60);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);

    const full = memoryArchive();
    full.failWrite = (_key, write) => (write === 5 ? 'before' : undefined);
    await expect(ingest(full, life(ids))).rejects.toThrow('The process ended here.');
    expect(full.writes).toBeLessThan(20);
    full.failWrite = () => undefined;
    await ingest(full, life(ids));
    expect(filesOf(full)).toEqual(filesOf(archive));
  });
});
