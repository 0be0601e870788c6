/** What moved an account's value from one close to another. Base currency, signed from the account's side. */
export interface BridgeItems {
  readonly deposits: number;
  readonly withdrawals: number;
  readonly dividends: number;
  readonly withholdingTax: number;
  readonly interest: number;
  readonly feesAndCommissions: number;
  readonly price: number;
  readonly fx: number;
  /** What else is told: holdings that were moved in or out, change of accruals, items of the broker's own. Default: 0. */
  readonly other?: number;
}

export interface ValueBridge {
  readonly netFlows: number;
  /** Sum of all items but the flows. */
  readonly explained: number;
  /** What no item explains: shown as its own line, never spread. */
  readonly unexplained: number;
  /** Largest unexplained part that passes: 1.00, or a basis point of the closing value. */
  readonly tolerance: number;
  readonly passes: boolean;
}

/** A tenth of a millionth of a cent: what sums of doubles leave behind. */
const DUST = 1e-9;

/** Holds the items against the change of value: opening + flows + items + unexplained = closing. */
export function valueBridge(opening: number, closing: number, items: BridgeItems): ValueBridge {
  const { deposits, withdrawals, ...others } = items;
  const netFlows = deposits + withdrawals;
  const explained = Object.values(others).reduce((sum, item) => sum + item, 0);
  const rest = closing - opening - netFlows - explained;
  const unexplained = Math.abs(rest) < DUST * Math.max(1, Math.abs(closing)) ? 0 : rest;
  // In whole cents, as it is shown beside the amounts it judges.
  const tolerance = Math.max(1, Math.round(Math.abs(closing) / 100) / 100);
  return { netFlows, explained, unexplained, tolerance, passes: Math.abs(unexplained) <= tolerance };
}
