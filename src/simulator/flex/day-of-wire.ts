import { compact, type Day, dayOf } from '#simulator/market/day';

/** `20260402` as a day; undefined for anything else. */
export function dayOfWire(text: string): Day | undefined {
  if (!/^\d{8}$/.test(text)) return undefined;
  const day = dayOf(+text.slice(0, 4), +text.slice(4, 6), +text.slice(6));
  return compact(day) === text ? day : undefined;
}
