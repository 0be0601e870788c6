/** A label before and after it found its place. */
export interface EndLabel {
  readonly y: number;
}

/**
 * Puts labels, wanted at heights `y`, at least `apart` pixels from each other and inside `top` to `bottom`: the higher
 * end takes the upper place. Order of the result is the order given.
 */
export function placed<L extends EndLabel>(labels: readonly L[], apart: number, top: number, bottom: number): L[] {
  const order = labels.map((label, index) => ({ label, index })).sort((a, b) => a.label.y - b.label.y);
  const heights: number[] = [];
  for (const { label } of order)
    heights.push(Math.max(label.y, top, (heights.at(-1) ?? Number.NEGATIVE_INFINITY) + apart));
  for (let i = heights.length - 1, lowest = bottom; i >= 0; i -= 1) {
    heights[i] = Math.min(heights[i] ?? lowest, lowest);
    lowest = (heights[i] ?? lowest) - apart;
  }
  const result = [...labels];
  order.forEach(({ label, index }, i) => {
    result[index] = { ...label, y: Math.round((heights[i] ?? label.y) * 10) / 10 };
  });
  return result;
}
