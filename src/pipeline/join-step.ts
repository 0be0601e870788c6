import type { Gap } from '#domain/gap';
import type { CollectResult, SourceResult } from './events.ts';
import { PASSING } from './next-step.ts';

export interface JoinBasis {
  /** What keeps the gateway from giving all. */
  readonly gatewayWhy: Gap | undefined;
  /** Pauses the gateway has made for causes that may pass, the one it asks for now among them. */
  readonly pauses: number;
}

/** Decides what comes after both sources were asked. Each is absent when the run does not ask it. */
export function joinStep(
  sources: { readonly gateway: SourceResult | undefined; readonly flex: SourceResult | undefined },
  basis: JoinBasis,
): CollectResult {
  const gateway = resultOf(sources.gateway);
  const flex = resultOf(sources.flex);
  const both = [gateway, flex].filter((one) => one !== undefined);
  const accounts = [...new Set(both.flatMap((one) => one.accounts))];
  const waits = both.filter((one) => one.next === 'wait' && !(one === gateway && needNotWait(gateway, flex, basis)));
  const resumeAt = waits
    .flatMap((one) => one.resumeAt ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(0);
  // No source asks for a wait beyond the deadline; one that is past goes on at once.
  if (resumeAt !== undefined) return { next: 'wait', resumeAt, status: 'waiting', accounts };
  if (accounts.length > 0 && both.some((one) => one.next === 'publish')) {
    return { next: 'publish', status: statusOf(gateway, flex), accounts };
  }
  // As of the gateway alone: a login starts the run again, and nothing else waits.
  return { next: 'end', status: (gateway ?? flex)?.status ?? 'failed', accounts };
}

function resultOf(source: SourceResult | undefined): CollectResult | undefined {
  if (source === undefined || 'status' in source) return source;
  return { next: 'end', status: 'failed', accounts: [] };
}

/** A report that Flex carries is held back for one more try at a gateway that is away, not for a whole morning. */
function needNotWait(gateway: CollectResult, flex: CollectResult | undefined, basis: JoinBasis): boolean {
  if (flex?.next !== 'publish' || gateway.accounts.length > 0) return false;
  return basis.pauses > 1 && basis.gatewayWhy !== undefined && PASSING.has(basis.gatewayWhy.reason);
}

/**
 * One source that gave all makes a whole report, however the other came out: what kept that from giving its part is told.
 * What a source gave in part is partial.
 */
function statusOf(gateway: CollectResult | undefined, flex: CollectResult | undefined): CollectResult['status'] {
  const gave = [gateway, flex].filter((one) => one?.status === 'complete' || one?.status === 'partial');
  return gave.length > 0 && gave.every((one) => one?.status === 'complete') ? 'complete' : 'partial';
}
