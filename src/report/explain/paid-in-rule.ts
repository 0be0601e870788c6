import { dayChange } from '#analytics/implied-flow';
import type { LevelPoint } from '#analytics/level-series';
import { addDays } from '#domain/calendar-date';
import { isToldOver } from '#report/statement-money';
import { type Book, bookedInput, figureInput, statementOf, valueInput, whole } from './book.ts';
import { type Derivation, sameAs, sumOf } from './derivation.ts';
import { booking } from './money-derivations.ts';
import type { KnownFigure } from './named-figure.ts';

/** Money paid in up to a day: that of the day before, and what the day brought by bookings, else by the broker's return. */
export function paidInRule(figure: KnownFigure, book: Book, points: readonly LevelPoint[]): Derivation | undefined {
  const days = book.figures
    .filter(({ block, column }) => block === 'value' && column === 'Paid in')
    .map(({ row }) => row);
  const [first] = points;
  const at = days.indexOf(figure.row);
  const before = figureInput(book.cell('value', days[at - 1] ?? '', 'Paid in'), 'Paid in up to the day before');
  if (!first) return undefined;
  if (at === 0 || !before) {
    return sameAs(valueInput(book, first.date, first.netAssetValue ?? Number.NaN), 'the value it begins with');
  }
  const { money } = book.context;
  const statement = statementOf(book);
  const to = points.at(-1)?.date ?? first.date;
  if (statement && money && isToldOver(statement, 'flows', { from: addDays(first.date, 1), to })) {
    const rows = money.flows.flows.filter(({ day }) => day > (days[at - 1] ?? '') && day <= figure.row);
    const flows = rows.map((row) => bookedInput(book, row, booking));
    return sumOf([before, ...flows], 'paid in before + Σ amount · rate of the day’s flows');
  }
  return impliedRule(figure, book, points, before);
}

function impliedRule(
  { row }: KnownFigure,
  book: Book,
  points: readonly LevelPoint[],
  paid: NonNullable<ReturnType<typeof figureInput>>,
): Derivation | undefined {
  const valued = points.filter(({ netAssetValue }) => netAssetValue !== null);
  const at = valued.findIndex(({ date }) => date === row);
  const [from, to] = [valued[at - 1], valued[at]];
  if (!from || !to) return undefined;
  const of = (date: string, column: string) => figureInput(book.cell('value', date, column), `${column} at ${date}`);
  const inputs = whole([
    ...[of(from.date, 'Value'), of(to.date, 'Value')],
    ...[of(from.date, 'Cumulative return'), of(to.date, 'Cumulative return')],
  ]);
  return (
    inputs && {
      formula: 'paid in before + F, with F = V₁ − V₀ · (1 + r), 0 within the rounding of values and returns',
      inputs: [paid, ...inputs],
      reckon: ([sum = 0, v0 = 0, v1 = 0, c0 = 0, c1 = 0]) => {
        const change = dayChange(
          { ...from, netAssetValue: v0, level: 1 + c0 },
          { ...to, netAssetValue: v1, level: 1 + c1 },
        );
        return sum + (change?.impliedFlow ?? Number.NaN);
      },
    }
  );
}
