import { type SlashOrder, slashOrderOf } from './dates.ts';
import type { FlexFields } from './document.ts';
import { FlexUnreadable } from './errors.ts';
import { openFlexReader } from './reader.ts';
import type { XmlLimits } from './xml.ts';

/** Fields that hold a date, by the broker's way of naming them. */
const DATED = /date|dateTime|when|expiry|maturity/i;
const SLASHED = /^\d\d\/\d\d\/\d/;

/**
 * What all dates of one answer say of the order of day and month; undefined when they stand without slashes or none
 * says something. Reads no further than the first statement's own dates where these have no slashes: one query writes
 * all dates alike.
 * @throws FlexUnreadable when they contradict each other, or as the reader does; and what the body throws
 */
export async function scanSlashOrder(
  body: AsyncIterable<Uint8Array>,
  limits?: XmlLimits,
): Promise<SlashOrder | undefined> {
  const found = new Set<SlashOrder>();
  let slashes: boolean | undefined;
  const look = (fields: FlexFields) => {
    for (const order of slashOrdersIn(fields)) found.add(order);
  };
  const reader = openFlexReader(
    {
      statement: (fields) => {
        slashes ??= SLASHED.test(fields.fromDate ?? '');
        look(fields);
      },
      row: ({ fields }) => look(fields),
    },
    limits,
  );
  for await (const piece of body) {
    reader.write(piece);
    if (slashes === false) return undefined;
  }
  reader.end();
  if (found.size > 1) throw new FlexUnreadable('writes some dates with the day first and some with the month first');
  return [...found][0];
}

/** What the dates of one row say of the order. */
export function slashOrdersIn(fields: FlexFields): readonly SlashOrder[] {
  return Object.entries(fields).flatMap(([name, value]) => (DATED.test(name) ? (slashOrderOf(value) ?? []) : []));
}
