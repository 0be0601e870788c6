import type { Position } from '#domain/position';
import type { Column } from './block.ts';
import { contributionLines } from './contribution-lines.ts';
import type { PeriodMoves } from './moved-period.ts';
import { partOfOpening } from './part-of-opening.ts';
import { sumOfCells } from './sum-of-cells.ts';
import type { Cell } from './value.ts';

/** What the day did to a holding: as part of the account's opening value, and its two parts in base currency. */
export type EffectKey = 'dayPart' | 'dayPrice' | 'dayFx';

type EffectCells = { readonly [key in EffectKey]?: Cell };

export interface DayEffects {
  /** For the workbook alone. */
  readonly columns: readonly Column<EffectKey>[];
  /** Of a contract held in several rows, the first has the effect of them all: so that the column adds up. */
  readonly of: (position: Position) => EffectCells;
  /** Sums over the rows; what can't be told of one can't be told of all. */
  readonly totals: EffectCells;
}

/**
 * What the day did to each holding; undefined where no split of the day is known.
 *
 * @param positions in any order; those of the account at the close
 */
export function dayEffects(
  moves: readonly PeriodMoves[],
  positions: readonly Position[],
  base: string,
): DayEffects | undefined {
  const day = moves.find(({ name }) => name === 'Day');
  const lines = day && contributionLines(day);
  if (!lines) return undefined;
  const { opening } = lines.moves;
  const line = new Map(lines.holdings.map((holding) => [holding.conid, holding]));
  const first = new Map(positions.toReversed().map((position) => [position.conid, position]));
  const of = (position: Position): EffectCells => {
    // A currency's own row repeats what is in cash.
    if (position.assetClass === 'cash' || first.get(position.conid) !== position) return {};
    const { price = 0, fx = 0, total = 0 } = line.get(position.conid) ?? {};
    return { dayPart: partOfOpening(total, opening), dayPrice: price, dayFx: position.currency === base ? null : fx };
  };
  const cells = positions.map(of);
  const sum = (key: EffectKey): Cell => sumOfCells(cells.map((row) => row[key] ?? null));
  return {
    columns: [
      { key: 'dayPart', title: 'Contribution, day', kind: 'basis-points', unit: 'bp', shownIn: ['workbook'] },
      { key: 'dayPrice', title: 'Price effect, day', kind: 'change', unit: base, shownIn: ['workbook'] },
      { key: 'dayFx', title: 'FX effect, day', kind: 'change', unit: base, shownIn: ['workbook'] },
    ],
    of,
    totals: { dayPart: sum('dayPart'), dayPrice: sum('dayPrice'), dayFx: sum('dayFx') },
  };
}
