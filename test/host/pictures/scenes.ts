import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { RunKind } from '#domain/snapshot';
import { publish } from '#pipeline/publish';
import type { MailInput } from '#render/mail-input';
import { discreetReport } from '#report/discreet';
import type { Report } from '#report/report';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { sampleReport } from '#test/support/sample-report';
import { type DemoSources, runDemo } from '#wiring/demo-run';
import { makeScenario, readFault, type ScenarioChoice } from '#wiring/make-scenario';
import type { ScenarioName } from '#wiring/scenarios';

/** One situation of an account, as page and mail tell it. */
export interface Scene {
  readonly name: string;
  readonly reports: readonly Report[];
  /** What of the mail is not as for anybody. */
  readonly mail?: Partial<MailInput>;
  /** The archive's own page after the run. */
  readonly index?: string;
}

const DAY = '2026-11-20';
const ZONE = 'America/New_York';

interface Played {
  readonly scenario?: ScenarioName;
  readonly sources?: DemoSources;
  readonly day?: string;
  readonly fault?: string;
  readonly choice?: Partial<ScenarioChoice>;
}

/**
 * The situations that pictures are made of, one after the other: each is a run of the whole product.
 *
 * @param wanted names; empty for all
 */
export async function* scenes(wanted: readonly string[]): AsyncGenerator<Scene> {
  const asked = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
  for (const [name, what] of Object.entries(PLAYED)) {
    if (asked(name)) yield { name, ...(await played(what)) };
  }
  if (!TOLD_OTHERWISE.some(asked)) return;
  const { archive, reports } = await played({});
  const [report] = reports;
  if (!report) throw new Error('the demo made no report');
  for (const scene of await toldOtherwise(archive, report)) if (asked(scene.name)) yield scene;
}

const PLAYED: Readonly<Record<string, Played>> = {
  both: {},
  gateway: { sources: 'gateway' },
  flex: { sources: 'flex' },
  empty: { scenario: 'empty' },
  holiday: { day: '2026-11-27' },
  'another-life': { choice: { seed: 5 } },
  // Lives in which the day lost, far below a high of months before; and in which more is borrowed than is in the bank.
  'open-drawdown': { choice: { seed: 7 } },
  'negative-cash': { choice: { seed: 12 } },
  'no-returns': { sources: 'gateway', fault: 'POST /pa/allperiods=500' },
  'no-holdings': { sources: 'gateway', fault: 'GET /portfolio/*/positions/*=500' },
  advisor: { scenario: 'advisor', choice: { clients: 4 } },
  large: { scenario: 'large', choice: { size: 0.1 } },
  'five-thousand': { scenario: 'large', sources: 'gateway' },
};

const TOLD_OTHERWISE = [
  'discreet',
  'german',
  'short',
  'still',
  'thousand',
  'preliminary',
  'settled',
  'corrected',
  'failed-check',
];

/** The demo's day for another reader, or with something else about it. */
async function toldOtherwise(archive: MemoryArchive, report: Report): Promise<readonly Scene[]> {
  const [evening, morning] = await eveningAndMorning(archive, report);
  const still = { ...report.headline, dayResult: 0, dayReturn: 0 };
  return [
    { name: 'discreet', reports: [discreetReport(report)] },
    { name: 'german', reports: [report], mail: { locale: 'de-DE' } },
    { name: 'short', reports: [report], mail: { detail: 'short' } },
    { name: 'still', reports: [{ ...report, headline: still }] },
    { name: 'thousand', reports: thousand(report) },
    { name: 'preliminary', reports: [evening] },
    { name: 'settled', reports: [morning] },
    { name: 'corrected', reports: [corrected(morning)] },
    { name: 'failed-check', reports: [sampleReport()] },
  ];
}

/** The day as it is told in the evening, and as the next morning's run tells it over that. */
async function eveningAndMorning(played: MemoryArchive, { account }: Report): Promise<readonly [Report, Report]> {
  const archive = memoryArchive();
  const of = async (kind: RunKind, keys: (key: string) => boolean): Promise<Report> => {
    for (const [key, body] of played.objects) if (keys(key)) archive.objects.set(key, body);
    const run = { kind, marketDate: calendarDate(DAY) };
    const request = { run, account: account.key, timeZone: ZONE, verify: false };
    const ports = { archive, calendar: newYorkCalendar(), progress: () => undefined, version: '1.0.0' };
    const published = await publish(request, ports);
    if (!published) throw new Error(`no ${kind} run of ${DAY}`);
    return published.report;
  };
  const ofMorning = /\/2026\/11\/20\/(final|flex)-/;
  const early = await of('close', (key) => !key.startsWith('reports/') && !ofMorning.test(key));
  return [early, await of('final', (key) => ofMorning.test(key))];
}

/** A thousand clients, of whom one has a warning and one is not settled. */
function thousand(report: Report): readonly Report[] {
  const { account } = report;
  return Array.from({ length: 1_000 }, (_, i): Report => {
    const one = { ...report, account: { ...account, label: `Client ${i + 1}`, maskedId: `U…${1000 + i}` } };
    if (i === 640) return { ...one, warnings: [{ term: 'Borrowed cash', text: 'EUR 4,200.00 owed.' }] };
    return i === 820 ? { ...one, finality: 'preliminary' } : one;
  });
}

/** A day whose value had been told as final, and 120.50 lower. */
function corrected(report: Report): Report {
  const value = Number(report.headline.netAssetValue);
  const figure = { label: 'Net asset value', kind: 'money', unit: report.account.baseCurrency } as const;
  const figures = [{ ...figure, before: value - 120.5, after: value }];
  return { ...report, revision: 2, changes: { revision: 1, finality: 'final', figures } };
}

async function played(what: Played): Promise<{ archive: MemoryArchive; reports: readonly Report[]; index: string }> {
  const { scenario = 'demo', day = DAY, choice, sources, fault } = what;
  const made = await makeScenario(scenario, { marketDate: calendarDate(day), seed: 1, size: 1, ...choice });
  if ('problem' in made) throw new Error(made.problem);
  const archive = memoryArchive();
  const faults = fault === undefined ? [] : [readFault(fault)];
  const request = { ...made, faults, timeZone: ZONE, fill: scenario !== 'large' };
  await runDemo({ ...request, ...(sources ? { sources } : {}) }, archive, () => undefined);
  const reports = [...archive.objects.keys()]
    .filter((key) => key.endsWith('/report.json'))
    .sort()
    .map((key) => archive.json(key) as Report);
  return { archive, reports, index: String(archive.objects.get('index.html')) };
}
