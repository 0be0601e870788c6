import type { Gap } from '#domain/gap';
import type { FlexRunRecord } from '#pipeline/flex-run-record';
import type { CollectOutcome, Unreported } from '#pipeline/outcome';
import { withoutAny } from '#pipeline/unreported-accounts';

/** What the sources of a day came to, together: as of one source, over the accounts that any of them has. */
export type DayOutcome = {
  /** Keys of the accounts that have a Snapshot. */
  readonly accounts: readonly string[];
  /** Accounts that should be reported and of which no source gave anything. */
  readonly unreported: readonly Unreported[];
  /** What is missing of the others, by what the sources say of themselves. */
  readonly gaps: readonly Gap[];
  /** How each source that was asked came out. */
  readonly sources: { readonly gateway?: SourceStatus; readonly flex?: SourceStatus };
} & (
  | { readonly status: 'complete' }
  | { readonly status: 'partial' }
  | { readonly status: 'waiting'; readonly why: Gap; readonly resumeAt?: string }
  | { readonly status: 'failed'; readonly why: Gap }
);

export type SourceStatus = CollectOutcome['status'];

/** Puts together what was asked of each source; absent: it was not asked. */
export function dayOutcome(gateway: CollectOutcome | undefined, flex: FlexRunRecord | undefined): DayOutcome {
  const fromGateway = gateway?.accounts.map(({ account }) => account) ?? [];
  const fromFlex = flex?.accounts ?? [];
  const common = {
    accounts: [...new Set([...fromGateway, ...fromFlex])],
    unreported: withoutAny(
      { there: fromGateway, unreported: gateway?.unreported ?? [] },
      { there: fromFlex, unreported: flex?.unreported ?? [] },
    ),
    gaps: [
      ...(gateway?.accounts.flatMap(({ gaps }) => gaps) ?? []),
      // A source that stopped midway beside one that went on: its own word is all that tells.
      ...(flex && gateway && (gateway.status === 'waiting' || gateway.status === 'failed') ? [gateway.why] : []),
      ...(flex?.why ? [flex.why] : []),
    ],
    sources: { ...(gateway ? { gateway: gateway.status } : {}), ...(flex ? { flex: flex.status } : {}) },
  };
  const carried = fromFlex.length > 0;
  if (gateway && !carried && (gateway.status === 'waiting' || gateway.status === 'failed')) {
    if (gateway.status === 'failed') return { ...common, status: 'failed', why: gateway.why };
    const { why, resumeAt } = gateway;
    return { ...common, status: 'waiting', why, ...(resumeAt ? { resumeAt } : {}) };
  }
  if (!gateway && flex && !carried) {
    return { ...common, gaps: [], status: flex.status === 'failed' ? 'failed' : 'waiting', why: flex.why ?? NOTHING };
  }
  const whole = [gateway?.status, flex?.status].every((status) => status === undefined || status === 'complete');
  return { ...common, status: whole ? 'complete' : 'partial' };
}

const NOTHING: Gap = { reason: 'not-ready', message: 'The Flex statement of the day is not there yet.' };
