import type { NetAssetValueChange } from '#domain/net-asset-value';

/** Parts of a bridge, as a reader knows them. */
export type BridgePart =
  | 'flows'
  | 'transfers'
  | 'price'
  | 'fx'
  | 'dividends'
  | 'tax'
  | 'interest'
  | 'fees'
  | 'accruals';

/** What the broker's names mean; a name that is not here keeps its own line. */
export const PART_OF: Readonly<Record<string, BridgePart>> = {
  depositsWithdrawals: 'flows',
  internalCashTransfers: 'transfers',
  assetTransfers: 'transfers',
  mtm: 'price',
  realized: 'price',
  changeInUnrealized: 'price',
  costAdjustments: 'price',
  transferredPnlAdjustments: 'price',
  corporateActionProceeds: 'price',
  fxTranslation: 'fx',
  netFxTrading: 'fx',
  dividends: 'dividends',
  withholdingTax: 'tax',
  withholding871m: 'tax',
  withholdingTaxCollected: 'tax',
  interest: 'interest',
  otherFees: 'fees',
  commissions: 'fees',
  forexCommissions: 'fees',
  commissionReceivables: 'fees',
  advisorFees: 'fees',
  clientFees: 'fees',
  brokerFees: 'fees',
  salesTax: 'fees',
  transactionTax: 'fees',
  changeInDividendAccruals: 'accruals',
  changeInInterestAccruals: 'accruals',
};

/** Spending out of the account: its own line in a bridge, as no booking tells it, and no part of the result. */
const SPENT: ReadonlySet<string> = new Set(['debitCardActivity', 'billPay']);

/** Whether an item brings money or holdings in or takes them out, by the broker's name for it. */
export function isFlowItem(name: string): boolean {
  const part = PART_OF[name];
  return part === 'flows' || part === 'transfers' || SPENT.has(name);
}

/** Sums of the broker's bridges by part, base currency. */
export interface BrokerItems {
  readonly parts: Readonly<Partial<Record<BridgePart, number>>>;
  /** Items of names that are not known, by name; none of them is zero. */
  readonly others: ReadonlyMap<string, number>;
}

/** A query may list the result twice: as a whole (`mtm`), and split into realised and unrealised; it counts once. */
export const TWICE: ReadonlySet<string> = new Set(['realized', 'changeInUnrealized']);

export function brokerItems(changes: readonly NetAssetValueChange[]): BrokerItems {
  const parts: Partial<Record<BridgePart, number>> = {};
  const others = new Map<string, number>();
  for (const { items } of changes) {
    const whole = items.mtm !== undefined && items.mtm !== 0;
    for (const [name, amount] of Object.entries(items)) {
      if (whole && TWICE.has(name)) continue;
      const part = PART_OF[name];
      if (part !== undefined) parts[part] = (parts[part] ?? 0) + amount;
      else if (amount !== 0) others.set(name, (others.get(name) ?? 0) + amount);
    }
  }
  return { parts, others };
}
