import { type SlashOrder, slashOrderOf } from './dates.ts';
import type { FlexFields } from './document.ts';
import { FlexUnreadable } from './errors.ts';
import { openFlexReader } from './reader.ts';
import type { XmlLimits } from './xml.ts';

/** Fields that hold a date, by the broker's way of naming them. */
const DATED = /date|dateTime|when|expiry|maturity/i;

/**
 * What all dates of one answer say of the order of day and month; undefined when none says something. To be asked only
 * when a reader met an ambiguous date: it reads the answer once more.
 * @throws FlexUnreadable when they contradict each other, or as the reader does
 */
export function findSlashOrder(pieces: Iterable<Uint8Array>, limits?: XmlLimits): SlashOrder | undefined {
  const found = new Set<SlashOrder>();
  const look = (fields: FlexFields) => {
    for (const [name, value] of Object.entries(fields)) {
      const order = DATED.test(name) ? slashOrderOf(value) : undefined;
      if (order !== undefined) found.add(order);
    }
  };
  const reader = openFlexReader({ statement: look, row: ({ fields }) => look(fields) }, limits);
  for (const piece of pieces) reader.write(piece);
  reader.end();
  if (found.size > 1) throw new FlexUnreadable('writes some dates with the day first and some with the month first');
  return [...found][0];
}
