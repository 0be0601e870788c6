import type { PerformancePoint } from './performance-series.ts';

/** What a level must fall under, as a part of its neighbours, to be suspected. Holes seen on recorded answers lie near a tenth. */
const HOLE_DEPTH = 0.5;

type Level = number | null;

/**
 * Indexes of the points that say nothing about the account, in ascending order: points without a net asset value, and
 * runs that fall under half of the level before and of the level after them, in one step down and one step up.
 * PortfolioAnalyst sends such runs (up to nine days of a constant value near a tenth of the true one, the cumulative
 * return near −0.90). A lasting fall is no hole, nor a slow recovery, nor a withdrawal that is paid back later: there
 * the cumulative return does not fall with the value.
 *
 * @param startLevel the net asset value the series starts from; the level before the first point. 0 or less: unknown.
 */
export function findHoles(points: readonly PerformancePoint[], startLevel = 0): readonly number[] {
  const values = points.map((point) => point.netAssetValue);
  const growth = points.map((point) => (point.cumulativeReturn === null ? null : 1 + point.cumulativeReturn));
  const holes = new Set<number>();
  for (const [index, value] of values.entries()) if (value === null) holes.add(index);
  for (const dip of dips(values, startLevel)) {
    for (const index of dip.members) if (!moneyWentOut(growth, dip.before, index)) holes.add(index);
  }
  for (const dip of dips(growth, 1)) for (const index of dip.members) holes.add(index);
  return [...holes].sort((a, b) => a - b);
}

/** A run of low levels: who is in it, and the point before it (−1: the start of the series). */
interface Dip {
  readonly before: number;
  readonly members: readonly number[];
}

/** Runs under half of both neighbours. Missing levels are passed over. */
function dips(levels: readonly Level[], start: number): readonly Dip[] {
  const found: Dip[] = [];
  let reference = start;
  let before = -1;
  for (let index = 0; index < levels.length; index += 1) {
    const level = levels[index] ?? null;
    if (level === null) continue;
    const members = reference > 0 && level < reference * HOLE_DEPTH ? runOf(levels, index, reference) : [];
    const last = members.at(-1);
    if (last === undefined) {
      reference = level;
      before = index;
    } else {
      found.push({ before, members });
      index = last;
    }
  }
  return found;
}

/** The low levels from `first` on, when a single step up ends them; none when they last or recover slowly. */
function runOf(levels: readonly Level[], first: number, reference: number): readonly number[] {
  const members: number[] = [];
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = first; index < levels.length; index += 1) {
    const level = levels[index] ?? null;
    if (level === null) continue;
    if (level >= reference * HOLE_DEPTH) return highest < level * HOLE_DEPTH ? members : [];
    members.push(index);
    highest = Math.max(highest, level);
  }
  return [];
}

/** The broker's own return does not fall where the value does: money went out and came back. */
function moneyWentOut(growth: readonly Level[], before: number, index: number): boolean {
  const reference = before === -1 ? 1 : (growth[before] ?? null);
  const level = growth[index] ?? null;
  return reference !== null && level !== null && level >= reference * HOLE_DEPTH;
}
