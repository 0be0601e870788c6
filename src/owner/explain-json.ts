import type { NamedFigure } from '#report/explain/named-figure';
import type { Explanation } from './explain.ts';

/** An explanation for programs: the report by its place in the archive, figures without the rows they stand in. */
export function explanationJson(explanation: Extract<Explanation, { readonly found: 'figure' | 'names' }>): unknown {
  const { account, marketDate, revision, finality } = explanation.report;
  const report = { account: account.key, marketDate, revision, finality };
  if (explanation.found === 'names') {
    return { found: 'names', report, names: explanation.figures.map(({ name }) => name) };
  }
  const { figure, deep } = explanation;
  const steps = deep.steps.map((step) => ({ figure: alone(step.figure), explained: step.explained }));
  return { found: 'figure', report, figure: alone(figure), steps, left: deep.left };
}

const alone = ({ cells: _, ...figure }: NamedFigure): Omit<NamedFigure, 'cells'> => figure;
