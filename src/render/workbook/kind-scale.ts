import type { ValueKind } from '#report/value';

/** What a figure of the kind is multiplied by to stand in a cell: formats of Excel know per cent, but no points of any sort. */
export function scaleOf(kind: ValueKind): number {
  if (kind === 'points') return 100;
  return kind === 'basis-points' ? 10_000 : 1;
}
