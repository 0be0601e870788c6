import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import { outboxChannel } from '#delivery/outbox';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import { VirtualClock } from '#effects/virtual-clock';
import { reportDay } from '#owner/report-day';
import { isSettled } from '#pipeline/run-times';
import type { Scenario } from '#simulator/scenario';
import { startSimulator } from '#simulator/simulator';
import type { DeploySettings } from '#wiring/deploy-settings';
import { gatewayOpener } from '#wiring/gateway-opener';
import { VERSION } from '#wiring/version';

/** One run as the local command does it, at an instant. */
export interface LocalRun {
  readonly run: Run;
  readonly at: string;
  readonly until: string;
}

/** What the local command leaves in its folder for the same runs at the same instants, on the same broker. */
export async function localDays(
  settings: DeploySettings,
  scenario: Scenario,
  runs: readonly LocalRun[],
): Promise<{ readonly archive: Archive; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-local-'));
  const archive = folderArchive(folder);
  const clock = new VirtualClock(new Date(runs[0]?.at ?? 0));
  const simulator = await startSimulator({ scenario, clock });
  const calendar = newYorkCalendar();
  try {
    for (const { run, at, until } of runs) {
      await clock.advanceTo(new Date(at));
      await reportDay(
        {
          runs: [run],
          accounts: settings.accounts.map(({ id, label }) => ({ id, ...(label ? { label } : {}) })),
          recipients: settings.recipients.map(({ address, attach }) => ({ address, attach })),
          sender: settings.sender,
          timeZone: settings.timeZone,
          until: new Date(until),
          goOn: false,
        },
        {
          archive,
          channel: outboxChannel(archive),
          clock,
          calendar,
          progress: () => undefined,
          version: VERSION,
          open: gatewayOpener({
            url: simulator.url,
            ca: simulator.certificate,
            serverName: simulator.serverName,
            pacingName: 'https://simulator',
            version: VERSION,
            archive,
            clock,
            maxWaitMs: 10_000,
          }),
          settled: (one, instant) => isSettled(one, instant, calendar),
        },
      );
    }
  } finally {
    await simulator.close();
  }
  return { archive, remove: () => rm(folder, { recursive: true, force: true }) };
}
