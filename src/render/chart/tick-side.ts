/** A drawn point; null where a line breaks. */
export interface Spot {
  readonly x: number;
  readonly y: number | null;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Between a label and a line that passes by. */
const AIR = 2;

/**
 * The first of the boxes that no line runs through; where one runs through each, the first. A figure on a line is hard to
 * read, and cuts the line.
 *
 * @param boxes never empty
 */
export function freeBox(boxes: readonly [Box, ...Box[]], lines: readonly (readonly Spot[])[]): Box {
  const crossed = (box: Box): boolean => lines.some((spots) => spots.some((to, i) => crosses(spots[i - 1], to, box)));
  return boxes.find((box) => !crossed(box)) ?? boxes[0];
}

function crosses(from: Spot | undefined, to: Spot, { left, right, top, bottom }: Box): boolean {
  if (to.y === null) return false;
  const start = from === undefined || from.y === null ? { x: to.x, y: to.y } : { x: from.x, y: from.y };
  const [low, high] = [Math.max(start.x, left - AIR), Math.min(to.x, right + AIR)];
  if (low > high) return false;
  const end = to.y;
  const at = (x: number): number =>
    to.x === start.x ? end : start.y + ((x - start.x) / (to.x - start.x)) * (end - start.y);
  const ends = to.x === start.x ? [start.y, end] : [at(low), at(high)];
  return Math.min(...ends) <= bottom + AIR && Math.max(...ends) >= top - AIR;
}
