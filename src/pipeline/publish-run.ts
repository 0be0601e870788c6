import type { Archive } from '#archive/archive';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import type { PublishEvent, PublishResult } from './events.ts';
import { publish, type Reckoning } from './publish.ts';
import { publishCorrected } from './publish-corrected.ts';
import { keepLease } from './run-record.ts';

export interface PublishRunPorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly calendar: MarketCalendar;
  readonly progress: Progress;
  /** Version of Daybook. */
  readonly version: string;
  /** IANA zone in which times are shown. */
  readonly timeZone: string;
  /** The owner's name for an account, by its key; undefined: the broker's alias. */
  readonly label: (account: string) => string | undefined;
  /** What reports are reckoned with beside the account's own data. Default: nothing. */
  readonly reckoning?: Reckoning;
}

/**
 * Builds the report of one account of a run, then anew those of days before whose statement came with it. A step that
 * is repeated finds the same reports and gives the same revision.
 *
 * @throws ArchiveError when the Snapshot can't be read or the report not be kept; the other accounts go on without it
 */
export async function publishRun(event: PublishEvent, ports: PublishRunPorts): Promise<PublishResult> {
  const { run, account, execution } = event;
  if ((await keepLease(ports.archive, run, execution, ports.clock.now())) === 'lost') {
    return { account, failed: 'RunLost' };
  }
  const label = ports.label(account);
  const choice = {
    run,
    account,
    timeZone: ports.timeZone,
    verify: false,
    ...ports.reckoning,
    ...(label === undefined ? {} : { label }),
  };
  const published = await publish(choice, ports);
  if (!published) return { account, failed: 'NoSnapshot' };
  const corrected = await publishCorrected(choice, ports);
  const { report, damaged } = published;
  return {
    account,
    revision: report.revision,
    ...(corrected.length > 0 ? { corrected } : {}),
    ...(damaged ? { damaged } : {}),
  };
}
