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
