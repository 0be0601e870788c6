/** A figure found in an answer, and how it is to be compared. */
export type Fact =
  | { readonly how: 'exact'; readonly value: unknown }
  /** Sums: relative tolerance 1e-9; `scale` is the size of what was added, for a difference that is near 0. */
  | { readonly how: 'sum'; readonly value: number | null; readonly scale: number }
  /** Sums of their own under each name. */
  | { readonly how: 'sums'; readonly value: ByName; readonly scales: ByName }
  /** The order says nothing. */
  | { readonly how: 'set'; readonly value: readonly unknown[] }
  /** The manifest's form has two spellings for the same thing. */
  | { readonly how: 'one-of'; readonly values: readonly unknown[] }
  /** Figures of their own under each name. */
  | { readonly how: 'each'; readonly facts: Readonly<Record<string, Facts>> }
  /** Figures that stand together under one name. */
  | { readonly how: 'group'; readonly facts: Facts };

type ByName = Readonly<Record<string, number>>;

/** Figures by name. A name that is absent was not looked for. */
export type Facts = Readonly<Record<string, Fact>>;

/** One figure that is not as expected. */
export interface Difference {
  readonly fact: string;
  readonly expected: unknown;
  readonly found: unknown;
}

export const exact = (value: unknown): Fact => ({ how: 'exact', value });
/** The sum of `terms`, which may be as far off as adding them in another order is. */
export const sumOf = (terms: readonly number[]): Fact => ({ how: 'sum', value: total(terms), scale: sizeOf(terms) });
/** As {@link sumOf}, under each name. */
export const sumsOf = (terms: Readonly<Record<string, readonly number[]>>): Fact => ({
  how: 'sums',
  value: mapped(terms, total),
  scales: mapped(terms, sizeOf),
});
/** A sum that may not be known. */
export const sumIf = (known: boolean, terms: readonly number[]): Fact => (known ? sumOf(terms) : exact(null));
export const set = (value: readonly unknown[]): Fact => ({ how: 'set', value: [...new Set(value)] });
export const oneOf = (...values: readonly unknown[]): Fact => ({ how: 'one-of', values });
export const each = (facts: Readonly<Record<string, Facts>>): Fact => ({ how: 'each', facts });
export const group = (facts: Facts): Fact => ({ how: 'group', facts });

const SUM_TOLERANCE = 1e-9;
/** What adding doubles of this size can lose. */
const ROUNDING = 1e-12;

/** What a comparison gave. */
export interface Comparison {
  readonly differences: readonly Difference[];
  readonly notCompared: readonly string[];
}

/** Compares the facts a manifest expects with those found. */
export function compareFacts(expected: Readonly<Record<string, unknown>>, found: Facts, prefix = ''): Comparison {
  const differences: Difference[] = [];
  const notCompared: string[] = [];
  for (const [name, value] of Object.entries(expected)) {
    const fact = Object.hasOwn(found, name) ? found[name] : undefined;
    const path = `${prefix}${name}`;
    if (fact === undefined) {
      notCompared.push(path);
    } else if (fact.how === 'each') {
      const inner = compareEach(isRecord(value) ? value : {}, fact.facts, path);
      differences.push(...inner.differences);
      notCompared.push(...inner.notCompared);
    } else if (fact.how === 'group') {
      const inner = isRecord(value)
        ? compareFacts(value, fact.facts, `${path}.`)
        : { differences: [{ fact: path, expected: value, found: 'figures' }], notCompared: [] };
      differences.push(...inner.differences);
      notCompared.push(...inner.notCompared);
    } else if (!agrees(value, fact)) {
      differences.push({ fact: path, expected: value, found: fact.how === 'one-of' ? fact.values[0] : fact.value });
    }
  }
  return { differences, notCompared };
}

function compareEach(
  expected: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, Facts>>,
  path: string,
): Comparison {
  const differences: Difference[] = [];
  const notCompared: string[] = [];
  for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const facts = Object.hasOwn(found, key) ? found[key] : undefined;
    const value = expected[key];
    if (facts === undefined || !isRecord(value)) {
      differences.push({ fact: `${path}.${key}`, expected: value, found: facts === undefined ? null : 'present' });
      continue;
    }
    const inner = compareFacts(value, facts, `${path}.${key}.`);
    differences.push(...inner.differences);
    notCompared.push(...inner.notCompared);
  }
  return { differences, notCompared };
}

function agrees(expected: unknown, fact: Exclude<Fact, { how: 'each' | 'group' }>): boolean {
  if (fact.how === 'one-of') return fact.values.some((value) => same(expected, value, exactly));
  if (fact.how === 'set') return Array.isArray(expected) && same(sorted(expected), sorted(fact.value), exactly);
  if (fact.how === 'exact') return same(expected, fact.value, exactly);
  if (fact.how === 'sum') return same(expected, fact.value, near(fact.scale));
  if (!isRecord(expected)) return false;
  return [...new Set([...Object.keys(expected), ...Object.keys(fact.value)])].every((name) =>
    same(expected[name], fact.value[name], near(fact.scales[name] ?? 0)),
  );
}

/** Whether two sums of terms of this size are the same. */
function near(scale: number): (a: number, b: number) => boolean {
  return (a, b) => Math.abs(a - b) <= Math.max(SUM_TOLERANCE * Math.max(Math.abs(a), Math.abs(b)), ROUNDING * scale);
}

function total(terms: readonly number[]): number {
  return terms.reduce((all, term) => all + term, 0);
}

function sizeOf(terms: readonly number[]): number {
  return terms.reduce((all, term) => all + Math.abs(term), 0);
}

function mapped<T>(values: Readonly<Record<string, T>>, to: (value: T) => number): ByName {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, to(value)]));
}

const exactly = (a: number, b: number) => a === b;

/** Same shape, numbers by `numbers`. Null and absent are the same statement: not known. */
function same(a: unknown, b: unknown, numbers: (a: number, b: number) => boolean): boolean {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  if (typeof a === 'number' && typeof b === 'number') return numbers(a, b);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((value, index) => same(value, b[index], numbers));
  }
  if (!isRecord(a) || !isRecord(b)) return a === b;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key], numbers));
}

function sorted(values: readonly unknown[]): unknown[] {
  return values.map((value) => JSON.stringify(value)).sort();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
