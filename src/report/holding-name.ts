import { parseCalendarDate } from '#domain/calendar-date';
import type { Position } from '#domain/position';
import { longDayText } from './wording.ts';

/**
 * What a holding is called beside its symbol: a derivative by its terms, as its name is only that of what it is written
 * on; else the instrument's full name, else the broker's description. Undefined where none says more than the symbol.
 */
export function holdingName(position: Position): string | undefined {
  const { symbol, name, description } = position;
  const terms = derivativeName(position);
  if (terms) return terms;
  return [name, description].find((text) => text !== undefined && text !== '' && text !== symbol);
}

/** `SPY 15 Jan 2027 515 put`: a derivative by its terms; undefined of what is none, or where they don't tell it apart. */
export function derivativeName({ symbol, terms }: Position): string | undefined {
  if (!terms || (terms.expiry === undefined && terms.strike === undefined)) return undefined;
  const day = terms.expiry === undefined ? undefined : parseCalendarDate(terms.expiry);
  const expiry = day ? longDayText(day) : terms.expiry;
  return [terms.underlying || symbol, expiry, terms.strike, terms.right].filter((part) => part !== undefined).join(' ');
}
