/** A number that IBKR's Java side holds as a double: written with a point even when it is whole. */
export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** What a body is made of. An iterable that is no array is written as an array, one element at a time. */
export type Json =
  | null
  | boolean
  | number
  | string
  | Double
  | readonly Json[]
  | Iterable<Json>
  | { readonly [name: string]: Json };

/** A number as a double of the wire. */
export const double = (value: number): Double => new Double(value);
/** Whole cents as a double in units. */
export const cents = (value: number): Double => new Double(value / 100);
/** Whole cents as the wire's single precision shows them: exact below about 130,000, cents lost above. */
export const single = (value: number): Double => new Double(shortestSingle(value / 100));

/** The shortest decimal that is the same single-precision number, as Java writes a float. */
export function shortestSingle(value: number): number {
  const target = Math.fround(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const candidate = Number(target.toPrecision(digits));
    if (Math.fround(candidate) === target) return candidate;
  }
  return Number(target.toPrecision(9));
}

/** Writes a body piece by piece. */
export function* writeJson(value: Json): Generator<string> {
  if (value instanceof Double) yield javaDouble(value.value);
  else if (value === null || typeof value !== 'object') yield JSON.stringify(value);
  else if (Symbol.iterator in value) {
    let lead = '[';
    for (const element of value as Iterable<Json>) {
      yield lead;
      yield* writeJson(element);
      lead = ',';
    }
    yield lead === '[' ? '[]' : ']';
  } else {
    let lead = '{';
    for (const [name, entry] of Object.entries(value)) {
      yield `${lead}${JSON.stringify(name)}:`;
      yield* writeJson(entry);
      lead = ',';
    }
    yield lead === '{' ? '{}' : '}';
  }
}

/** `3.0`, `0.0052`, `8.616E-5`: Java's text of a double. */
function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [digits = '0', exponent = '0'] = value.toExponential().split('e');
    return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value === 0 ? 0 : value}.0` : String(value);
}
