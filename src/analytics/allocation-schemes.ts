import type { Ledger } from '#domain/cash-balance';
import { toBase } from './conversion.ts';
import { accruedOf, type Valuation } from './valuation.ts';

/** One name of a scheme. Base currency; `short` is negative or zero, borrowed cash stands there. */
export interface SchemeLine {
  /** Undefined: what the scheme has no name for. */
  readonly name: string | undefined;
  readonly long: number;
  readonly short: number;
}

/** Everything in the account by the currency it is in: holdings, cash and what is accrued. What has no rate is left out. */
export function byCurrency({ positions, rates }: Valuation, ledger: Ledger): readonly SchemeLine[] {
  const lines = new Lines();
  for (const { position, valueBase } of positions) lines.add(position.currency, valueBase);
  for (const balance of ledger.balances) {
    lines.add(balance.currency, toBase(balance.cash, balance.currency, rates));
    lines.add(balance.currency, toBase(accruedOf(balance), balance.currency, rates));
  }
  return lines.sorted();
}

/** Holdings by the sector that the broker files them under; funds and what it files nowhere stand apart. */
export function bySector({ positions }: Valuation): readonly SchemeLine[] {
  const lines = new Lines();
  for (const { position, valueBase } of positions) {
    const sector = position.sector?.trim();
    lines.add(sector === undefined || UNFILED.has(sector.toLowerCase()) ? undefined : sector, valueBase);
  }
  return lines.sorted();
}

const UNFILED = new Set(['', 'others', 'other', 'unknown', 'unclassified']);

class Lines {
  readonly #lines = new Map<string | undefined, { long: number; short: number }>();

  add(name: string | undefined, value: number | null | undefined): void {
    if (value === undefined || value === null || value === 0) return;
    const line = this.#lines.get(name) ?? { long: 0, short: 0 };
    if (value > 0) line.long += value;
    else line.short += value;
    this.#lines.set(name, line);
  }

  /** Largest net first, what has no name last. */
  sorted(): readonly SchemeLine[] {
    const net = ({ long, short }: SchemeLine): number => long + short;
    return [...this.#lines]
      .map(([name, line]) => ({ name, ...line }))
      .sort(
        (a, b) =>
          Number(a.name === undefined) - Number(b.name === undefined) ||
          net(b) - net(a) ||
          ((a.name ?? '') < (b.name ?? '') ? -1 : 1),
      );
  }
}
