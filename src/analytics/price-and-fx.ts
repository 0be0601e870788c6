/** A holding that did not change over a day. Prices in its currency, `fx` in units of base currency for one unit. */
export interface UnchangedHolding {
  readonly quantity: number;
  /** Units per contract. Default: 1. */
  readonly multiplier?: number;
  readonly priceOpen: number;
  readonly priceClose: number;
  readonly fxOpen: number;
  readonly fxClose: number;
}

/** Cash that did not change over a day, in its currency. */
export interface UnchangedCash {
  readonly balance: number;
  readonly fxOpen: number;
  readonly fxClose: number;
}

/** Base currency. `price` and `fx` sum to the change of value. */
export interface PriceAndFx {
  readonly valueOpen: number;
  readonly valueClose: number;
  /** What the price did, at the opening rate. */
  readonly price: number;
  /** What the rate did, on the closing value. */
  readonly fx: number;
}

/** Splits the change of a holding's value into price and exchange rate, without a rest. */
export function splitHolding(holding: UnchangedHolding): PriceAndFx {
  const { priceOpen, priceClose, fxOpen, fxClose } = holding;
  const units = holding.quantity * (holding.multiplier ?? 1);
  return {
    valueOpen: units * priceOpen * fxOpen,
    valueClose: units * priceClose * fxClose,
    price: units * (priceClose - priceOpen) * fxOpen,
    fx: units * priceClose * (fxClose - fxOpen),
  };
}

/** Cash has no price: all of its change is the rate's. */
export function splitCash({ balance, fxOpen, fxClose }: UnchangedCash): PriceAndFx {
  return { valueOpen: balance * fxOpen, valueClose: balance * fxClose, price: 0, fx: balance * (fxClose - fxOpen) };
}

/** Money that a holding cost or brought between two closes, in its currency. */
export interface HoldingMove {
  /** From the account's side: a purchase is negative, a sale positive; what was moved in counts as bought at its value. */
  readonly amount: number;
  /** Units of base currency for one unit, of the booking. */
  readonly fx: number;
}

/** A holding between two closes, with what was bought and sold of it. Values in its currency, signed. */
export interface MovedHolding {
  readonly valueOpen: number;
  readonly valueClose: number;
  readonly fxOpen: number;
  readonly fxClose: number;
  readonly moves: readonly HoldingMove[];
  /**
   * Of a holding whose value is notional, as a future's: what of it counted in the account at the opening. Only its gain is
   * the account's then. Absent: all of it counts.
   */
  readonly countedOpen?: number;
}

/**
 * Splits what a holding earned, trades included, into price and exchange rate: together they are
 * `value at the close − value at the opening + what its trades brought`, each at its own rate. Without trades it is
 * {@link splitHolding}. What was bought counts from its purchase on, what was sold up to its sale.
 */
export function splitMovedHolding(holding: MovedHolding): { readonly price: number; readonly fx: number } {
  const { valueOpen, valueClose, fxOpen, fxClose, moves, countedOpen } = holding;
  const gain = moves.reduce((sum, { amount }) => sum + amount, valueClose - valueOpen);
  if (countedOpen !== undefined) return { price: gain * fxOpen, fx: (gain + countedOpen) * (fxClose - fxOpen) };
  const traded = moves.reduce((sum, { amount, fx }) => sum + amount * (fx - fxOpen), 0);
  return { price: gain * fxOpen, fx: valueClose * (fxClose - fxOpen) + traded };
}
