/** Lines looked ahead for the place where two texts agree again. */
const WINDOW = 400;
const MOST = 40;

/**
 * What one text has otherwise than another, as `-` and `+` lines with their numbers; empty when they are the same.
 * @param most lines shown before the rest is counted
 */
export function lineDifference(before: string, after: string, most = MOST): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const found: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && old[i] === now[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [skipOld, skipNow] = nextAgreement(old, now, i, j);
    for (let k = 0; k < skipOld; k += 1) found.push(`- ${i + k + 1}: ${old[i + k]}`);
    for (let k = 0; k < skipNow; k += 1) found.push(`+ ${j + k + 1}: ${now[j + k]}`);
    i += skipOld;
    j += skipNow;
  }
  const rest = found.length - most;
  return [
    ...found.slice(0, most).map((line) => line.slice(0, 300)),
    ...(rest > 0 ? [`… and ${rest} more lines`] : []),
  ].join('\n');
}

/** How many lines to pass over on both sides, as few as possible, until both go on alike. */
function nextAgreement(
  old: readonly string[],
  now: readonly string[],
  i: number,
  j: number,
): readonly [number, number] {
  const [left, right] = [old.length - i, now.length - j];
  for (let sum = 1; sum <= WINDOW; sum += 1) {
    for (let a = Math.max(0, sum - right); a <= Math.min(sum, left); a += 1) {
      const [x, y] = [i + a, j + sum - a];
      if (x === old.length && y === now.length) return [a, sum - a];
      if (x < old.length && y < now.length && old[x] === now[y]) return [a, sum - a];
    }
  }
  return [left, right];
}
