import { reportedOn } from '#domain/day-of-report';
import type { StatementBookings } from '#domain/statement';
import type { Transfer } from '#domain/transfer';
import type { BookedAmount } from './booked-amount.ts';

export type FlowKind = 'deposit' | 'withdrawal' | 'transfer-in' | 'transfer-out';

/** Money or holdings that came into the account or left it: no gain and no loss. */
export interface FlowBooking extends BookedAmount {
  readonly kind: FlowKind;
  /** The broker's word as sent. */
  readonly brokerType: string;
  readonly description: string;
  /** The holding that moved; empty for money. */
  readonly symbol: string;
  /** Of the holding that moved, signed. */
  readonly quantity?: number;
}

export interface FlowBookings {
  readonly flows: readonly FlowBooking[];
  /** Holdings that moved and whose value the statement doesn't tell. */
  readonly withoutValue: readonly Transfer[];
}

/**
 * Deposits, withdrawals and transfers. A booking of cash that stands in both lists, under one id of the broker's, is one
 * flow.
 */
export function flowBookings({
  cashTransactions,
  transfers,
}: Pick<StatementBookings, 'cashTransactions' | 'transfers'>): FlowBookings {
  const cash = cashTransactions.filter(({ kind }) => kind === 'deposit' || kind === 'withdrawal');
  const booked = new Set(cash.flatMap(({ transactionId }) => transactionId ?? []));
  const flows = cash.map(
    (row): FlowBooking => ({
      kind: row.amount < 0 ? 'withdrawal' : 'deposit',
      day: reportedOn(row),
      ...money(row.amount, row),
      brokerType: row.brokerType,
      description: row.description,
      symbol: '',
    }),
  );
  const withoutValue: Transfer[] = [];
  for (const transfer of transfers) {
    const told = transfer.transactionId !== undefined && booked.has(transfer.transactionId);
    const cashAmount = told ? 0 : transfer.cashAmount;
    if (transfer.positionAmount === undefined && (cashAmount === undefined || transfer.quantity)) {
      withoutValue.push(transfer);
      continue;
    }
    const amount = (transfer.positionAmount ?? 0) + (cashAmount ?? 0);
    if (amount === 0 && told) continue;
    flows.push(transferred(transfer, amount));
  }
  return { flows, withoutValue };
}

function transferred(transfer: Transfer, amount: number): FlowBooking {
  const out = amount < 0 || (amount === 0 && transfer.direction === 'out');
  const { contract, quantity } = transfer;
  return {
    kind: out ? 'transfer-out' : 'transfer-in',
    day: reportedOn(transfer),
    ...money(amount, transfer),
    brokerType: transfer.brokerType,
    description: contract.description,
    symbol: contract.symbol,
    ...(quantity ? { quantity } : {}),
  };
}

function money(
  amount: number,
  { currency, rateToBase }: { readonly currency: string; readonly rateToBase?: number },
): Omit<BookedAmount, 'day'> {
  return { amount, currency, ...(rateToBase === undefined ? {} : { rateToBase }) };
}
