import { valueOf } from '#domain/dataset';
import type { Position } from '#domain/position';
import type { AccountDraft } from './account-draft.ts';

/** One call: a contract, for all accounts of one base currency that hold it and have not been told yet. */
export interface TransactionAsk {
  readonly conid: number;
  readonly currency: string;
  readonly holders: readonly AccountDraft[];
  /** Absolute value held, base currency; the largest is asked first. */
  readonly weight: number;
}

/** The contracts still to ask, the largest first. A consolidated answer is in one currency: others are asked apart. */
export function planTransactions(drafts: readonly AccountDraft[]): TransactionAsk[] {
  const asks = new Map<string, TransactionAsk>();
  for (const draft of drafts) {
    const rates = new Map(valueOf(draft.datasets.ledger)?.balances.map((row) => [row.currency, row.rateToBase]));
    const told = coveredBy(draft);
    for (const position of valueOf(draft.datasets.positions) ?? []) {
      if (told.has(position.conid)) continue;
      const key = `${position.conid} ${draft.account.baseCurrency}`;
      const before = asks.get(key);
      const weight = Math.abs(position.marketValue) * (rates.get(position.currency) ?? 1);
      asks.set(key, {
        conid: position.conid,
        currency: draft.account.baseCurrency,
        holders: before?.holders.includes(draft) ? before.holders : [...(before?.holders ?? []), draft],
        weight: (before?.weight ?? 0) + weight,
      });
    }
  }
  return [...asks.values()].sort((a, b) => b.weight - a.weight || a.conid - b.conid);
}

/** Contracts whose history the draft already has, from this try or an earlier one. */
function coveredBy(draft: AccountDraft): ReadonlySet<number> {
  return new Set(valueOf(draft.datasets.transactions)?.covered.map((coverage) => coverage.conid));
}

/** Each contract held, once: two models may hold the same one. */
export function heldContracts(positions: readonly Position[]): number[] {
  return [...new Set(positions.map((position) => position.conid))];
}
