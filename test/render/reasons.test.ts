import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BENCHMARK_INDEX_KEY, benchmarkFileKey } from '#archive/keys';
import { addDays, calendarDate } from '#domain/calendar-date';
import type { Dataset } from '#domain/dataset';
import type { GapReason } from '#domain/gap';
import type { Position } from '#domain/position';
import type { Datasets, Snapshot } from '#domain/snapshot';
import type { Statement } from '#domain/statement';
import { archivedBenchmarks, keepBenchmark } from '#pipeline/benchmark-index';
import { renderIndexDay } from '#render/index-page';
import { renderMail } from '#render/mail';
import { renderPage } from '#render/page';
import { indexedReport } from '#report/archive-index';
import type { ReportInput } from '#report/build-report';
import { discreetReport } from '#report/discreet';
import { REASON_WORDS } from '#report/missing';
import type { Report } from '#report/report';
import { benchmarkOf } from '#test/support/benchmark-of';
import { htmlText } from '#test/support/html-text';
import { memoryArchive } from '#test/support/memory-archive';
import { placesIn, reasonPlaces } from '#test/support/reasons-in-code';
import { reportOf } from '#test/support/report-of';
import {
  balance,
  CLOSE_SEEN,
  daysBack,
  ledger,
  MARKET_DATE,
  MORNING_AFTER,
  missing,
  performance,
  position,
  present,
  type SnapshotParts,
  series,
  snapshot,
  transactions,
} from '#test/support/snapshot';
import { netAssetValue } from '#test/support/statement';
import {
  cashTransaction,
  contract,
  DAY_BEFORE,
  dividendAccrual,
  statement,
  trade,
  transfer,
} from '#test/support/statement-dataset';
import { workbookFile } from '#test/support/workbook-file';

/** Each reason for a figure that can't be given, brought about by what the sources tell, and where a reader meets it. */

type Data = NonNullable<SnapshotParts['datasets']>;
type Parts = Partial<Omit<ReportInput, 'snapshot'>>;
const of = (datasets: Data = {}, parts: Parts = {}, more: SnapshotParts = {}): Report =>
  reportOf(snapshot({ ...more, datasets }), parts);

const told = (value: Statement): Data => ({ statement: present(value, CLOSE_SEEN, { source: 'flex' }) });
const held = (...all: readonly Partial<Position>[]): Dataset<Datasets['positions']> =>
  present(all.map((parts, i) => position({ conid: i + 1, ...parts })));
const past = (...values: Parameters<typeof series>): Dataset<Datasets['performance']> =>
  present(performance([series(...values)]), MORNING_AFTER);

/** The standard account on an earlier day, at its close. */
function on(day: string, datasets: Data = {}, more: SnapshotParts = {}): Snapshot {
  const seen = `${day}T21:31:04Z`;
  return snapshot({
    ...more,
    run: { kind: 'final', marketDate: calendarDate(day) },
    datasets: {
      positions: present([position()], seen),
      ledger: present(ledger([balance('USD', 495, { held: 1000 })]), seen),
      ...datasets,
    },
  });
}
const yesterday = (datasets: Data = {}, more: SnapshotParts = {}): Snapshot => on('2026-11-19', datasets, more);
const at = '2026-11-19T21:31:04Z';

/** As many days that go up and down, never twice alike; each step may be bent. */
function waves(days: number, bent: (step: number) => number = (step) => step): number[] {
  let value = 1000;
  return Array.from({ length: days }, (_, i) => {
    value *= 1 + bent(Math.sin(i * i) * 0.01);
    return value;
  });
}
/** Closes on the days of a history of so many days. */
const closes = (values: readonly number[]): NonNullable<ReportInput['benchmark']> => ({
  ...benchmarkOf(),
  closes: daysBack(MARKET_DATE, values.length).map((date, i) => ({ date, close: values[i] ?? 1 })),
});
/** An account that holds so much cash and nothing else. */
const worth = (amount: number): Data => ({
  positions: present([]),
  ledger: present(ledger([balance('USD', amount)])),
});
/** A history whose values are as given and whose returns are its own. */
function levels(values: readonly (number | null)[], cumulative: readonly number[]): Dataset<Datasets['performance']> {
  const flat = series(values.map(() => 1));
  const points = flat.points.map((point, i) => ({
    ...point,
    netAssetValue: values[i + 1] ?? null,
    cumulativeReturn: cumulative[i + 1] ?? 0,
  }));
  const start = { ...flat.start, netAssetValue: values[0] ?? 0 };
  return present(performance([{ ...flat, start, points }]), MORNING_AFTER);
}

const XYZ = { ...balance('XYZ', 10), rateToBase: undefined };
const { rateToBase: _, ...unrated } = XYZ;
const withoutRate = present(ledger([balance('USD', 500, { held: 1000 }), unrated]));
const yearOfFlows = (amounts: readonly (readonly [string, number])[], closing: number): Data =>
  told(
    statement({
      cashTransactions: amounts.map(([date, amount]) =>
        cashTransaction(amount > 0 ? 'deposit' : 'withdrawal', amount, { date: calendarDate(date) }),
      ),
      netAssetValues: [netAssetValue('2025-12-31', 1000), netAssetValue('2026-11-20', closing)],
    }),
  );

async function benchmarkFile(change: 'none' | 'gone' | 'changed' | 'unreadable'): Promise<Report> {
  const archive = memoryArchive();
  const file = (text: string): Buffer => Buffer.from(`date,close\n${text}\n`);
  const keep = (text: string) =>
    keepBenchmark(archive, { name: 'World', kind: 'price', body: file(text), at: MORNING_AFTER });
  const kept = change === 'none' ? undefined : await keep('2026-11-19,100\n2026-11-20,101');
  if (kept && 'sha256' in kept) {
    const key = benchmarkFileKey(kept.sha256);
    if (change === 'gone') archive.objects.delete(key);
    if (change === 'changed') archive.objects.set(key, file('2026-11-19,100'));
    if (change === 'unreadable') {
      // Kept by a version that could read it.
      const body = file('19.11.2026,100');
      const sha256 = createHash('sha256').update(body).digest('hex');
      archive.objects.set(benchmarkFileKey(sha256), body);
      const index = archive.json(BENCHMARK_INDEX_KEY) as object;
      archive.objects.set(
        BENCHMARK_INDEX_KEY,
        Buffer.from(JSON.stringify({ ...index, series: [{ ...kept, sha256 }] })),
      );
    }
  }
  const read = await archivedBenchmarks(archive).read('World', 'price');
  return of({}, { benchmark: { name: 'World', kind: 'price', currency: 'USD', ...read } });
}

const future = (parts: Partial<Position> = {}): Partial<Position> => ({
  assetClass: 'future',
  brokerClass: 'FUT',
  symbol: 'ESZ6',
  multiplier: 50,
  ...parts,
});

type Output = 'page' | 'discreet' | 'workbook' | 'mail' | 'index';
type Case = readonly [reason: string, shown: readonly Output[], made: () => Report | Promise<Report>];
const EVERYWHERE = ['page', 'workbook'] as const;

const CASES: readonly Case[] = [
  ['span too short', ['workbook'], () => of({ ...told(statement()), performance: past([1400, 1450, 1500]) })],
  ['all was lost', ['workbook'], () => of({ ...told(statement()), performance: past([1000, 800, 300, 0]) })],
  [
    'value was below zero',
    EVERYWHERE,
    () => of({ ...told(statement()), performance: past([1000, 800, 300, -200, -500]) }),
  ],
  ['needs Flex statements', EVERYWHERE, () => of()],
  ['no rate for …', EVERYWHERE, () => of({ ledger: withoutRate })],
  [
    'value of … of … not in the statement',
    EVERYWHERE,
    () => {
      const { positionAmount: _amount, ...untold } = transfer();
      return of(told(statement({ transfers: [untold] })));
    },
  ],
  [
    'not in the statement',
    EVERYWHERE,
    () => {
      const { exDate: _date, ...untold } = dividendAccrual();
      const close = { ...statement().close, dividendAccruals: [untold] };
      return of(told(statement({}, { close })));
    },
  ],
  [
    'value is not above zero',
    EVERYWHERE,
    () => of({ ledger: present(ledger([balance('USD', -2000, { held: 1000 })])) }),
  ],
  [
    'not told by the broker',
    EVERYWHERE,
    () => {
      const { price: _price, ...unpriced } = position();
      return of({ positions: present([unpriced]) });
    },
  ],
  [
    'cost unknown',
    EVERYWHERE,
    () => {
      const { averageCost: _cost, ...free } = position();
      return of({ positions: present([free]) });
    },
  ],
  [
    'not known for every holding',
    EVERYWHERE,
    () => {
      const { averageCost: _cost, ...free } = position();
      return of({ positions: present([free]) });
    },
  ],
  [
    'no whole day yet',
    ['workbook'],
    () => {
      const covered = [{ conid: 1, from: MARKET_DATE, to: MARKET_DATE, rows: 0, askedAt: CLOSE_SEEN }];
      return of({ transactions: present(transactions([], { covered })) });
    },
  ],
  ['not asked yet', ['workbook'], () => of({ transactions: present(transactions([], { notCovered: [1] })) })],
  [
    'opening value was not above zero',
    EVERYWHERE,
    () => of({ ...worth(-10), performance: levels([100, 60, 40, -20, -10], [0, -0.4, -0.6, -1.2, -1.1]) }),
  ],
  [
    'value fell to zero or below',
    EVERYWHERE,
    () => of({ performance: levels([1000, 900, 0, 800, 900], [0, -0.1, -1, -1, -1]) }),
  ],
  ['no close of …', EVERYWHERE, () => of({}, { benchmark: benchmarkOf({ without: ['2026-10-30'] }) })],
  [
    'no close after …',
    EVERYWHERE,
    () => of({}, { benchmark: { ...benchmarkOf(), closes: [{ date: DAY_BEFORE, close: 1 }] } }),
  ],
  [
    'no close up to …',
    EVERYWHERE,
    () => of({}, { benchmark: { ...benchmarkOf(), closes: [{ date: addDays(MARKET_DATE, 3), close: 1 }] } }),
  ],
  [
    'fewer than two common days',
    EVERYWHERE,
    () => of({}, { benchmark: { ...benchmarkOf(), closes: [{ date: DAY_BEFORE, close: 1 }] } }),
  ],
  ['no closes were put', EVERYWHERE, () => benchmarkFile('none')],
  ['its file is gone from the archive', EVERYWHERE, () => benchmarkFile('gone')],
  ['its file was changed', EVERYWHERE, () => benchmarkFile('changed')],
  ['its file can’t be read: …', EVERYWHERE, () => benchmarkFile('unreadable')],
  [
    'benchmark does not vary',
    EVERYWHERE,
    () => of({ performance: past(waves(80)) }, { benchmark: closes(waves(80, () => 0)) }),
  ],
  [
    'same returns as the benchmark',
    EVERYWHERE,
    () => of({ performance: past(waves(80)) }, { benchmark: closes(waves(80)) }),
  ],
  ['returns do not vary', EVERYWHERE, () => of({ performance: past(waves(80, () => 0)) })],
  ['no day below the target', EVERYWHERE, () => of({ performance: past(waves(80, Math.abs)) })],
  ['no fall from a high', EVERYWHERE, () => of({ performance: past(waves(300, Math.abs)) })],
  ['less than a year', EVERYWHERE, () => of()],
  ['… of … days', EVERYWHERE, () => of()],
  [
    'statements don’t cover all its days',
    EVERYWHERE,
    () => of(told(statement({}, { history: { since: addDays(MARKET_DATE, -8) } }))),
  ],
  ['statements begin …', ['workbook'], () => of(told(statement({}, { history: { since: addDays(MARKET_DATE, -8) } })))],
  [
    'statement lacks transfers or cash bookings',
    ['workbook'],
    () => of(told(statement({}, { history: { told: { transfers: [] } } }))),
  ],
  ['no value of … in the statements', ['workbook'], () => of(told(statement()))],
  [
    'money in it was not above zero on average',
    ['workbook'],
    () =>
      of({
        ...yearOfFlows(
          [
            ['2026-10-27', -9000],
            ['2026-11-20', 9000],
          ],
          1500,
        ),
        performance: past(waves(300)),
      }),
  ],
  [
    'no single rate fits the flows',
    EVERYWHERE,
    () => of({ ...worth(0.5), ...yearOfFlows([], 0.5), performance: past([...waves(299), 0.5]) }),
  ],
  ['part of the line above', EVERYWHERE, () => of({}, { previous: yesterday() })],
  [
    'not told by this source',
    ['workbook'],
    () => {
      const item = { name: 'AAA', expected: null, found: 10, difference: 10, tolerance: 0 };
      const compared = {
        what: 'quantity',
        verdict: 'fail',
        foundAsOf: CLOSE_SEEN,
        compared: 1,
        differences: [item],
        widest: item,
      } as const;
      return of(told(statement()), {}, { compared: [compared] });
    },
  ],
  [
    'no holdings and no past values',
    EVERYWHERE,
    () => of({ positions: missing(), ledger: missing(), performance: missing() }),
  ],
  ['no holdings', EVERYWHERE, () => of({ positions: held(future()) })],
  [
    'base currency was … on …',
    EVERYWHERE,
    () => of({}, { previous: yesterday({}, { account: { ...snapshot().account, baseCurrency: 'EUR' } }) }),
  ],
  ['no Snapshot of … in the archive', EVERYWHERE, () => of()],
  ['no holdings of …', EVERYWHERE, () => of({}, { previous: yesterday({ positions: missing() }) })],
  [
    'holdings are not of the close of …',
    EVERYWHERE,
    () => of({}, { previous: yesterday({ positions: present([position()], '2026-11-19T18:00:00Z') }) }),
  ],
  [
    'no value of …',
    EVERYWHERE,
    () =>
      of(
        { performance: missing() },
        {
          previous: yesterday({
            positions: present([position({ price: 90 })], at),
            ledger: present(ledger([balance('USD', 1), unrated]), at),
          }),
        },
      ),
  ],
  [
    'currency changed',
    EVERYWHERE,
    () => of({}, { previous: yesterday({ positions: present([position({ currency: 'EUR' })], at) }) }),
  ],
  [
    'amount of a trade not told',
    EVERYWHERE,
    () => {
      const { price: _price, ...untold } = trade({ contract: contract({ symbol: 'ESZ6', assetClass: 'future' }) });
      const previous = yesterday({ positions: present([position(future())], at) });
      return of({ positions: held(future({ quantity: 11 })), ...told(statement({ trades: [untold] })) }, { previous });
    },
  ],
  [
    'quantity changed without a trade',
    EVERYWHERE,
    () => {
      const previous = yesterday({ positions: present([position({ quantity: 5 })], at) });
      return of({ positions: held({}), ...told(statement()) }, { previous });
    },
  ],
  [
    'its trades are not told',
    EVERYWHERE,
    () => {
      const previous = yesterday({ positions: present([position({ quantity: 5 })], at) });
      return of({ positions: held({}), transactions: missing() }, { previous });
    },
  ],
  [
    'broker’s returns are not time-weighted',
    EVERYWHERE,
    () => of({ performance: present(performance([series([1, 2, 3])], { method: 'MWR' }), MORNING_AFTER) }),
  ],
  ['no value of … from the broker', EVERYWHERE, () => of({ performance: past(waves(5), { to: DAY_BEFORE }) })],
  ['first day with a value', EVERYWHERE, () => of({ performance: levels([0, 0, 900], [0, 0, 0]) })],
  ['history begins …', ['index', 'discreet'], () => of({ performance: past(waves(5)) })],
  ['no history yet', EVERYWHERE, () => of({ performance: present(performance([])) })],
  [
    'follows in the morning',
    EVERYWHERE,
    () => of({ performance: missing('not-asked') }, {}, { run: { kind: 'close', marketDate: MARKET_DATE } }),
  ],
  ['need the gateway', EVERYWHERE, () => of(told(statement()), {}, { source: 'flex' })],
  ['no value', ['page'], () => of({}, { benchmark: benchmarkOf({ without: ['2026-11-20'] }) })],
  ['not known for every account', ['mail'], () => of({ performance: past(waves(5), { to: DAY_BEFORE }) })],
];

const ESCAPED = /[.*+?^${}()|[\]\\]/g;
/** `n/a: reason`, `n/a for Month: reason`; a notice says `n/a` and begins a sentence. */
const saying = (reason: string): RegExp =>
  new RegExp(
    `n/a(?: for [^:]{1,200})?:?\\s${reason.replace(ESCAPED, '\\$&').replaceAll('…', '[^:]{1,200}?')}(?! of | and )`,
    'i',
  );

async function textOf(report: Report, output: Output): Promise<string> {
  if (output === 'page') return htmlText(renderPage(report));
  if (output === 'discreet') return htmlText(renderPage(discreetReport(report)));
  if (output === 'index') {
    const reports = [indexedReport(report, 'reports/2026/11/20/a1b2c3d4-r1/')];
    return htmlText(renderIndexDay({ date: MARKET_DATE, state: 'done', reports }));
  }
  if (output === 'mail') {
    const reports = [report, reportOf(snapshot())];
    const sent = { failures: [], attachments: [], sentAt: MORNING_AFTER, timeZone: 'America/New_York' };
    return renderMail({ reports, ...sent, archivePlace: '2026/11/20' }).text;
  }
  const { sheets } = await workbookFile(report);
  return sheets.flatMap(({ cells }) => [...cells.values()].map(({ value }) => String(value))).join('\n');
}

describe('a figure that can’t be given', () => {
  it.each(CASES)('says "%s" on %s', async (reason, shown, made) => {
    const report = await made();
    for (const output of shown) expect(await textOf(report, output)).toMatch(saying(reason));
  });

  it.each(Object.entries(REASON_WORDS))('says why a source is not there: %s is "%s"', async (reason, words) => {
    const why = reason as GapReason;
    const report = of({ positions: missing(why), statement: missing(why) });
    for (const output of EVERYWHERE) expect(await textOf(report, output)).toMatch(saying(words));
    const flex =
      why === 'not-asked'
        ? 'needs Flex statements'
        : `Flex statement: ${why === 'unreachable' ? 'not reached' : words}`;
    expect(await textOf(report, 'page')).toMatch(saying(flex));
  });
});

describe('the reasons above', () => {
  it('are all that the sources give', async () => {
    const places = await reasonPlaces(['src/analytics', 'src/report', 'src/render', 'src/pipeline/benchmark-index.ts']);
    const given = new Set(places.flatMap(({ texts }) => texts));
    expect([...given].sort()).toEqual(CASES.map(([reason]) => reason).sort());
  });

  it('are read from the sources as they are written there', () => {
    const source = [
      'const a = few ? { missing: `no @{kind(`x`)} of @{day}` } : none(kind === "b" ? "two" : THREE);',
      "const THREE = 'three'; const said = 'a value is missing: four';",
      "// missing: 'five'",
      'interface Six { readonly missing: string }',
    ]
      .join('\n')
      .replaceAll('@', '$')
      .replaceAll('"', "'");
    expect(placesIn('a.ts', source).flatMap(({ texts }) => texts)).toEqual(['no … of …', 'two', 'three']);
  });
});
