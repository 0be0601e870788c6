import { describe, expect, it } from 'vitest';
import { accountKey, rawBackfillFolder } from '#archive/keys';
import { latestSnapshot, snapshotDaysOf, snapshotHashes } from '#archive/snapshot-store';
import { statementHistory, toldDays } from '#archive/statement-log';
import { addDays, type CalendarDate, calendarDate, dayNumber } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { DaySpan, StatementHistory } from '#domain/statement';
import { VirtualClock } from '#effects/virtual-clock';
import { type BackfillRequest, backfillStatements } from '#pipeline/backfill';
import { yearSpans } from '#pipeline/backfill-plan';
import { collectFlex } from '#pipeline/collect-flex';
import { lifeXml } from '#test/support/flex-life';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { refusedWith, type ScriptedFlex, scriptedFlex } from '#test/support/scripted-flex';
import { daySpan } from '#test/support/statement';

const [ONE, TWO] = ['U1111111', 'U2222222'];
const A = accountKey(ONE);
const calendar = newYorkCalendar();
const TO = calendarDate('2026-11-20');
const MORNING = '2026-11-21T10:45:00.000Z';

/** A service that tells the life of the accounts; `refuse` may say otherwise of some days. */
function service(
  refuse: (days: DaySpan, count: number) => string | undefined = () => undefined,
  accounts: readonly string[] = [ONE],
): ScriptedFlex {
  return scriptedFlex(({ days }, count) => {
    if (!days) throw new TypeError('asked without days');
    const code = refuse(days, count);
    return code === undefined ? lifeXml(accounts, days) : refusedWith(code);
  });
}

async function fill(
  archive: MemoryArchive,
  flex: ScriptedFlex,
  request: Partial<BackfillRequest> = {},
  lines: string[] = [],
): ReturnType<typeof backfillStatements> {
  const { source } = await flex.open();
  const ports = {
    archive,
    calendar,
    clock: new VirtualClock(new Date(MORNING)),
    progress: (line: string) => void lines.push(line),
  };
  return backfillStatements(
    { from: calendarDate('2025-11-01'), to: TO, accounts: 'all', ...request },
    { ...ports, flex: { source, query: '1234567' } },
  );
}
const asked = (flex: ScriptedFlex) => flex.requests.map(({ days }) => `${days?.from} ${days?.to}`);
const filesOf = ({ objects }: MemoryArchive, prefix = ''): Readonly<Record<string, string>> => {
  const files = [...objects].filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(files.map(([key, body]) => [key, body.toString()] as const));
};
const file = (name: string, text: string) => ({
  name,
  open: async function* () {
    yield Buffer.from(text.slice(0, 100));
    yield Buffer.from(text.slice(100));
  },
});

describe('a backfill', () => {
  it('asks for a calendar year at a time, the newest first, then for the last market days one by one', async () => {
    const archive = memoryArchive();
    const flex = service(undefined, [ONE, TWO]);
    const lines: string[] = [];
    const filled = await fill(archive, flex, {}, lines);
    expect(asked(flex).slice(0, 5)).toEqual([
      '2026-01-01 2026-11-20',
      '2025-11-01 2025-12-31',
      '2026-11-20 2026-11-20',
      '2026-11-19 2026-11-19',
      '2026-11-18 2026-11-18',
    ]);
    // A weekend belongs to the market day after it.
    expect(asked(flex)[6]).toBe('2026-11-14 2026-11-16');
    expect(flex.requests).toHaveLength(32);
    expect(lines).toContain('Asking for the close of 2026-11-18 (3 of 30)');
    expect(filled.spans.map(({ span, told, accounts }) => [span, told, accounts])).toEqual(
      [daySpan('2026-01-01', '2026-11-20'), daySpan('2025-11-01', '2025-12-31')].map((span) => [span, span, 2]),
    );
    expect(filled.days).toHaveLength(30);
    expect(filled.refusals).toEqual([]);
    expect(await toldDays(archive, A, daySpan('2025-01-01', '2026-12-31'))).toEqual([
      daySpan('2025-11-01', '2026-11-20'),
    ]);
    const days = await snapshotDaysOf(archive, A, 'flex');
    expect(days.slice(-30)).toEqual(calendar.tradingDays(calendarDate('2026-10-12'), TO));
    expect([...archive.objects.keys()]).toContain(`${rawBackfillFolder(TO)}20261121T104500Z-flex-1.xml`);
  });

  it('asks for nothing that is told already, unless it is to ask again', async () => {
    const archive = memoryArchive();
    await fill(archive, service());
    const before = filesOf(archive);
    const flex = service();
    const again = await fill(archive, flex);
    expect(flex.requests).toEqual([]);
    expect(again.known).toEqual([daySpan('2026-01-01', '2026-11-20'), daySpan('2025-11-01', '2025-12-31')]);
    expect(filesOf(archive)).toEqual(before);
    await fill(archive, flex, { again: true });
    expect(asked(flex)).toEqual(['2026-01-01 2026-11-20', '2025-11-01 2025-12-31']);
    expect(filesOf(archive, 'snapshots/')).toEqual(
      filesOf(
        { ...archive, objects: new Map(Object.entries(before).map(([key, body]) => [key, Buffer.from(body)])) },
        'snapshots/',
      ),
    );
  });

  it('asks only for the part of a year that is not told', async () => {
    const archive = memoryArchive();
    await fill(archive, service(), { from: calendarDate('2026-09-01') });
    const flex = service();
    await fill(archive, flex, { from: calendarDate('2026-01-01') });
    expect(asked(flex)).toEqual(['2026-01-01 2026-08-31']);
  });

  it('keeps what came before and after a refusal of some days, and goes on where it was broken off', async () => {
    const archive = memoryArchive();
    const noStatement = service(({ from }) => (from === '2025-01-01' || from === '2026-11-18' ? '1003' : undefined));
    const first = await fill(archive, noStatement, { from: calendarDate('2024-07-01') });
    expect(first.stopped).toBe(false);
    expect(first.refusals.map(({ span, why }) => [span?.to, why.reason])).toEqual([
      ['2025-12-31', 'not-available'],
      ['2026-11-18', 'not-available'],
    ]);
    expect(first.spans.map(({ span }) => span.from)).toEqual(['2026-01-01', '2024-07-01']);
    const second = service();
    await fill(archive, second, { from: calendarDate('2024-07-01') });
    expect(asked(second)).toEqual(['2025-01-01 2025-12-31', '2026-11-18 2026-11-18']);
  });

  it('notes no refusal for days of which there is no statement', async () => {
    const archive = memoryArchive();
    await fill(
      archive,
      service(({ from }) => (from < '2026-01-01' ? '1003' : undefined)),
    );
    expect(archive.json('state/flex.json')).not.toHaveProperty('refused');
  });

  it('asks no more once the token is refused, and says so', async () => {
    const archive = memoryArchive();
    const flex = service((_days, count) => (count > 2 ? '1012' : undefined));
    const filled = await fill(archive, flex);
    expect(flex.requests).toHaveLength(3);
    expect(filled.stopped).toBe(true);
    expect(filled.refusals.map(({ why }) => why.message)).toEqual(['The Flex token has expired (1012).']);
    expect(archive.json('state/flex.json')).toMatchObject({ refused: { code: '1012', since: MORNING } });
    expect(filled.spans).toHaveLength(2);
    expect(await toldDays(archive, A, daySpan('2025-11-01', '2026-11-20'))).toHaveLength(1);
    const resumed = service();
    await fill(archive, resumed);
    expect(resumed.requests).toHaveLength(30);
  });

  it('asks no more when the service fails twice in a row', async () => {
    const flex = service(() => '1001');
    const filled = await fill(memoryArchive(), flex, { from: calendarDate('2020-01-01') });
    expect(flex.requests).toHaveLength(2);
    expect(filled.stopped).toBe(true);
    expect(filled.refusals).toHaveLength(2);
  });

  it('keeps only the accounts that are asked for, and names the others', async () => {
    const archive = memoryArchive();
    const both = service(undefined, [ONE, TWO]);
    const filled = await fill(archive, both, { accounts: [TWO, 'U9999999'], from: calendarDate('2026-11-01') });
    expect(filled.notAsked).toEqual(['U…1111']);
    expect(filled.absent).toEqual(['U…9999']);
    expect([...archive.objects.keys()].filter((key) => key.includes(A))).toEqual([]);
    const again = service();
    await fill(archive, again, { accounts: [TWO, 'U9999999'], from: calendarDate('2026-11-01') });
    expect(again.requests).toEqual([]);
  });

  it('takes files the same way, each kept once, and asks nobody', async () => {
    const archive = memoryArchive();
    const flex = service();
    const years = [daySpan('2025-01-01', '2025-12-31'), daySpan('2026-01-01', '2026-10-30')];
    const files = years.map((span, index) =>
      file(`${index}.xml`, lifeXml([ONE], span, { generated: `${addDays(span.to, 1).replaceAll('-', '')};050000` })),
    );
    const filesOnly = async (now: string) =>
      backfillStatements(
        { to: TO, accounts: 'all', files },
        { archive, calendar, clock: new VirtualClock(new Date(now)), progress: () => undefined },
      );
    const filled = await filesOnly(MORNING);
    expect(flex.requests).toEqual([]);
    expect(filled.files.map(({ name, span, closes }) => [name, span, closes])).toEqual([
      ['0.xml', years[0], ['2025-12-31']],
      ['1.xml', years[1], ['2026-10-30']],
    ]);
    expect(await toldDays(archive, A, daySpan('2025-01-01', '2026-12-31'))).toEqual([
      daySpan('2025-01-01', '2026-10-30'),
    ]);
    const before = filesOf(archive);
    await filesOnly('2026-12-24T10:00:00.000Z');
    expect(filesOf(archive)).toEqual(before);
    expect(Object.keys(before).filter((key) => key.includes('flex-file-') && key.endsWith('.xml'))).toHaveLength(2);
  });

  it('does not let an old file undo what was asked for since', async () => {
    const archive = memoryArchive();
    await fill(archive, service(), { from: calendarDate('2026-11-01') });
    const old = lifeXml([ONE], daySpan('2026-11-01', '2026-11-20'), { generated: '20261121;040000' });
    const wrong = old.replaceAll('type="Other Fees" amount="-10"', 'type="Other Fees" amount="-11"');
    await fill(archive, service(), { files: [file('old.xml', wrong)], from: calendarDate('2026-11-01') });
    const { cashTransactions } = await statementHistory(archive, A, daySpan('2026-11-03', '2026-11-03'));
    expect(cashTransactions.map(({ amount }) => amount)).toEqual([-10, -10]);
  });

  it('says of each file that is no statement what is wrong, keeps none of it and reads on', async () => {
    const slashes = (day: CalendarDate) => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`;
    const ambiguous = lifeXml([ONE], daySpan('2026-11-02', '2026-11-04'), { format: slashes });
    const good = lifeXml([ONE], daySpan('2026-11-05', '2026-11-06'));
    const files = [
      file('page.xml', '<html><body>Please log in</body></html>'),
      file('cut.xml', good.slice(0, -60)),
      file('ambiguous.xml', ambiguous),
      file(
        'none.xml',
        '<FlexQueryResponse queryName="" type="AF"><FlexStatements count="0"></FlexStatements></FlexQueryResponse>',
      ),
      file('good.xml', good),
    ];
    const archive = memoryArchive();
    const ports = { archive, calendar, clock: new VirtualClock(new Date(MORNING)), progress: () => undefined };
    const filled = await backfillStatements({ to: TO, accounts: 'all', files }, ports);
    expect(filled.files.map(({ name }) => name)).toEqual(['good.xml']);
    expect(filled.refusals.map((refusal) => refusal.file)).toEqual([
      'page.xml',
      'cut.xml',
      'ambiguous.xml',
      'none.xml',
    ]);
    expect(filled.refusals[2]?.why.nextStep).toContain('yyyyMMdd');
    expect([...archive.objects.keys()].filter((key) => key.startsWith('raw/') && key.endsWith('.xml'))).toHaveLength(1);
    const told = await backfillStatements(
      { to: TO, accounts: 'all', files: files.slice(2, 3), slashOrder: 'month-first' },
      ports,
    );
    expect(told.files[0]?.span).toEqual(daySpan('2026-11-02', '2026-11-04'));
  });

  it('comes out the same when it is ended at any moment and started again', async () => {
    const from = calendarDate('2026-11-18');
    const both = () => service(undefined, [ONE, TWO]);
    const whole = memoryArchive();
    await fill(whole, both(), { from });
    const facts = async (archive: MemoryArchive) => ({
      history: await historyOf(archive),
      days: await snapshotDaysOf(archive, A, 'flex'),
      snapshots: await snapshotsOf(archive),
    });
    const expected = await facts(whole);
    for (let write = 1; write <= whole.writes; write += 1) {
      const archive = memoryArchive();
      archive.failWrite = (_key, count) => (count === write ? 'before' : undefined);
      await expect(fill(archive, both(), { from }), `write ${write} of ${whole.writes}`).rejects.toThrow(
        'The process ended here.',
      );
      await fill(archive, both(), { from });
      expect(await facts(archive)).toEqual(expected);
    }
  });
});

const FIRST = calendarDate('2026-11-02');
/** Bridges of longer spans tell no more than those of their days, and depend on what was asked for together. */
const bridgesOfDays = ({ changes, ...history }: StatementHistory) => ({
  ...history,
  changes: changes.filter(({ from, to }) => dayNumber(to) - dayNumber(from) < 5),
});
const historyOf = async (archive: MemoryArchive) =>
  bridgesOfDays(await statementHistory(archive, A, daySpan('2025-11-21', '2026-11-20')));

/** What the Snapshots of all days say, without when it was asked for. */
async function snapshotsOf(archive: MemoryArchive): Promise<readonly unknown[]> {
  const days = (await snapshotDaysOf(archive, A, 'flex')).filter((day) => day >= FIRST);
  const stored = await Promise.all(
    days.map((marketDate) => latestSnapshot(archive, A, { kind: 'final', marketDate }, 'flex')),
  );
  return stored.map((one) => factsOf(one?.snapshot));
}

function factsOf(snapshot: Snapshot | undefined): unknown {
  const when = ['takenAt', 'fetchedAt', 'askedAt', 'raw', 'generatedAt'];
  return JSON.parse(JSON.stringify(snapshot), (name, value: unknown) => {
    if (when.includes(name)) return undefined;
    if (name === 'history') return bridgesOfDays(value as StatementHistory);
    return value;
  });
}

describe('a missed week, then a backfill', () => {
  it('gives the archive of an unbroken week for all that Flex can tell', async () => {
    const lived = async (missed: (day: CalendarDate) => boolean) => {
      const archive = memoryArchive();
      await fill(archive, service(), { from: calendarDate('2026-10-01'), to: addDays(FIRST, -1) });
      for (const marketDate of calendar.tradingDays(FIRST, TO).filter((day) => !missed(day))) {
        const clock = new VirtualClock(new Date(`${addDays(marketDate, 1)}T10:45:00.000Z`));
        const { open } = service();
        await collectFlex(
          { run: { kind: 'final', marketDate }, accounts: 'all', by: 'test' },
          { archive, clock, calendar, progress: () => undefined, open, query: '1234567' },
        );
      }
      return archive;
    };
    const unbroken = await lived(() => false);
    const broken = await lived((day) => day >= '2026-11-09' && day <= '2026-11-13');
    expect(await historyOf(broken)).not.toEqual(await historyOf(unbroken));
    expect((await snapshotsOf(broken)).length).toBe((await snapshotsOf(unbroken)).length - 5);

    const flex = service();
    await fill(broken, flex, { from: calendarDate('2026-10-01') });
    expect(asked(flex)).toEqual([
      '2026-11-07 2026-11-13',
      '2026-11-13 2026-11-13',
      '2026-11-12 2026-11-12',
      '2026-11-11 2026-11-11',
      '2026-11-10 2026-11-10',
      '2026-11-07 2026-11-09',
    ]);
    expect(await historyOf(broken)).toEqual(await historyOf(unbroken));
    expect(await snapshotsOf(broken)).toEqual(await snapshotsOf(unbroken));
    const kept = await snapshotHashes(broken, A, { kind: 'final', marketDate: FIRST }, 'flex');
    expect(kept).toHaveLength(1);
  });
});

describe('the years of a backfill', () => {
  it('are calendar years of at most 365 days, without overlap or hole', () => {
    for (const from of ['2019-05-05', '2020-01-01', '2024-06-30', '2026-11-20']) {
      const spans = yearSpans({ from: calendarDate(from), to: TO });
      expect(spans[0]?.to).toBe(TO);
      expect(spans.at(-1)?.from).toBe(from);
      for (const [index, span] of spans.entries()) {
        expect(dayNumber(span.to) - dayNumber(span.from)).toBeLessThan(365);
        expect(span.from.slice(0, 4)).toBe(span.to.slice(0, 4));
        const before = spans[index + 1];
        if (before) expect(addDays(before.to, 1)).toBe(span.from);
      }
    }
  });
});
