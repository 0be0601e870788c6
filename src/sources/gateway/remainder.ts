import * as z from 'zod';
import type { Remainder } from '#domain/dataset';
import type { OddityTally } from './reading.ts';

const NOTHING: Remainder = Object.freeze({});

/**
 * The fields of `value` that `schema` does not name, with their values as sent. Fields of nested objects are named by
 * their path (`parent.newField`, `rows[].newField`). Each is counted as an oddity.
 */
export function remainderOf(schema: z.ZodType, value: unknown, tally: OddityTally): Remainder {
  const found = collect(schema, value, '', undefined);
  if (found === undefined) return NOTHING;
  for (const name of found.keys()) tally.add('field', name);
  return Object.fromEntries(found);
}

type Found = Map<string, unknown> | undefined;

/** Makes the map only when there is something: nearly every row of thousands has nothing. */
function collect(schema: z.ZodType, value: unknown, prefix: string, before: Found): Found {
  if (typeof value !== 'object' || value === null) return before;
  let found = before;
  const { shape, element } = partsOf(schema);
  if (Array.isArray(value)) {
    if (element) for (const member of value) found = collect(element, member, `${prefix.slice(0, -1)}[].`, found);
    return found;
  }
  if (!shape) return found;
  for (const [name, member] of Object.entries(value)) {
    const known = shape.get(name);
    if (known === undefined) {
      found ??= new Map();
      found.set(`${prefix}${name}`, member);
    } else if (typeof member === 'object' && member !== null) {
      found = collect(known, member, `${prefix}${name}.`, found);
    }
  }
  return found;
}

/** What a schema says of the fields of an object or the members of a list. */
interface Parts {
  readonly shape?: ReadonlyMap<string, z.ZodType>;
  readonly element?: z.ZodType;
}

const known = new WeakMap<z.ZodType, Parts>();

function partsOf(schema: z.ZodType): Parts {
  const before = known.get(schema);
  if (before) return before;
  const form = unwrapped(schema);
  let parts: Parts = {};
  if (form instanceof z.ZodObject) parts = { shape: new Map(Object.entries(form.shape as Record<string, z.ZodType>)) };
  if (form instanceof z.ZodArray) parts = { element: form.element as z.ZodType };
  known.set(schema, parts);
  return parts;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  let form = schema;
  while (form instanceof z.ZodOptional || form instanceof z.ZodNullable) form = form.unwrap() as z.ZodType;
  return form;
}
