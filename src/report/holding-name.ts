import { parseCalendarDate } from '#domain/calendar-date';
import type { Position } from '#domain/position';
import { longDayText } from './wording.ts';

/**
 * What a holding is called beside its symbol: a derivative by its terms, as its name is only that of what it is written
 * on; else the instrument's full name, else the broker's description. Undefined where none says more than the symbol.
 */
export function holdingName(position: Position): string | undefined {
  const { symbol, name, description } = position;
  const terms = derivativeName(position) ?? clearedOption(symbol)?.name;
  if (terms) return terms;
  return [name, description].find((text) => text !== undefined && text !== '' && text !== symbol);
}

/** A holding's symbol: of an option that a statement tells by {@link CLEARED}, that of what it is written on. */
export function holdingSymbol({ symbol }: Position): string {
  return clearedOption(symbol)?.symbol ?? symbol;
}

/** `SPY 15 Jan 2027 515 put`: a derivative by its terms; undefined of what is none, or where they don't tell it apart. */
export function derivativeName({ symbol, terms }: Position): string | undefined {
  if (!terms || (terms.expiry === undefined && terms.strike === undefined)) return undefined;
  const day = terms.expiry === undefined ? undefined : parseCalendarDate(terms.expiry);
  const expiry = day ? longDayText(day) : terms.expiry;
  return [terms.underlying || (clearedOption(symbol)?.symbol ?? symbol), expiry, terms.strike, terms.right]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** The options clearing house's symbol: root, day, right, strike in thousandths. */
const CLEARED = /^([A-Z0-9.]{1,6}) +(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/;

/** What an option is that is told by {@link CLEARED}; undefined of all other symbols. */
export function clearedOption(told: string): { readonly symbol: string; readonly name: string } | undefined {
  const [, symbol, year, month, day, right, strike] = CLEARED.exec(told) ?? [];
  const expiry = parseCalendarDate(`20${year}-${month}-${day}`);
  if (symbol === undefined || !expiry) return undefined;
  const terms = [longDayText(expiry), Number(strike) / 1000, right === 'C' ? 'call' : 'put'];
  return { symbol, name: [symbol, ...terms].join(' ') };
}
