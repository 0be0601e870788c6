import type { PageBlock } from '#templates/page-data';

/** How far ahead a block that takes half a row may look for a neighbour. Further, and the order of the report is lost. */
const LOOK_AHEAD = 2;

/**
 * Sets blocks into rows: two halves side by side where both are short, the rest alone over the whole width. A half
 * without a neighbour near by takes the whole row.
 */
export function inRows(blocks: readonly PageBlock[]): PageBlock[] {
  const waiting = [...blocks];
  const placed: PageBlock[] = [];
  while (waiting.length > 0) {
    const [block] = waiting.splice(0, 1);
    if (!block) break;
    const neighbour = block.half ? waiting.slice(0, LOOK_AHEAD + 1).findIndex((other) => other.half) : -1;
    if (neighbour < 0) placed.push({ ...block, half: false });
    else placed.push(block, ...waiting.splice(neighbour, 1));
  }
  return placed;
}
