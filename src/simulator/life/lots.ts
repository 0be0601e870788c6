import type { Day } from '#simulator/market/day';

/** What was bought, or sold short, in one go and is still open. */
export interface Lot {
  /** Negative is short. */
  readonly quantity: number;
  /** Cents of the instrument's currency with commission: paid for a long lot; received, so negative, for a short one. */
  readonly cost: number;
  /** The day of the fill that opened it. */
  readonly opened: Day;
}

export interface Fill {
  readonly day: Day;
  readonly quantity: number;
  /** Cash it moved, cents, commission taken off: negative for a purchase. */
  readonly net: number;
}

export interface Closed {
  readonly lots: readonly Lot[];
  /** Profit of what the fill closed, cents, net of commission; undefined when it closed nothing. */
  readonly realized?: number;
}

/** Books a fill on lots: in the same direction it adds one, against them it closes the oldest first. */
export function book(lots: readonly Lot[], fill: Fill): Closed {
  const open = lots[0];
  if (!open || open.quantity > 0 === fill.quantity > 0) {
    return { lots: [...lots, { quantity: fill.quantity, cost: -fill.net, opened: fill.day }] };
  }
  const rest = [...lots];
  let left = fill.quantity;
  let cost = 0;
  for (let first = rest[0]; first && left !== 0; first = rest[0]) {
    const taken = Math.abs(first.quantity) <= Math.abs(left) ? first.quantity : -left;
    const part = taken === first.quantity ? first.cost : Math.round((first.cost * taken) / first.quantity);
    cost += part;
    left += taken;
    rest.shift();
    if (taken !== first.quantity) rest.unshift({ ...first, quantity: first.quantity - taken, cost: first.cost - part });
  }
  if (left !== 0) throw new RangeError('a simulated fill closes more than is open');
  return { lots: rest, realized: fill.net - cost };
}
