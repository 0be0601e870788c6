import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Book, LEVEL } from '#render/workbook/book';
import { writeWorkbook } from '#render/workbook/workbook';
import type { Report } from '#report/report';
import { sampleReport } from '#test/support/sample-report';
import { type FileSheet, openWorkbook, workbookBytes } from '#test/support/workbook-file';
import { writeBareWorkbook } from './bare-workbook.ts';

/**
 * Ours and the bare exceljs streaming writer on the same cells: CPU time of all threads, medians of runs in turn, memory
 * each on its own.
 */
export interface WorkbookRatio {
  readonly rows: number;
  /** Our time over the bare writer's. At most 1.15. */
  readonly ratio: number;
  /** The same with no chart in the file. At most 1.1. */
  readonly ratioWithoutCharts: number;
  readonly oursMs: number;
  readonly withoutChartsMs: number;
  readonly bareMs: number;
  /** Highest resident memory of a process that wrote the workbook once, in MB. */
  readonly oursPeakMb: number;
  readonly barePeakMb: number;
}

type Writer = 'ours' | 'without charts' | 'bare';

const TURN: readonly Writer[] = ['ours', 'bare', 'without charts'];

const ROWS = 50_000;
const DAYS = 2520;
const ROUNDS = 7;

/** The report that both write: one long table, one long series, the short tables. */
export function ratioReport(rows = ROWS, days = DAYS): Report {
  const report = sampleReport({ transactions: rows, days });
  const sections = report.sections.map((section) => ({
    ...section,
    blocks: section.blocks.filter(({ kind }) => kind === 'table' || kind === 'series'),
  }));
  return { ...report, sections };
}

export async function measureWorkbookRatio(rows = ROWS, rounds = ROUNDS): Promise<WorkbookRatio> {
  await assertSameCells(ratioReport(300, 60));
  const report = ratioReport(rows);
  for (const writer of TURN) await write(writer, report);
  const times: Record<Writer, number[]> = { ours: [], 'without charts': [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? TURN : TURN.toReversed();
    for (const writer of order) times[writer].push(await write(writer, report));
  }
  const oursMs = median(times.ours);
  const withoutChartsMs = median(times['without charts']);
  const bareMs = median(times.bare);
  return {
    rows,
    ratio: oursMs / bareMs,
    ratioWithoutCharts: withoutChartsMs / bareMs,
    oursMs,
    withoutChartsMs,
    bareMs,
    oursPeakMb: await peakMb('ours', rows),
    barePeakMb: await peakMb('bare', rows),
  };
}

/** Both must write the same values in the same formats, else the ratio compares nothing. @throws Error */
async function assertSameCells(report: Report): Promise<void> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await writeBareWorkbook(report, sink, LEVEL);
  const ours = openWorkbook(await workbookBytes(report));
  for (const bare of openWorkbook(Buffer.concat(chunks)).sheets) {
    const expected = dataOf(bare);
    const found = dataOf(ours.sheet(bare.name));
    if (JSON.stringify(found) !== JSON.stringify(expected))
      throw new Error(`sheet ${bare.name} differs between the two writers`);
  }
}

/** The cells below the header, but for totals. */
function dataOf({ cells }: FileSheet): readonly unknown[] {
  const rows = [...cells].map(([address, cell]) => ({ address, row: Number(/\d+/.exec(address)?.[0]), ...cell }));
  const totals = new Set(rows.filter(({ formula }) => formula !== undefined).map(({ row }) => row));
  return rows
    .filter(({ row }) => row > 3 && !totals.has(row))
    .map(({ address, value, format }) => [address, value, format]);
}

/** Writes once into nothing and says what CPU time it took, in milliseconds: others at work don't count. */
async function write(writer: Writer, report: Report): Promise<number> {
  const sink = new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
  const start = process.cpuUsage();
  if (writer === 'bare') await writeBareWorkbook(report, sink, LEVEL);
  else if (writer === 'ours') await writeWorkbook(report, sink);
  else await leavingChartsOut(() => writeWorkbook(report, sink));
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Charts are drawn and then not attached: what is left is not less than a writer without them would take. */
async function leavingChartsOut(work: () => Promise<void>): Promise<void> {
  const { attach } = Book.prototype;
  Book.prototype.attach = function (sheetNumber, table) {
    attach.call(this, sheetNumber, table, []);
  };
  try {
    await work();
  } finally {
    Book.prototype.attach = attach;
  }
}

async function peakMb(writer: Writer, rows: number): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), [writer, String(rows)]);
  const [message] = (await once(child, 'message')) as [number];
  await once(child, 'exit');
  return message;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , writer, rows] = process.argv;
  if (writer === 'ours' || writer === 'bare') {
    await write(writer, ratioReport(Number(rows)));
    process.send?.(process.resourceUsage().maxRSS / 1024);
    process.disconnect();
  } else {
    console.log(JSON.stringify(await measureWorkbookRatio(), null, 2));
  }
}
