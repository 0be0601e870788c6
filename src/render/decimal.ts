/** A figure that is no number came as far as the outputs: a defect, never to be printed. */
export class UnprintableFigure extends Error {
  override readonly name = 'UnprintableFigure';

  constructor(value: number) {
    super(`${value} can't be shown as a figure. The section that made it should say why it is missing instead.`);
  }
}

/** A number rounded to a fixed count of decimals, sign apart. */
export interface Rounded {
  /** False for zero, also for a negative number that rounds to zero. */
  readonly negative: boolean;
  readonly zero: boolean;
  /** Digits before the point, at least one, no separators. */
  readonly whole: string;
  /** Digits after the point, as many as asked for. */
  readonly fraction: string;
}

/**
 * Rounds half to even on the decimal digits a person sees, not on the binary value behind them: 2.345 gives 2.34 and
 * 2.355 gives 2.36, as the broker does. `shift` moves the point first (2 for per cent), so that 0.00425 is 0.425 exactly.
 *
 * @throws UnprintableFigure for NaN and infinities
 */
export function roundHalfEven(value: number, decimals: number, shift = 0): Rounded {
  if (!Number.isFinite(value)) throw new UnprintableFigure(value);
  const { digits, point } = shortestDecimal(Math.abs(value));
  const cut = point + shift + decimals;
  const padded = cut < 0 ? '0' : digits.slice(0, cut).padEnd(cut, '0');
  const rest = cut < 0 ? '0' : digits.slice(cut);
  const kept = BigInt(padded === '' ? '0' : padded);
  const scaled = roundsUp(kept, rest) ? kept + 1n : kept;
  const text = scaled.toString().padStart(decimals + 1, '0');
  const zero = scaled === 0n;
  return {
    negative: value < 0 && !zero,
    zero,
    whole: text.slice(0, text.length - decimals),
    fraction: text.slice(text.length - decimals),
  };
}

function roundsUp(kept: bigint, rest: string): boolean {
  const first = rest[0] ?? '0';
  if (first !== '5') return first > '5';
  return /[1-9]/.test(rest.slice(1)) || kept % 2n === 1n;
}

/** The shortest decimal that reads back as the same double: digits without a point, and where the point stands. */
function shortestDecimal(value: number): { digits: string; point: number } {
  const [mantissa = '0', exponent = '0'] = value.toString().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const digits = all.replace(/^0+/, '');
  return { digits, point: whole.length + Number(exponent) - (all.length - digits.length) };
}
