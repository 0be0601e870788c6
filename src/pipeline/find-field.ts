import type { Input } from '#report/explain/derivation';
import type { RawRow } from './raw-rows.ts';

/** A field of an archived answer. */
export interface FoundField {
  /** Archive key of the answer. */
  readonly key: string;
  readonly path: string;
  /** As sent. */
  readonly text: string;
  /** The field as the input's value: what the figure is proved with. */
  readonly value: number;
}

/** Doubles that went through a product or a quotient. */
const NOISE = 1e-9;

/**
 * The field that holds an input: of its name, in a row that is the input's by all that tells it, with its value. A row
 * of another account is none; of a statement's sums and lots the sum is meant.
 */
export function findField(input: Input, account: string, rows: readonly RawRow[]): FoundField | undefined {
  const { told } = input;
  if (!told) return undefined;
  const matches: (FoundField & { readonly lot: boolean })[] = [];
  for (const { key, cells } of rows) {
    const owner = cells.get('accountId')?.text || cells.get('acctId')?.text || cells.get('acctcode')?.text || account;
    if (owner !== account) continue;
    const fits = told.row.every(({ names, value }) => names.some((name) => same(cells.get(name)?.text, value)));
    if (!fits) continue;
    for (const name of told.fields) {
      const cell = cells.get(name);
      if (!cell || cell.text.trim() === '') continue;
      const number = Number(cell.text.replaceAll(',', ''));
      const value = told.as === 'percent' ? number / 100 : number;
      if (!near(value, input.value)) continue;
      matches.push({
        key,
        path: cell.path.replace(/^\./, ''),
        text: cell.text,
        value,
        lot: cells.get('levelOfDetail')?.text === 'LOT',
      });
    }
  }
  const found = matches.find(({ lot }) => !lot) ?? matches[0];
  if (!found) return undefined;
  const { lot: _, ...field } = found;
  return field;
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
