import type { BenchmarkClose, BenchmarkKind } from '#domain/benchmark';
import { type CalendarDate, parseCalendarDate } from '#domain/calendar-date';
import { type CsvLine, csvLines, delimiterOf } from './csv-lines.ts';

/** Most that a file may hold: daily closes of fifty years, seven columns each, take less than 1 MB. */
export const MOST_BENCHMARK_BYTES = 4 * 1024 * 1024;

/** One thing wrong with a file. `line` counts from 1; absent for the file as a whole. */
export interface CsvProblem {
  readonly line?: number;
  /** A sentence's end, after "line 7" or the file's name. */
  readonly problem: string;
}

export type CsvRead = { readonly closes: readonly BenchmarkClose[] } | { readonly problems: readonly CsvProblem[] };

/**
 * Reads daily closes out of a CSV file, strictly: a line that can't be read makes the file unreadable, and every such line
 * is named. Columns are found by their heads (`Date`; `Close`, `Price`, `Value`, `Adj Close`), in any order, among others.
 * The days may ascend or descend. A total return is in `Adj Close` where the file has it beside `Close`, a price never is.
 * @returns closes, ascending
 */
export function readCloses(bytes: Uint8Array, kind: BenchmarkKind): CsvRead {
  if (bytes.byteLength > MOST_BENCHMARK_BYTES) return whole(`holds more than ${MOST_BENCHMARK_BYTES / 1024 ** 2} MB`);
  const text = decoded(bytes);
  if (text === undefined) return whole('is not text in UTF-8: save it as "CSV UTF-8"');
  const [head, ...lines] = csvLines(text, delimiterOf(text));
  if (!head) return whole('is empty');
  const columns = columnsOf(head, kind);
  if (typeof columns === 'string') return { problems: [{ line: head.number, problem: columns }] };
  const read = lines.map((line) => lineOf(line, columns));
  const problems = read.flatMap((line) => ('problem' in line ? [line] : []));
  const closes = read.flatMap((line) => ('problem' in line ? [] : [line]));
  const wrong = [...problems, ...misplaced(closes)].sort((a, b) => a.line - b.line);
  if (wrong.length > 0) return { problems: wrong };
  if (closes.length < 2)
    return whole(`has ${closes.length === 0 ? 'no close' : 'one close'}: two days at least make a return`);
  const ascending = closes.map(({ date, close }) => ({ date, close }));
  return { closes: descends(closes) ? ascending.reverse() : ascending };
}

const whole = (problem: string): CsvRead => ({ problems: [{ problem }] });

function decoded(bytes: Uint8Array): string | undefined {
  try {
    // The decoder takes a byte-order mark off; what is no UTF-8 (UTF-16 of a spreadsheet) it refuses.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\u0000') ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

interface Columns {
  readonly count: number;
  readonly date: number;
  readonly close: number;
}

const ADJUSTED = ['adj close', 'adj. close', 'adjusted close'];
const CLOSES = ['close', 'price', 'value'];

function columnsOf(head: CsvLine, kind: BenchmarkKind): Columns | string {
  const names = head.fields.map((name) => name.toLowerCase());
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice !== undefined) return `names the column "${twice}" twice`;
  const first = (wanted: readonly string[]): number =>
    Math.max(
      -1,
      names.findIndex((name) => wanted.includes(name)),
    );
  const date = first(['date']);
  const plain = CLOSES.map((name) => names.indexOf(name)).find((index) => index >= 0) ?? -1;
  const adjusted = first(ADJUSTED);
  const close = kind === 'total-return' && adjusted >= 0 ? adjusted : plain;
  const shown = head.fields.join(', ').slice(0, 80);
  if (date < 0) return `names no column Date; it says: ${shown}`;
  if (close >= 0) return { count: names.length, date, close };
  return adjusted >= 0
    ? 'names no column Close; its Adj Close holds payments, so it is of the kind "total-return"'
    : `names no column Close; it says: ${shown}`;
}

type ReadLine = { readonly line: number } & (BenchmarkClose | { readonly problem: string });
type ReadClose = { readonly line: number } & BenchmarkClose;

function lineOf({ number: line, fields }: CsvLine, { count, date: dateAt, close: closeAt }: Columns): ReadLine {
  if (fields.length !== count) {
    const hint = fields.length > count ? '; is it a decimal comma? Write 5123.41 with a point' : '';
    return { line, problem: `has ${fields.length} fields, and the head has ${count}${hint}` };
  }
  const [day = '', number = ''] = [fields[dateAt], fields[closeAt]];
  const date = /^\d{4}-\d\d-\d\d$/.test(day) ? parseCalendarDate(day) : undefined;
  if (!date) return { line, problem: `has "${brief(day)}", which is no day of the form YYYY-MM-DD` };
  const problem = numberProblem(number);
  return problem === undefined ? { line, date, close: Number(number) } : { line, problem };
}

function numberProblem(text: string): string | undefined {
  if (text === '') return 'has no close';
  if (/^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) {
    const value = Number(text);
    if (!Number.isFinite(value)) return `has the close ${brief(text)}, which is too large`;
    return value > 0 ? undefined : `has the close ${brief(text)}, and a close is above zero`;
  }
  if (/^-[\d.]+$/.test(text)) return `has the close ${brief(text)}, and a close is above zero`;
  if (/^[\d.'\s]*\d,\d+$/.test(text) && !/^\d{1,3}(?:,\d{3})+$/.test(text))
    return `has the close "${brief(text)}" with a decimal comma: write it with a point`;
  if (/^\d{1,3}(?:[,'\s]\d{3})+(?:\.\d+)?$/.test(text))
    return `has the close "${brief(text)}" with marks between thousands: write it without`;
  return `has the close "${brief(text)}", which is no number`;
}

const brief = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}…` : text);

const descends = ([first, second]: readonly ReadClose[]): boolean =>
  first !== undefined && second !== undefined && second.date < first.date;

/** Days that stand twice, and days that leave the order that the first two set. */
function misplaced(closes: readonly ReadClose[]): { line: number; problem: string }[] {
  const down = descends(closes);
  const seen = new Map<CalendarDate, number>();
  let before: ReadClose | undefined;
  const problems: { line: number; problem: string }[] = [];
  for (const one of closes) {
    const earlier = seen.get(one.date);
    if (earlier !== undefined) problems.push({ line: one.line, problem: `has ${one.date} again, as line ${earlier}` });
    else if (before && one.date < before.date !== down) {
      const order = down ? 'newest' : 'oldest';
      problems.push({
        line: one.line,
        problem: `has ${one.date} after ${before.date}, and the file begins ${order} first`,
      });
    } else before = one;
    if (earlier === undefined) seen.set(one.date, one.line);
  }
  return problems;
}
