export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** Each value that is not as expected: where, what was expected, what was found. What is not expected is not looked at. */
export function differences(expected: unknown, computed: unknown, tolerance: Tolerance, at = ''): readonly string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(computed)) return [line(at, expected, computed)];
    const counts = expected.length === computed.length ? [] : [line(`${at}.length`, expected.length, computed.length)];
    return [
      ...counts,
      ...expected.flatMap((value, index) => differences(value, computed[index], tolerance, `${at}[${index}]`)),
    ];
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof computed !== 'object' || computed === null) return [line(at, expected, computed)];
    const values = computed as Readonly<Record<string, unknown>>;
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, values[key], tolerance, at === '' ? key : `${at}.${key}`),
    );
  }
  const same =
    typeof expected === 'number' && typeof computed === 'number'
      ? near(expected, computed, tolerance)
      : expected === computed;
  return same ? [] : [line(at, expected, computed)];
}

function near(expected: number, computed: number, { relative, absolute }: Tolerance): boolean {
  return Math.abs(expected - computed) <= Math.max(absolute, Math.abs(expected) * relative);
}

const line = (at: string, expected: unknown, computed: unknown): string =>
  `${at}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(computed) ?? 'nothing'}`;
