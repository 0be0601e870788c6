import type { CalendarDate } from '#domain/calendar-date';
import type { DaySpan } from '#domain/statement';
import type { Backfilled, BackfilledFile, BackfilledPart } from '#pipeline/backfilled';
import { dayLine, printable } from './printable.ts';

/** Single days that are named one by one. */
const MOST_DAYS = 12;

/** What a backfill came to, for a terminal: what came, what was there, what lacks and why. */
export function backfilledText(backfilled: Backfilled): string {
  const { files, spans, known, absent, notAsked, oddities } = backfilled;
  const lines = [
    ...files.flatMap((file) => [`✓ ${printable(file.name)}: ${partText(file)}`, ...withoutClose(file)]),
    ...spans.map((part) => `${part.told ? '✓' : '–'} ${spanText(part.span)}: ${partText(part)}`),
    ...closeLines(backfilled),
    ...known.map((span) => `· ${spanText(span)}: told already, not asked again`),
    ...refusalLines(backfilled),
    ...(absent.length > 0 ? [`✗ In no statement: ${absent.join(', ')}. Are these accounts chosen in the query?`] : []),
    ...(notAsked.length > 0 ? [`– Not taken, as the settings do not name them: ${notAsked.join(', ')}`] : []),
    ...(oddities.length > 0
      ? [`– ${sorts(oddities.length)} of fields or values that Daybook does not know: kept as sent`]
      : []),
  ];
  return `${lines.join('\n')}\n\n${ending(backfilled)}\n`;
}

/** Market days that were asked for one by one and whose close did not come, the newest first. */
function daysWithoutClose({ days }: Backfilled): readonly CalendarDate[] {
  return days.filter(({ span, closes }) => !closes.includes(span.to)).map(({ span }) => span.to);
}

/** Whether something that was to be had is not there. */
export function lacks(backfilled: Backfilled): boolean {
  const { refusals, absent, spans } = backfilled;
  const short = spans.some(({ told }) => told === undefined);
  return refusals.length > 0 || absent.length > 0 || short || daysWithoutClose(backfilled).length > 0;
}

function closeLines(backfilled: Backfilled): string[] {
  const { days } = backfilled;
  if (days.length === 0) return [];
  const without = daysWithoutClose(backfilled);
  const came = `✓ ${days.length - without.length} of ${days.length} market days asked for one by one, for their holdings`;
  if (without.length === 0) return [came];
  const named = without.slice(0, MOST_DAYS).map(dayLine).join(', ');
  const more = without.length > MOST_DAYS ? ` and ${without.length - MOST_DAYS} more` : '';
  return [came, `✗ Without a close: ${named}${more}`];
}

/** A report is made of the close of a market day: a file without one adds to the history alone. */
function withoutClose({ withoutClose: why, told }: BackfilledFile): string[] {
  if (why === undefined || told === undefined) return [];
  const history = 'Its bookings are in the history; no report is made of it alone';
  if (why === 'not-told') {
    return [
      `– It does not tell the close of ${dayLine(told.to)}. ${history}.`,
      '  → "npx daybook flex check --file FILE" says what to tick in the query.',
    ];
  }
  return [
    `– It ends on ${dayLine(told.to)}, a day without trading, and so holds no close. ${history}.`,
    '  → For one, take a statement that ends on a market day, or a query with "Breakout by Day".',
  ];
}

function refusalLines({ refusals }: Backfilled): string[] {
  return refusals.flatMap(({ span, file, why }) => [
    `✗ ${file === undefined ? span && spanText(span) : printable(file)}: ${printable(why.message)}`,
    ...(why.nextStep ? [`  → ${printable(why.nextStep)}`] : []),
  ]);
}

function partText({ span, told, accounts, rows, closes }: BackfilledPart): string {
  if (told === undefined) return 'a statement came, with none of the accounts';
  const less = told.from > span.from || told.to < span.to ? `; it holds ${spanText(told)} alone` : '';
  const days = closes.length === 0 ? '' : `, ${counted(closes.length, 'close', 'closes')}`;
  return `${counted(accounts, 'account', 'accounts')}, ${counted(rows, 'booking', 'bookings')}${days}${less}`;
}

const spanText = ({ from, to }: DaySpan): string => (from === to ? dayLine(to) : `${dayLine(from)} to ${dayLine(to)}`);

const counted = (count: number, one: string, several: string): string => `${count} ${count === 1 ? one : several}`;

const sorts = (count: number): string => counted(count, 'sort', 'sorts');

function ending(backfilled: Backfilled): string {
  if (backfilled.stopped) {
    return 'Not asked to the end: every further request would meet the same. What came is kept; the same command goes on from there.';
  }
  if (lacks(backfilled))
    return 'A part is missing, as said above. What came is kept; the same command asks for the rest again.';
  return 'All of it is there.';
}
