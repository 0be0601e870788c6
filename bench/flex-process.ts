// One Flex statement in a process of its own: asked for, kept as it came, taken into log and Snapshots, and published.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderArchive } from '#archive/folder-archive';
import { reportFolder } from '#archive/keys';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import { VirtualClock } from '#effects/virtual-clock';
import { ingestStatements } from '#pipeline/ingest-statements';
import { keepStatement } from '#pipeline/keep-statement';
import { publish } from '#pipeline/publish';
import { dueAt } from '#pipeline/run-times';
import { openFlexSource } from '#sources/flex/flex-source';
import { openHttpClient } from '#sources/http/http-client';
import { readDay } from '#wiring/read-day';
import { advanceSimulator } from './advance-simulator.ts';
import { Meter } from './meter.ts';

const [url = '', certificate = '', token = '', query = '', first = '', last = '', most = ''] = process.argv.slice(2);
const [from, to] = [readDay(first), readDay(last)];
if (!from || !to) throw new TypeError(`${first} to ${last} are no days`);
const FILES = ['report.json', 'page.html', 'workbook.xlsx'];
const calendar = newYorkCalendar();
const run: Run = { kind: 'final', marketDate: to };
const ca = Buffer.from(certificate, 'base64').toString('utf8');
const clock = new VirtualClock(dueAt(run, calendar), (now) => advanceSimulator(url, ca, now));
await advanceSimulator(url, ca, clock.now());
const folder = await mkdtemp(join(tmpdir(), 'daybook-bench-'));
const archive = folderArchive(folder);
const meter = new Meter();
const source = openFlexSource({
  connect: (origin) => openHttpClient({ origin, ca, userAgent: 'daybook/bench' }),
  clock,
  token,
  origin: url,
});

try {
  let raw = '';
  const fetched = await meter.measure('fetch and keep', () =>
    source.fetch({ query, days: { from, to } }, async (body) => {
      raw = await keepStatement(archive, run, { at: clock.now(), count: 1 }, body);
    }),
  );
  const ports = { archive, calendar, progress: (): undefined => undefined };
  const request = { raw, askedAt: clock.now().toISOString(), accounts: 'all', run } as const;
  const ingested = await meter.measure('ingest', () => ingestStatements(request, ports));
  // Some of many accounts are enough to tell what one takes; the others have their reports before.
  const some = ingested.accounts.slice(0, most === '' ? undefined : Number(most));
  for (const { account } of ingested.accounts.slice(some.length)) {
    for (const file of FILES) await archive.put(`${reportFolder(to, account, 1)}${file}`, '{}');
  }
  await meter.measure('publish', async () => {
    for (const { account } of some) {
      await publish({ run, account, timeZone: 'America/New_York', verify: false }, { ...ports, version: 'bench' });
    }
  });
  const { bytes } = fetched;
  const figures = {
    stages: meter.stages,
    bytes,
    accounts: ingested.accounts.length,
    published: some.length,
    rows: ingested.rows,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await source.close();
  await rm(folder, { recursive: true, force: true });
}
