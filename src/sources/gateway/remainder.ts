import { z } from 'zod';
import type { Remainder } from '#domain/dataset';
import type { OddityTally } from './reading.ts';

const NOTHING: Remainder = Object.freeze({});

/**
 * The fields of `value` that `schema` does not name, with their values as sent. Fields of nested objects are named by
 * their path (`parent.newField`, `rows[].newField`). Each is counted as an oddity.
 */
export function remainderOf(schema: z.ZodType, value: unknown, tally: OddityTally): Remainder {
  const found = new Map<string, unknown>();
  collect(schema, value, '', found);
  if (found.size === 0) return NOTHING;
  for (const name of found.keys()) tally.add('field', name);
  return Object.fromEntries(found);
}

function collect(schema: z.ZodType, value: unknown, prefix: string, found: Map<string, unknown>): void {
  if (typeof value !== 'object' || value === null) return;
  const form = unwrapped(schema);
  if (form instanceof z.ZodObject && !Array.isArray(value)) {
    const shape = form.shape as Readonly<Record<string, z.ZodType>>;
    for (const [name, member] of Object.entries(value)) {
      const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
      if (known) collect(known, member, `${prefix}${name}.`, found);
      else found.set(`${prefix}${name}`, member);
    }
  } else if (form instanceof z.ZodArray && Array.isArray(value)) {
    const element = form.element as z.ZodType;
    for (const member of value) collect(element, member, `${prefix.slice(0, -1)}[].`, found);
  }
}

function unwrapped(schema: z.ZodType): z.ZodType {
  let form = schema;
  while (form instanceof z.ZodOptional || form instanceof z.ZodNullable) form = form.unwrap() as z.ZodType;
  return form;
}
