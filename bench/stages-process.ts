// One whole day of the product in a process of its own: each stage's processor time, wall time and peak memory.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderArchive } from '#archive/folder-archive';
import { outboxChannel } from '#delivery/outbox';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import { VirtualClock } from '#effects/virtual-clock';
import { collect } from '#pipeline/collect';
import { notify } from '#pipeline/notify';
import type { CollectOutcome } from '#pipeline/outcome';
import { type Published, publish } from '#pipeline/publish';
import { deadlineOf, dueAt, isSettled } from '#pipeline/run-times';
import { gatewayOpener } from '#wiring/gateway-opener';
import { readDay } from '#wiring/read-day';
import { advanceSimulator } from './advance-simulator.ts';
import { Meter } from './meter.ts';

const [url = '', certificate = '', day = ''] = process.argv.slice(2);
const marketDate = readDay(day);
if (!marketDate) throw new TypeError(`"${day}" is not a day`);
const calendar = newYorkCalendar();
const close: Run = { kind: 'close', marketDate };
const final: Run = { kind: 'final', marketDate };
const ca = Buffer.from(certificate, 'base64').toString('utf8');
const clock = new VirtualClock(dueAt(close, calendar), (now) => advanceSimulator(url, ca, now));
const folder = await mkdtemp(join(tmpdir(), 'daybook-bench-'));
const archive = folderArchive(folder);
const meter = new Meter();
const quiet = (): undefined => undefined;
const open = gatewayOpener({
  url,
  pacingName: url,
  ca,
  serverName: 'localhost',
  version: 'bench',
  archive,
  clock,
  maxWaitMs: 86_400_000,
});
const settled = (run: Run, at: Date): boolean => isSettled(run, at, calendar);

const collectRun = (run: Run): Promise<CollectOutcome> =>
  collect(
    { run, accounts: 'all', until: deadlineOf(final) },
    { archive, clock, progress: quiet, open: () => open(run), settled },
  );

try {
  await meter.measure('collect, close run', () => collectRun(close));
  await clock.advanceTo(dueAt(final, calendar));
  const outcome = await meter.measure('collect, final run', () => collectRun(final));
  if (outcome.status !== 'complete')
    throw new Error(`collecting ended as ${outcome.status}: ${JSON.stringify(outcome)}`);
  const published: Published[] = [];
  await meter.measure('publish', async () => {
    for (const { account } of outcome.accounts) {
      const one = await publish(
        { run: final, account, timeZone: 'America/New_York', verify: false },
        { archive, calendar, progress: quiet, version: 'bench' },
      );
      if (one) published.push(one);
    }
  });
  await meter.measure('notify', () =>
    notify(
      {
        date: marketDate,
        recipient: { address: 'owner@localhost', attach: true },
        sender: 'Daybook <daybook@localhost>',
        timeZone: 'America/New_York',
        reports: published,
        failures: [],
      },
      { archive, channel: outboxChannel(archive), clock },
    ),
  );
  process.stdout.write(`${JSON.stringify({ stages: meter.stages, simulatedWaits: clock.waited })}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
