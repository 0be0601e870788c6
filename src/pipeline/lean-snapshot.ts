import type { Dataset } from '#domain/dataset';
import type { Snapshot } from '#domain/snapshot';
import { BOOKINGS, type Statement } from '#domain/statement';

/**
 * A Snapshot without the bookings it tells: holdings, cash, rates and values of its close stay. What was booked since is
 * told by the report's own Snapshot, and a large account's year of bookings fills memory.
 */
export function closeAlone(snapshot: Snapshot): Snapshot {
  const { statement, ...datasets } = snapshot.datasets;
  const lean = { ...datasets, transactions: NOT_NEEDED };
  return {
    ...snapshot,
    datasets: statement?.status === 'present' ? { ...lean, statement: withoutBookings(statement) } : lean,
  };
}

const NOT_NEEDED: Dataset<never> = {
  status: 'missing',
  gap: { reason: 'not-asked', message: 'Not needed of an earlier close.' },
};

function withoutBookings(dataset: Dataset<Statement> & { readonly status: 'present' }): Dataset<Statement> {
  const { history, ...rest } = dataset.value;
  const none = Object.fromEntries(BOOKINGS.map((name) => [name, []]));
  const { netAssetValues } = history;
  return { ...dataset, value: { ...rest, history: { ...history, ...none, netAssetValues, superseded: [] } } };
}
