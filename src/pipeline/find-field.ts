import { dayNumber, parseCalendarDate } from '#domain/calendar-date';
import type { Input, Told } from '#report/explain/derivation';
import type { RawRow } from './raw-rows.ts';

/** A field of an archived answer. */
export interface FoundField {
  /** Archive key of the answer. */
  readonly key: string;
  /** Of several rows that add up: each, with ` + ` between. */
  readonly path: string;
  /** As sent. */
  readonly text: string;
  /** The field as the input's value: what the figure is proved with. */
  readonly value: number;
}

type Match = FoundField & { readonly lot: boolean };

/** Doubles that went through a product or a quotient. */
const NOISE = 1e-9;

/**
 * The field that holds an input: of its name, in a row that is the input's by all that tells it, with its value. A row
 * of another account is none; of a statement's sums and lots the sum is meant.
 */
export function findField(input: Input, account: string, rows: readonly RawRow[]): FoundField | undefined {
  const { told } = input;
  if (!told) return undefined;
  const fitting: Match[] = [];
  for (const { key, cells } of rows) {
    const owner = cells.get('accountId')?.text || cells.get('acctId')?.text || cells.get('acctcode')?.text || account;
    if (owner !== account) continue;
    const fits = told.row.every(({ names, value }) => names.some((name) => same(cells.get(name)?.text, value)));
    if (!fits) continue;
    for (const name of told.fields) {
      const cell = cells.get(name);
      const value = cell && numberIn(cell.text, told, input.value);
      if (!cell || value === undefined) continue;
      const lot = cells.get('levelOfDetail')?.text === 'LOT';
      fitting.push({ key, path: cell.path.replace(/^\./, ''), text: cell.text, value, lot });
    }
  }
  const matches = fitting.filter(({ value }) => near(value, input.value));
  const found =
    matches.find(({ lot }) => !lot) ?? matches[0] ?? (told.as === 'sum' ? summed(fitting, input) : undefined);
  if (!found) return undefined;
  const { lot: _, ...field } = found;
  return field;
}

/** One contract in several models, or in lots alone, is told in several rows. */
function summed(fitting: readonly Match[], input: Input): Match | undefined {
  const wholes = fitting.filter(({ lot }) => !lot);
  const rows = wholes.length > 0 ? wholes : fitting;
  const [first] = rows;
  const value = rows.reduce((sum, one) => sum + one.value, 0);
  if (!first || !near(value, input.value)) return undefined;
  const all = (of: (one: Match) => string): string => rows.map(of).join(' + ');
  return { ...first, path: all(({ path }) => path), text: all(({ text }) => text), value };
}

/** What a field holds, as the input has it; undefined where it holds no such thing. */
function numberIn(text: string, { as }: Told, wanted: number): number | undefined {
  if (text.trim() === '') return undefined;
  if (as === 'day') {
    const day = parseCalendarDate(text.replace(/^(\d{4})-?(\d{2})-?(\d{2}).*$/, '$1-$2-$3'));
    return day && dayNumber(day);
  }
  const number = Number(text.replaceAll(',', ''));
  if (Number.isNaN(number)) return undefined;
  if (as === 'size') return Math.sign(wanted) * Math.abs(number);
  return as === 'percent' ? number / 100 : number;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= NOISE * Math.max(1, Math.abs(b));
}

/** Dates come as `20261120`, `2026-11-20` and with a time behind. */
function same(text: string | undefined, wanted: string): boolean {
  if (text === undefined) return false;
  if (text === wanted) return true;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(wanted)) return false;
  return text.replaceAll('-', '').slice(0, 8) === wanted.replaceAll('-', '');
}
