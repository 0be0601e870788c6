import type { Archive } from '#archive/archive';
import { csvLines, delimiterOf } from '#sources/benchmark/csv-lines';
import { openFlexReader } from '#sources/flex/reader';

/** A row of an archived answer: fields that belong together, as sent, with the path of each. */
export interface RawRow {
  readonly key: string;
  readonly cells: ReadonlyMap<string, { readonly path: string; readonly text: string }>;
}

type Cell = { readonly path: string; readonly text: string };

/** The rows of an archived answer: objects of JSON, parallel lists by their dates, elements of a statement, lines of a table. */
export async function rawRows(archive: Archive, key: string): Promise<readonly RawRow[]> {
  const body = await archive.get(key);
  if (!body) return [];
  if (key.endsWith('.csv')) return csvRows(key, Buffer.from(body).toString('utf8'));
  return key.endsWith('.xml')
    ? statementRows(key, body)
    : jsonRows(key, JSON.parse(Buffer.from(body).toString('utf8')));
}

/** Lines of the owner's file of closes, their columns by the heads in small letters. */
function csvRows(key: string, text: string): readonly RawRow[] {
  const [head, ...lines] = csvLines(text, delimiterOf(text));
  return lines.map(({ number, fields }) => {
    const cells = fields.map((field, at): [string, Cell] => {
      const name = head?.fields[at] ?? '';
      return [name.toLowerCase(), { path: `line ${number}, ${name}`, text: field }];
    });
    return { key, cells: new Map(cells) };
  });
}

function statementRows(key: string, body: Uint8Array): readonly RawRow[] {
  const rows: RawRow[] = [];
  const counts = new Map<string, number>();
  let account = '';
  const reader = openFlexReader({
    statement: (fields) => {
      account = fields.accountId ?? '';
      counts.clear();
    },
    row: ({ section, name, fields }) => {
      const place = (counts.get(`${section}/${name}`) ?? 0) + 1;
      counts.set(`${section}/${name}`, place);
      const path = section === name ? `${name}[${place}]` : `${section}/${name}[${place}]`;
      const cells = new Map<string, Cell>([['accountId', { path: `${path}/@accountId`, text: account }]]);
      for (const [attribute, text] of Object.entries(fields))
        cells.set(attribute, { path: `${path}/@${attribute}`, text });
      rows.push({ key, cells });
    },
  });
  reader.write(body);
  reader.end();
  return rows;
}

function jsonRows(key: string, body: unknown): readonly RawRow[] {
  const rows: RawRow[] = [];
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const [place, one] of value.entries()) walk(one, `${path}[${place}]`);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const entries = Object.entries(value);
    const cells = scalarCells(entries, path);
    if (cells.size > 0) rows.push({ key, cells });
    rows.push(...byDate(key, value as Readonly<Record<string, unknown>>, path));
    for (const [name, one] of entries) walk(one, path === '' ? name : `${path}.${name}`);
  };
  walk(body, '');
  return rows;
}

/** Scalars of an object, and those of the objects in it as `name.inner`. */
function scalarCells(entries: readonly (readonly [string, unknown])[], path: string): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const [name, one] of entries) {
    if (isScalar(one)) cells.set(name, { path: `${path}.${name}`, text: String(one) });
    if (typeof one !== 'object' || one === null || Array.isArray(one)) continue;
    for (const [inner, scalar] of Object.entries(one)) {
      if (isScalar(scalar)) cells.set(`${name}.${inner}`, { path: `${path}.${name}.${inner}`, text: String(scalar) });
    }
  }
  return cells;
}

const isScalar = (value: unknown): value is string | number => typeof value === 'number' || typeof value === 'string';

/** PortfolioAnalyst gives lists side by side: `dates`, and the values beside it or in `data[0]`. */
function byDate(key: string, value: Readonly<Record<string, unknown>>, path: string): readonly RawRow[] {
  const { dates, data } = value;
  if (!Array.isArray(dates)) return [];
  const first: unknown = Array.isArray(data) ? data[0] : undefined;
  const lists = [
    ...listsOf(value, path),
    ...(typeof first === 'object' && first !== null ? listsOf(first, `${path}.data[0]`) : []),
  ].filter(({ name, list }) => name !== 'dates' && list.length === dates.length);
  return dates.map((date: unknown, place) => ({
    key,
    cells: new Map<string, Cell>([
      ['date', { path: `${path}.dates[${place}]`, text: String(date) }],
      ...lists.map(({ name, path: of, list }): [string, Cell] => [
        name,
        { path: `${of}[${place}]`, text: String(list[place]) },
      ]),
    ]),
  }));
}

function listsOf(value: object, path: string): { name: string; path: string; list: readonly unknown[] }[] {
  return Object.entries(value).flatMap(([name, list]) =>
    Array.isArray(list) && list.every((one) => isScalar(one) || one === null)
      ? [{ name, path: `${path}.${name}`, list }]
      : [],
  );
}
