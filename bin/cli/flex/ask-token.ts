import { type CalendarDate, dayNumber } from '#domain/calendar-date';
import { EXPIRY_NOTICE_DAYS, expiryProblem, tokenProblem } from '#owner/flex-token';
import { readDay } from '#wiring/read-day';
import type { World } from '#wiring/world';

/** How often a person is asked anew after a slip. */
const TIMES = 3;

type Read<T> = { readonly value: T } | { readonly problem: string };

/** Reads the last day of a token; the problem is to follow the text that was given. */
export function readExpiry(text: string, today: CalendarDate): Read<CalendarDate> {
  const value = readDay(text.trim());
  if (value === undefined) return { problem: 'is not a day of the form YYYY-MM-DD' };
  const problem = expiryProblem(value, today);
  return problem === undefined ? { value } : { problem };
}

/** A word for the person about a token that does not live long; undefined for one that does. */
export function shortLifeNote(expires: CalendarDate, today: CalendarDate): string | undefined {
  const days = dayNumber(expires) - dayNumber(today);
  if (days >= EXPIRY_NOTICE_DAYS) return undefined;
  const ends = days === 0 ? 'ends today' : days === 1 ? 'ends tomorrow' : `ends in ${days} days`;
  return `This token ${ends}, and you will be told so at once. IBKR also makes tokens for a year.`;
}

/** Asks openly for the last day of the token; undefined when nobody is at the terminal or no sound answer came. */
export function askExpiry(today: CalendarDate, world: World): Promise<CalendarDate | undefined> {
  const question = 'Last day of the token, as Client Portal shows it (YYYY-MM-DD): ';
  return untilSound(
    () => world.ask(question),
    world,
    (text) => {
      const read = readExpiry(text, today);
      return 'value' in read ? read : { problem: `${text.trim() || 'That'} ${read.problem}` };
    },
  );
}

/** Asks for the token without showing it; undefined as with {@link askExpiry}. */
export function askToken(world: World): Promise<string | undefined> {
  const question = 'Flex token (not shown while you type or paste it): ';
  return untilSound(
    () => world.askHidden(question),
    world,
    (text) => {
      const problem = tokenProblem(text.trim());
      return problem === undefined ? { value: text.trim() } : { problem: `The token ${problem}` };
    },
  );
}

async function untilSound<T>(
  ask: () => Promise<string | undefined>,
  world: World,
  read: (text: string) => Read<T>,
): Promise<T | undefined> {
  for (let tries = 0; tries < TIMES; tries += 1) {
    const text = await ask();
    if (text === undefined) return undefined;
    const result = read(text);
    if ('value' in result) return result.value;
    world.stderr(`${result.problem}.\n`);
  }
  return undefined;
}
