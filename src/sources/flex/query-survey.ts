import type { CalendarDate } from '#domain/calendar-date';
import { readFlexMoment, type SlashOrder } from './dates.ts';
import type { FlexFields, FlexStatements } from './document.ts';
import { FlexUnreadable } from './errors.ts';
import { openFlexReader } from './reader.ts';
import { slashOrdersIn } from './slash-order.ts';
import type { XmlLimits } from './xml.ts';

/** Rows of one element in one section. */
export interface RowsSeen {
  readonly rows: number;
  /** Fields that at least one row has, filled or empty. */
  readonly fields: ReadonlySet<string>;
  /** Values of `levelOfDetail`; empty text for rows without. */
  readonly levels: ReadonlySet<string>;
  /** Values of `currency`, with `BASE_SUMMARY` where it stands. */
  readonly currencies: ReadonlySet<string>;
}

/** What a query ticks, as far as one of its statements shows it. */
export interface QuerySurvey {
  readonly document: FlexStatements;
  /** Account numbers as the statements name them. */
  readonly accounts: readonly string[];
  /** First and last day over all statements; absent where they can't be read without knowing the order of a date. */
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
  /** By section and element, in the names of the statement; a section without rows has no elements. */
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, RowsSeen>>;
  /** Whether dates stand with slashes, and what they say of day and month. */
  readonly slashes: 'none' | 'ambiguous' | SlashOrder;
}

interface Rows {
  rows: number;
  readonly fields: Set<string>;
  readonly levels: Set<string>;
  readonly currencies: Set<string>;
}

const SLASHED = /^\d\d\/\d\d\/\d/;

/**
 * Reads an answer for what it is made of, not for its values: bounded memory, any size.
 * @throws FlexUnreadable | FlexCutOff, and what the body throws
 */
export async function surveyQuery(body: AsyncIterable<Uint8Array>, limits?: XmlLimits): Promise<QuerySurvey> {
  const accounts = new Set<string>();
  const spans: [string, string][] = [];
  const sections = new Map<string, Map<string, Rows>>();
  const orders = new Set<SlashOrder>();
  let slashes = false;
  const look = (fields: FlexFields) => {
    for (const order of slashOrdersIn(fields)) orders.add(order);
  };
  const reader = openFlexReader(
    {
      statement: (fields) => {
        const { accountId = '', fromDate = '', toDate = '' } = fields;
        accounts.add(accountId);
        spans.push([fromDate, toDate]);
        slashes ||= SLASHED.test(fromDate);
        look(fields);
      },
      section: (name) => sections.set(name, sections.get(name) ?? new Map()),
      row: ({ section, name, fields }) => {
        note(sections.get(section) ?? new Map(), name, fields);
        look(fields);
      },
    },
    limits,
  );
  for await (const chunk of body) reader.write(chunk);
  const document = reader.end();
  if (document.kind === 'response') throw new FlexUnreadable("is the service's own word and no statement");
  if (orders.size > 1) throw new FlexUnreadable('writes some dates with the day first and some with the month first');
  const [order] = orders;
  const survey: QuerySurvey = {
    document,
    accounts: [...accounts],
    sections,
    slashes: slashes ? (order ?? 'ambiguous') : 'none',
  };
  return { ...survey, ...spanOf(spans, order) };
}

function note(rows: Map<string, Rows>, name: string, fields: FlexFields): void {
  const seen = rows.get(name) ?? { rows: 0, fields: new Set(), levels: new Set(), currencies: new Set() };
  rows.set(name, seen);
  seen.rows += 1;
  for (const field of Object.keys(fields)) seen.fields.add(field);
  const value = (field: string) => (Object.hasOwn(fields, field) ? fields[field] : undefined) ?? '';
  seen.levels.add(value('levelOfDetail'));
  if (value('currency') !== '') seen.currencies.add(value('currency'));
}

function spanOf(
  spans: readonly [string, string][],
  order: SlashOrder | undefined,
): { readonly from?: CalendarDate; readonly to?: CalendarDate } {
  const days = spans.flat().map((text) => readFlexMoment(text, order));
  const dates = days.flatMap((day) => (typeof day === 'string' ? [] : [day.date])).sort();
  const [from, to] = [dates[0], dates.at(-1)];
  return dates.length < days.length || from === undefined || to === undefined ? {} : { from, to };
}
