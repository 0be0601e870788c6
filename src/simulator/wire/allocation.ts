import type { AccountState, PositionState } from '#simulator/account';
import { cents, type Json } from './json.ts';

/**
 * `GET /portfolio/{id}/allocation`, also of several accounts added up: base currency, long and short apart. Funds and
 * whatever else has no sector are filed under "Others"; borrowed cash is short. Accruals are in none of the schemes.
 */
export function allocationBody(states: readonly AccountState[]): Json {
  const assetClass = new Scheme();
  const sector = new Scheme();
  const group = new Scheme();
  for (const state of states) {
    const rates = new Map(state.currencies.map((row) => [row.currency, row.rate]));
    for (const position of state.positions) {
      const amount = position.value * (rates.get(position.instrument.currency) ?? 0);
      assetClass.add(position.instrument.assetClass, amount);
      sector.add(sectorOf(position), amount);
      group.add(position.instrument.group ?? 'Others', amount);
    }
    for (const { cash, rate } of state.currencies) assetClass.add('CASH', cash * rate);
  }
  return { assetClass: assetClass.body(), sector: sector.body(), group: group.body() };
}

const sectorOf = ({ instrument }: PositionState): string => instrument.sector ?? 'Others';

/** One way to split an account. Amounts are exact while they add up and rounded to cents once. */
class Scheme {
  readonly #long = new Map<string, number>();
  readonly #short = new Map<string, number>();

  add(name: string, amount: number): void {
    if (amount === 0) return;
    const side = amount < 0 ? this.#short : this.#long;
    side.set(name, (side.get(name) ?? 0) + amount);
  }

  body(): Json {
    const write = (side: Map<string, number>): Json =>
      Object.fromEntries([...side].map(([name, amount]) => [name, cents(Math.round(amount))]));
    return { long: write(this.#long), short: write(this.#short) };
  }
}
