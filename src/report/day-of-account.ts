import { reportedOn } from '#domain/day-of-report';
import type { AccountDay } from './report.ts';
import type { ReportContext } from './report-context.ts';

/** The broker's word for what moved between accounts of its own. */
const WITHIN = /INTERNAL/i;

/**
 * What a total of several accounts needs of the market day: the value it began with, and the cash that moved within the
 * broker, as statements tell it. Undefined where the day has no result.
 */
export function dayOfAccount({ history, statement, marketDate, empty }: ReportContext): AccountDay | undefined {
  if (empty) return { opening: 0 };
  const opening = history?.dayBefore?.netAssetValue;
  if (!history || 'missing' in history.day || typeof opening !== 'number') return undefined;
  const moved = (statement?.history.transfers ?? [])
    .filter((transfer) => reportedOn(transfer) === marketDate && WITHIN.test(transfer.brokerType))
    .flatMap(({ currency, cashAmount }) => (cashAmount ? [{ currency, amount: cashAmount }] : []));
  return { opening, ...(moved.length > 0 ? { moved } : {}) };
}
