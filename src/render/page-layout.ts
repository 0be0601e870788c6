import type { PageBlock } from '#templates/page-data';

/** How far ahead a block that takes half a row may look for a neighbour. Further, and the order of the report is lost. */
const LOOK_AHEAD = 2;

/** A table with more rows would leave half a screen empty beside a short block. */
const SHORT_ROWS = 24;

/**
 * Sets blocks into rows: two halves side by side where both are short, or where two tables of a kind follow each other;
 * the rest alone over the whole width. A half without a neighbour near by takes the whole row.
 */
export function inRows(blocks: readonly PageBlock[]): PageBlock[] {
  const waiting = [...blocks];
  const placed: PageBlock[] = [];
  while (waiting.length > 0) {
    const [block] = waiting.splice(0, 1);
    if (!block) break;
    const near = waiting.slice(0, LOOK_AHEAD + 1);
    const neighbour = block.half ? near.findIndex((other, ahead) => other.half && suits(block, other, ahead)) : -1;
    if (neighbour < 0) placed.push({ ...block, half: false });
    else placed.push(block, ...waiting.splice(neighbour, 1));
  }
  return placed;
}

/** A long table goes with the one right after it alone, and with none of less than half its rows. */
function suits({ rows = 0 }: PageBlock, { rows: others = 0 }: PageBlock, ahead: number): boolean {
  const most = Math.max(rows, others);
  return most <= SHORT_ROWS || (ahead === 0 && Math.min(rows, others) * 2 >= most);
}
