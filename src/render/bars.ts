import type { Bar } from '#templates/page-data';

/** Thinner would not be seen; zero alone has no bar. */
const LEAST = 0.8;

/** Bars of one track width with one zero for all: negative ones to the left of it. */
export interface BarScale {
  /** Where zero lies on the track. */
  readonly zero: number;
  readonly bar: (value: number) => Bar | undefined;
}

/** A scale on which the largest gain and the largest loss together fill a track of `width`. */
export function barScale(values: readonly number[], width: number): BarScale {
  const most = values.reduce((max, value) => Math.max(max, value), 0);
  const least = values.reduce((min, value) => Math.min(min, value), 0);
  const span = most - least;
  const zero = span === 0 ? 0 : tenth((-least / span) * width);
  return {
    zero,
    bar: (value) => {
      if (value === 0 || span === 0) return undefined;
      const length = Math.min(width, Math.max(LEAST, tenth((Math.abs(value) / span) * width)));
      return {
        x: value < 0 ? tenth(Math.max(0, zero - length)) : Math.min(zero, width - length),
        width: length,
        loss: value < 0,
      };
    },
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
