import type { VectorCase } from './case-form.ts';
import { flowFigures } from './flow-figures.ts';
import { bridgeFigures, holdingFigures } from './holding-figures.ts';
import { texts, yearly } from './plain-figures.ts';
import { seriesFigures } from './series-figures.ts';

/** What Daybook computes for a case, in the names of the vectors. */
export function found(given: VectorCase): { readonly expected: unknown; readonly computed: unknown } {
  if ('input' in given) {
    const { expected } = given;
    if ('cps' in given.input) return { expected, computed: seriesFigures(given.input) };
    if ('flows' in given.input) return { expected, computed: flowFigures(given.input) };
    if ('positions' in given.input) return { expected, computed: holdingFigures(given.input) };
    return { expected, computed: bridgeFigures(given.input) };
  }
  return {
    expected: given.cases.map((one) =>
      'value' in one ? { expected: one.expected, ascii: one.expected_ascii } : one.expected,
    ),
    computed: given.cases.map((one) => ('value' in one ? texts(one) : yearly(one))),
  };
}
