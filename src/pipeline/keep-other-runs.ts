import type { Archive } from '#archive/archive';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Clock } from '#effects/clock';
import type { RunEvent } from './events.ts';
import { readRun, renewRun } from './run-record.ts';
import { dueFinals, type ScheduleHours } from './schedule-hours.ts';

export interface LeasePorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly calendar: MarketCalendar;
  readonly hours: ScheduleHours;
}

/** The execution's other runs come after this one: their leases must last as long as it takes. */
export async function keepOtherRuns({ run, execution }: RunEvent, until: Date, ports: LeasePorts): Promise<void> {
  const { archive, clock, hours, calendar } = ports;
  const now = clock.now();
  for (const other of dueFinals({ now, hours, calendar, firstLogin: new Date(0) })) {
    if (other.kind === run.kind && other.marketDate === run.marketDate) continue;
    const record = await readRun(archive, other);
    if (record?.state === 'running' && record.lease?.holder === execution) {
      await renewRun(archive, other, { holder: execution, now, until });
    }
  }
}
