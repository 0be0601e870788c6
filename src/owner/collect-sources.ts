import type { Archive } from '#archive/archive';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import { type CollectRequest, collect } from '#pipeline/collect';
import { collectFlex, type OpenedFlex } from '#pipeline/collect-flex';
import type { FlexRunRecord } from '#pipeline/flex-run-record';
import { lookBack } from '#pipeline/look-back';
import type { CollectOutcome } from '#pipeline/outcome';
import type { Gateway } from '#sources/gateway/gateway';
import { type DayOutcome, dayOutcome } from './day-outcome.ts';

export interface CollectSourcesRequest extends CollectRequest {
  /** Make the pauses that a source asks for, and go on with what an earlier try left because of them. */
  readonly goOn: boolean;
}

export interface CollectSourcesPorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly calendar: MarketCalendar;
  readonly progress: Progress;
  /** The gateway of a run; absent where it is not asked. */
  readonly open?: (run: Run) => Gateway;
  readonly settled: (run: Run, at: Date) => boolean;
  /** The Flex Web Service; absent where it is not asked. */
  readonly flex?: { readonly query: string; readonly open: () => Promise<OpenedFlex> };
}

/** Between two goes at a statement that is not there yet. */
const AGAIN_MS = 15 * 60_000;

/** Asks what sources there are for one run. Flex goes first: it needs no pause, and stands when the gateway breaks. */
export async function collectSources(request: CollectSourcesRequest, ports: CollectSourcesPorts): Promise<DayOutcome> {
  let flex = await askFlex(request, ports);
  const gateway = await askGateway(request, ports);
  while (flex?.status === 'waiting' && request.goOn) {
    const again = new Date(ports.clock.now().getTime() + AGAIN_MS);
    if (again >= request.until) break;
    ports.progress(`The Flex statement is not there yet; it is asked for again at ${hour(again)} UTC`);
    await ports.clock.sleep(AGAIN_MS);
    flex = await askFlex(request, ports);
  }
  if (flex && ports.flex) {
    const { run, accounts } = request;
    await lookBack({ run, accounts, by: flex.by }, ports.clock.now(), { ...ports, ...ports.flex });
  }
  return dayOutcome(gateway, flex);
}

async function askFlex(
  { run, accounts }: CollectSourcesRequest,
  { flex, ...ports }: CollectSourcesPorts,
): Promise<FlexRunRecord | undefined> {
  if (!flex || run.kind === 'close') return undefined;
  // Whoever gives the command again has done something about a refusal, or wants to know whether it still stands.
  const by = `local ${ports.clock.now().toISOString()}`;
  return collectFlex({ run, accounts, by }, { ...ports, ...flex });
}

async function askGateway(
  request: CollectSourcesRequest,
  ports: CollectSourcesPorts,
): Promise<CollectOutcome | undefined> {
  const { open, clock, progress } = ports;
  if (!open) return undefined;
  const own = { ...ports, open: () => open(request.run) };
  for (;;) {
    const outcome = await collect(request, own);
    const end = pauseOf(outcome, request, clock.now());
    if (!end) return outcome;
    progress(`A pause of the broker's until ${hour(end)} UTC`);
    await clock.sleep(Math.max(0, end.getTime() - clock.now().getTime()));
  }
}

/** Until when to wait for a limit before the same run goes on; undefined when nobody said that it may wait so long. */
function pauseOf(outcome: CollectOutcome, request: CollectSourcesRequest, now: Date): Date | undefined {
  if (outcome.status !== 'waiting' || outcome.resumeAt === undefined || !request.goOn) return undefined;
  const end = new Date(outcome.resumeAt);
  return now < request.until && end < request.until ? end : undefined;
}

const hour = (at: Date): string => at.toISOString().slice(11, 16);
