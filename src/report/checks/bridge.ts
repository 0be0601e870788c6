import type { NetAssetValueChange } from '#domain/net-asset-value';
import type { DaySpan, Statement } from '#domain/statement';

/** The statement's bridge over the market day, or over the last of the days since the market day before it. */
export function bridgeOf(statement: Statement | undefined, { from, to }: DaySpan): NetAssetValueChange | undefined {
  return statement?.history.changes.findLast((change) => change.to === to && change.from >= from);
}
