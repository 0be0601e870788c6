/** What is known of a contract when its multiplier is asked for. Figures that are missing are undefined, not 0. */
export interface MultiplierClues {
  readonly brokerClass: string;
  /** As a field of the row or of the security definition; 0 means that it is not told. */
  readonly stated: number | undefined;
  /** As the end of the description. */
  readonly described: number | undefined;
  readonly averageCost: number | undefined;
  readonly averagePrice: number | undefined;
  readonly price: number | undefined;
  readonly quantity: number;
  readonly marketValue: number;
}

/** Values come rounded to cents. */
const HALF_CENT = 0.005;

/**
 * Units per contract: 1 for stocks and crypto (their rows say 0 or null), else the first that is told or follows:
 * the row's own field, the description, cost by price, value by price and quantity. Undefined when nothing tells it.
 */
export function multiplierOf(clues: MultiplierClues): number | undefined {
  if (clues.brokerClass === 'STK' || clues.brokerClass === 'CRYPTO') return 1;
  if (clues.stated) return clues.stated;
  if (clues.described) return clues.described;
  if (clues.averageCost && clues.averagePrice) return simplest(clues.averageCost / clues.averagePrice, 1e-6);
  const unit = (clues.price ?? 0) * clues.quantity;
  if (unit === 0 || clues.marketValue === 0) return undefined;
  const ratio = clues.marketValue / unit;
  return ratio > 0 ? simplest(ratio, HALF_CENT / Math.abs(clues.marketValue) + 1e-6) : undefined;
}

/** The whole number within the relative error of `ratio`, else the ratio to six digits: prices are float32. */
function simplest(ratio: number, error: number): number {
  const whole = Math.round(ratio);
  if (whole > 0 && Math.abs(ratio - whole) <= error * ratio) return whole;
  return Number(ratio.toPrecision(6));
}
