import { addDays, type CalendarDate } from '#domain/calendar-date';
import { BOOKINGS, type BookingsName, type DaySpan } from '#domain/statement';

/** One statement as an answer: for its days it told all rows of its lists. */
export interface StatementAnswer extends DaySpan {
  /** Lists that the statement has, also empty. */
  readonly lists: readonly BookingsName[];
  /** When it was made or came, ISO 8601 UTC with milliseconds. */
  readonly askedAt: string;
  /** Archive key of the answer as it came. */
  readonly raw: string;
}

/**
 * What two logs of one month were told: every answer that is the newest for a day of a list. One that newer answers
 * have overtaken in all of its days and lists is left out; its rows stay in the log.
 */
export function joinAnswers(a: readonly StatementAnswer[], b: readonly StatementAnswer[]): readonly StatementAnswer[] {
  const newestFirst = [...a, ...b].sort((one, other) => -compare(orderOf(one), orderOf(other)));
  const told = new Set<string>();
  const kept = newestFirst.filter((answer) => {
    let news = false;
    for (const list of answer.lists) {
      for (let day = answer.from; day <= answer.to; day = addDays(day, 1)) {
        const place = `${list} ${day}`;
        news ||= !told.has(place);
        told.add(place);
      }
    }
    return news;
  });
  return kept.sort((one, other) => compare(one.from, other.from) || compare(orderOf(one), orderOf(other)));
}

/** The newest answer that told a list of a day. */
export function newestAnswer(
  answers: readonly StatementAnswer[],
  list: BookingsName,
  day: CalendarDate,
): StatementAnswer | undefined {
  let newest: StatementAnswer | undefined;
  for (const answer of answers) {
    if (answer.from > day || answer.to < day || !answer.lists.includes(list)) continue;
    if (!newest || answer.askedAt > newest.askedAt) newest = answer;
  }
  return newest;
}

/** The days of the window for which answers told a list: ascending, without overlap, those that touch joined. */
export function toldSpans(answers: readonly DaySpan[], window: DaySpan): readonly DaySpan[] {
  const spans: DaySpan[] = [];
  const inside = answers.filter(({ from, to }) => from <= window.to && to >= window.from);
  for (const { from, to } of inside.sort((one, other) => compare(one.from, other.from))) {
    const span = { from: from > window.from ? from : window.from, to: to < window.to ? to : window.to };
    const last = spans.at(-1);
    if (!last || span.from > addDays(last.to, 1)) spans.push(span);
    else if (span.to > last.to) spans[spans.length - 1] = { from: last.from, to: span.to };
  }
  return spans;
}

/** {@link toldSpans} of every list. */
export function toldOf(
  answers: readonly StatementAnswer[],
  window: DaySpan,
): { readonly [B in BookingsName]: readonly DaySpan[] } {
  const told = BOOKINGS.map((list) => [
    list,
    toldSpans(
      answers.filter(({ lists }) => lists.includes(list)),
      window,
    ),
  ]);
  return Object.fromEntries(told) as { readonly [B in BookingsName]: readonly DaySpan[] };
}

const orderOf = ({ askedAt, raw, from, to, lists }: StatementAnswer): string =>
  `${askedAt} ${raw} ${from} ${to} ${lists.join(' ')}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
