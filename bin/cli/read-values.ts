import { type Fault, readFault } from '#wiring/make-scenario';
import { closedReason, readDay } from '#wiring/read-day';
import type { Given } from './flags.ts';

/** A day given by a flag; a malformed one becomes a problem. */
export function dateFlag(given: Given, name: string, problems: string[]): ReturnType<typeof readDay> {
  const text = given.text(name);
  if (text === undefined) return undefined;
  const date = readDay(text);
  if (!date) problems.push(`--${name} ${text} is not a day of the form YYYY-MM-DD`);
  return date;
}

/** As {@link dateFlag}, for a day the market trades. */
export function tradingDayFlag(given: Given, name: string, problems: string[]): ReturnType<typeof readDay> {
  const date = dateFlag(given, name, problems);
  const closed = date && closedReason(date);
  if (closed) problems.push(`--${name} ${date} ${closed}`);
  return closed ? undefined : date;
}

/** A number given by a flag, within its bounds; anything else becomes a problem. */
export function numberFlag(
  given: Given,
  name: string,
  otherwise: number,
  bounds: { readonly whole: boolean; readonly min: number; readonly max: number },
  problems: string[],
): number {
  const text = given.text(name);
  if (text === undefined) return otherwise;
  const value = Number(text);
  const fits = text.trim() !== '' && Number.isFinite(value) && value >= bounds.min && value <= bounds.max;
  if (!fits || (bounds.whole && !Number.isInteger(value))) {
    problems.push(
      `--${name} ${text} should be a ${bounds.whole ? 'whole ' : ''}number from ${bounds.min} to ${bounds.max}`,
    );
    return otherwise;
  }
  return value;
}

/** Faults given by `--fault`. */
export function faultFlags(given: Given, problems: string[]): Fault[] {
  const faults: Fault[] = [];
  for (const text of given.all('fault')) {
    try {
      faults.push(readFault(text));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      problems.push(`--fault ${text}: ${error.message}`);
    }
  }
  return faults;
}
