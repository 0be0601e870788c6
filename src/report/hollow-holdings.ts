import { valueOf } from '#domain/dataset';
import type { Snapshot } from '#domain/snapshot';
import { countText, listText } from './wording.ts';

/**
 * The Snapshot, with its holdings marked missing where the broker listed none while its own ledger counts securities.
 * Such a list is no empty account: "No holdings" would be a false statement of what is owned.
 */
export function withoutHollowHoldings(snapshot: Snapshot): Snapshot {
  const { positions } = snapshot.datasets;
  if (positions.status === 'missing' || positions.value.length > 0) return snapshot;
  const held = (valueOf(snapshot.datasets.ledger)?.balances ?? [])
    .filter(({ securities }) => Object.values(securities).some((amount) => amount !== 0))
    .map(({ currency }) => currency);
  if (held.length === 0) return snapshot;
  const where = `${countText(held.length, 'currency', 'currencies')} (${listText(held)})`;
  const gap = {
    reason: 'unreadable' as const,
    message: `The broker listed no holdings, while its ledger counts securities in ${where}.`,
    nextStep: 'Collect the day again later; if the list stays empty, compare it with the broker’s own portal.',
  };
  return { ...snapshot, datasets: { ...snapshot.datasets, positions: { status: 'missing', gap } } };
}
