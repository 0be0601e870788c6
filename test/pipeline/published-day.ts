import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { VirtualClock } from '#effects/virtual-clock';
import { collect } from '#pipeline/collect';
import type { NotifyEvent, PublishResult } from '#pipeline/events';
import { publish } from '#pipeline/publish';
import { account, fakeGateway } from '#test/support/fake-gateway';

export const FINAL: Run = { kind: 'final', marketDate: calendarDate('2026-11-20') };
export const calendar = newYorkCalendar();

/** Collects and publishes the day of some accounts as the functions do: each stage knows only the archive and its event. */
export async function publishedDay(
  archive: Archive,
  clock: VirtualClock,
  choice: {
    readonly accounts: readonly { readonly id: string; readonly label?: string }[];
    /** Calls that the gateway refuses. */
    readonly fail?: NonNullable<NonNullable<Parameters<typeof fakeGateway>[2]>['fail']>;
    /** Of Daybook: another one makes another revision. Default 0.1.0. */
    readonly version?: string;
    /** Account keys whose report can't be made. */
    readonly broken?: readonly string[];
  },
): Promise<readonly PublishResult[]> {
  const listed = choice.accounts.map(({ id }) => account(id));
  const outcome = await collect(
    { run: FINAL, accounts: choice.accounts.map(({ id }) => id), until: new Date('2026-11-21T17:00:00Z') },
    {
      archive,
      clock,
      progress: () => undefined,
      open: () => fakeGateway(listed, clock, choice.fail ? { fail: choice.fail } : {}),
      settled: () => true,
    },
  );
  const results: PublishResult[] = [];
  for (const collected of outcome.accounts) {
    if (choice.broken?.includes(collected.account)) {
      results.push({ account: collected.account, failed: 'WorkbookFailed' });
      continue;
    }
    const label = choice.accounts.find(({ id }) => accountKey(id) === collected.account)?.label;
    const published = await publish(
      { run: FINAL, account: collected.account, timeZone: 'Europe/Zurich', verify: false, ...(label ? { label } : {}) },
      { archive, calendar, progress: () => undefined, version: choice.version ?? '0.1.0' },
    );
    if (published) results.push({ account: published.account, revision: published.report.revision });
  }
  return results;
}

export const notifyEvent = (recipient: string, published: readonly PublishResult[]): NotifyEvent => ({
  run: FINAL,
  execution: 'execution-1',
  recipient,
  published,
});
