import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureFlexFlatness, measureFlexStatements } from './flex-statement.ts';
import { type DayFigures, measureDay } from './measure-day.ts';
import type { StageFigures } from './meter.ts';
import { measureWorkbookRatio, type WorkbookRatio } from './workbook-ratio.ts';

const DAY = '2026-11-20';
const RUNS = 3;

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    flex: { type: 'boolean' },
    flat: { type: 'boolean' },
    workbook: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(
    'npm run bench [-- --json FILE] [-- --flex] [-- --flat] [-- --workbook]: time and memory of each stage, the workbook against bare exceljs, large Flex statements, and the time of one account among few and many; --flex: the statements alone; --flat: the last alone; --workbook: the workbook alone, whose CPU time may be 1.15 of bare exceljs, and 1.1 without charts.\n',
  );
  process.exit(0);
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[figures.length >> 1] ?? Number.NaN;

async function medianDay(scenario: string, size: number, runs: number): Promise<DayFigures> {
  const days: DayFigures[] = [];
  for (let run = 0; run < runs; run += 1) days.push(await measureDay(scenario, size, DAY));
  const first = days[0] as DayFigures;
  const stages = first.stages.map(({ stage }, index): StageFigures => {
    const all = days.map((day) => day.stages[index] as StageFigures);
    return {
      stage,
      cpuMs: median(all.map((one) => one.cpuMs)),
      wallMs: median(all.map((one) => one.wallMs)),
      peakMb: median(all.map((one) => one.peakMb)),
    };
  });
  return { ...first, stages, wholePeakMb: median(days.map((day) => day.wholePeakMb)) };
}

function show(title: string, day: DayFigures): void {
  say(`\n${title}`);
  say(`  ${'stage'.padEnd(22)}${'cpu ms'.padStart(9)}${'wall ms'.padStart(9)}${'peak MB'.padStart(9)}`);
  for (const { stage, cpuMs, wallMs, peakMb } of day.stages) {
    say(`  ${stage.padEnd(22)}${String(cpuMs).padStart(9)}${String(wallMs).padStart(9)}${String(peakMb).padStart(9)}`);
  }
  const total = (pick: (stage: StageFigures) => number): number =>
    day.stages.reduce((sum, stage) => sum + pick(stage), 0);
  say(
    `  ${'total'.padEnd(22)}${String(total((s) => s.cpuMs)).padStart(9)}${String(total((s) => s.wallMs)).padStart(9)}${String(day.wholePeakMb).padStart(9)}`,
  );
  say(
    `  pauses passed on the simulated clock: ${day.simulatedWaits.times}, ${Math.round(day.simulatedWaits.ms / 60_000)} min`,
  );
}

async function measureWorkbook(): Promise<WorkbookRatio> {
  const of = await measureWorkbookRatio();
  say('\nworkbook against the bare exceljs streaming writer, same cells, CPU time');
  say(`  ratio ${of.ratio.toFixed(2)} with charts, ${of.ratioWithoutCharts.toFixed(2)} without`);
  const times = [of.oursMs, of.withoutChartsMs, of.bareMs].map((ms) => `${ms.toFixed(0)} ms`);
  say(
    `  ours ${times[0]}, ${of.oursPeakMb.toFixed(0)} MB; without charts ${times[1]}; bare ${times[2]}, ${of.barePeakMb.toFixed(0)} MB`,
  );
  return of;
}

say(
  `Node ${process.versions.node}, medians of ${RUNS}; the simulator runs in a process of its own and is in no figure.`,
);
if (values.flat) {
  const flat = await measureFlexFlatness(say);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ node: process.versions.node, flat }, null, 2)}\n`);
  process.exit(0);
}
if (values.flex) {
  const flex = await measureFlexStatements(say);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ node: process.versions.node, flex }, null, 2)}\n`);
  process.exit(0);
}
if (values.workbook) {
  const workbook = await measureWorkbook();
  if (values.json)
    await writeFile(values.json, `${JSON.stringify({ node: process.versions.node, workbook }, null, 2)}\n`);
  process.exit(0);
}
const demo = await medianDay('demo', 1, RUNS);
show('demo', demo);
const tenth = await medianDay('large', 0.1, RUNS);
show('large, a tenth (500 positions, 10,000 transactions)', tenth);
const large = await medianDay('large', 1, RUNS);
show('large (5,000 positions, 100,000 transactions)', large);

const cpu = (day: DayFigures): number => day.stages.reduce((sum, stage) => sum + stage.cpuMs, 0);
const growth = {
  demoToTenthMbPerThousand: (tenth.wholePeakMb - demo.wholePeakMb) / 10,
  tenthToWholeMbPerThousand: (large.wholePeakMb - tenth.wholePeakMb) / 90,
  tenthToWholeCpuMsPerThousand: (cpu(large) - cpu(tenth)) / 90,
  demoToTenthCpuMsPerThousand: (cpu(tenth) - cpu(demo)) / 10,
};
say('\ngrowth per 1,000 transactions (with 50 positions)');
say(
  `  memory  demo to a tenth ${growth.demoToTenthMbPerThousand.toFixed(2)} MB, a tenth to the whole ${growth.tenthToWholeMbPerThousand.toFixed(2)} MB`,
);
say(
  `  cpu     demo to a tenth ${growth.demoToTenthCpuMsPerThousand.toFixed(0)} ms, a tenth to the whole ${growth.tenthToWholeCpuMsPerThousand.toFixed(0)} ms`,
);

const workbook = await measureWorkbook();

const flex = await measureFlexStatements(say);
const flat = await measureFlexFlatness(say);

if (values.json) {
  await writeFile(
    values.json,
    `${JSON.stringify({ node: process.versions.node, demo, tenth, large, growth, workbook, flex, flat }, null, 2)}\n`,
  );
  say(`\nwritten to ${values.json}`);
}
