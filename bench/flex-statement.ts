import { end, firstLine, start } from './child.ts';
import type { StageFigures } from './meter.ts';

const DAY = '2026-11-20';
/** A year up to the day: as many days as one statement can have. */
const YEAR_BEFORE = '2025-11-21';
/** All sections, no levels: a row is a booking or a holding. */
const QUERY = '1100005';
/** What a statement may take at its largest, millions of bytes. */
const AIM_MB = 300;

/** By how much the time of one account may differ between 250 accounts and 1,000. */
const AIM_FLAT = 0.1;
/** Odd, so that one of them is in the middle. */
const RUNS_FLAT = 5;
/** Reports that are made in each: the others are there already. */
const PUBLISHED_FLAT = 60;

/** One statement, from the request to reports in a folder. The simulator's process is in no figure. */
export interface FlexFigures {
  readonly stages: readonly StageFigures[];
  readonly bytes: number;
  readonly accounts: number;
  /** Accounts of which a report was made. */
  readonly published: number;
  /** Bookings. */
  readonly rows: number;
}

/** A statement beside one of half the size. */
export interface FlexGrowth {
  readonly whole: FlexFigures;
  readonly half: FlexFigures;
  /** Whole against half: 2 where time grows as the statement does. */
  readonly cpuRatio: number;
  /** Whole against half: 1 where memory does not grow at all. */
  readonly peakRatio: number;
  readonly peakMb: number;
}

/** Processor time of one account, taken in and published, among few and among many. */
export interface FlexFlatness {
  readonly few: { readonly accounts: number; readonly msEach: number };
  readonly many: { readonly accounts: number; readonly msEach: number };
  /** Many against few: 1 where an account costs the same among any number. */
  readonly ratio: number;
}

interface Statement {
  readonly scenario: 'advisor' | 'large';
  readonly size: number;
  readonly clients: number;
  readonly from: string;
}

const advisor = (clients: number): Statement => ({ scenario: 'advisor', size: 1, clients, from: DAY });

/** Medians of the time of one account among 250 and among 1,000, taken by turns. */
export async function measureFlexFlatness(say: (line: string) => void): Promise<FlexFlatness> {
  const runs: { readonly few: FlexFigures; readonly many: FlexFigures }[] = [];
  for (let run = 0; run < RUNS_FLAT; run += 1) {
    runs.push({
      few: await measure(advisor(250), PUBLISHED_FLAT),
      many: await measure(advisor(1_000), PUBLISHED_FLAT),
    });
  }
  const each = (all: readonly FlexFigures[]) => {
    const one = all.map(msOfOne).sort((a, b) => a - b);
    return { accounts: all[0]?.accounts ?? 0, msEach: one[one.length >> 1] ?? Number.NaN };
  };
  const [few, many] = [each(runs.map((run) => run.few)), each(runs.map((run) => run.many))];
  const ratio = many.msEach / few.msEach;
  say(`\nprocessor time of one account, fetched, taken in and published, medians of ${RUNS_FLAT}`);
  for (const { accounts, msEach } of [few, many]) say(`  among ${accounts}: ${msEach.toFixed(1)} ms`);
  const aim = `aim at most ${(1 + AIM_FLAT).toFixed(2)}: ${ratio <= 1 + AIM_FLAT ? 'met' : 'MISSED'}`;
  say(`  ratio ${ratio.toFixed(2)}, ${aim}`);
  return { few, many, ratio };
}

/** Statements of 1,000 accounts and of 100,000 rows, each beside one of half its size. */
export async function measureFlexStatements(
  say: (line: string) => void,
  runs = 3,
): Promise<{ readonly accounts: FlexGrowth; readonly rows: FlexGrowth }> {
  const large = (size: number): Statement => ({ scenario: 'large', size, clients: 25, from: YEAR_BEFORE });
  const accounts = await growth(advisor(1_000), advisor(500), runs);
  show(say, 'Flex statement of 1,000 clients and their advisor', accounts);
  const rows = await growth(large(1), large(0.5), runs);
  show(say, 'Flex statement of one account with 100,000 trades in a year', rows);
  return { accounts, rows };
}

async function growth(whole: Statement, half: Statement, runs: number): Promise<FlexGrowth> {
  const figures = { whole: await medianOf(whole, runs), half: await medianOf(half, runs) };
  const peaks = { whole: peakOf(figures.whole), half: peakOf(figures.half) };
  return {
    ...figures,
    cpuRatio: cpuOf(figures.whole) / cpuOf(figures.half),
    peakRatio: peaks.whole / peaks.half,
    peakMb: peaks.whole,
  };
}

/** Of fetching and taking in: publishing is a function of its own, of one account and 1,769 MB. */
const cpuOf = ({ stages }: FlexFigures): number =>
  stages.filter(({ stage }) => stage !== 'publish').reduce((sum, { cpuMs }) => sum + cpuMs, 0);
const peakOf = ({ stages }: FlexFigures): number =>
  Math.max(...stages.filter(({ stage }) => stage !== 'publish').map(({ peakMb }) => peakMb));

/** The run in the middle by processor time. */
async function medianOf(statement: Statement, runs: number): Promise<FlexFigures> {
  const all: FlexFigures[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await measure(statement, PUBLISHED_FLAT));
  return all.sort((a, b) => cpuOf(a) - cpuOf(b))[runs >> 1] as FlexFigures;
}

/** Taking one account in, and publishing one. */
const msOfOne = ({ stages, accounts, published }: FlexFigures): number =>
  stages.reduce((sum, { stage, cpuMs }) => sum + cpuMs / (stage === 'publish' ? published : accounts), 0);

async function measure({ scenario, size, clients, from }: Statement, most?: number): Promise<FlexFigures> {
  const simulator = start('./simulator-process.ts', [scenario, String(size), DAY, String(clients)]);
  try {
    const served = JSON.parse(await firstLine(simulator)) as { url: string; certificate: string; token: string };
    const certificate = Buffer.from(served.certificate).toString('base64');
    const child = start('./flex-process.ts', [
      ...[served.url, certificate, served.token, QUERY, from, DAY],
      ...(most === undefined ? [] : [String(most)]),
    ]);
    return JSON.parse(await firstLine(child)) as FlexFigures;
  } finally {
    await end(simulator);
  }
}

function show(say: (line: string) => void, title: string, { whole, half, ...ratios }: FlexGrowth): void {
  say(`\n${title}`);
  say(
    `  ${'stage'.padEnd(22)}${'cpu ms'.padStart(9)}${'wall ms'.padStart(9)}${'peak MB'.padStart(9)}   of half the size`,
  );
  for (const [index, { stage, cpuMs, wallMs, peakMb }] of whole.stages.entries()) {
    const other = half.stages[index];
    const beside = `${String(other?.cpuMs ?? '').padStart(9)}${String(other?.wallMs ?? '').padStart(9)}${String(other?.peakMb ?? '').padStart(9)}`;
    say(
      `  ${stage.padEnd(22)}${String(cpuMs).padStart(9)}${String(wallMs).padStart(9)}${String(peakMb).padStart(9)}  ${beside}`,
    );
  }
  say(`  publish: of ${whole.published} accounts`);
  const size = (figures: FlexFigures): string =>
    `${(figures.bytes / 1_000_000).toFixed(1)} MB, ${figures.accounts} accounts, ${figures.rows} bookings`;
  say(`  ${size(whole)}; half: ${size(half)}`);
  say(`  whole against half: processor time ${ratios.cpuRatio.toFixed(2)}, peak memory ${ratios.peakRatio.toFixed(2)}`);
  say(
    `  peak until published ${ratios.peakMb} MB, aim under ${AIM_MB} MB: ${ratios.peakMb < AIM_MB ? 'met' : 'MISSED'}`,
  );
}
