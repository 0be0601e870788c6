import type { Figure } from '#report/block';
import type { Headline } from '#report/report';
import type { Cell, ValueKind } from '#report/value';

/**
 * Names for the cells of the headline, for formulas of the reader: `NAV_Close`, `Result_Day`, `TWR_Day`, `TWR_YTD`.
 * A headline figure is found by its kind and value among the figures shown; one that is missing gets no name.
 *
 * @returns name and index of the figure
 */
export function headlineNames(headline: Headline, figures: readonly Figure[]): readonly (readonly [string, number])[] {
  const wanted: readonly (readonly [string, ValueKind, Cell])[] = [
    ['NAV_Close', 'money', headline.netAssetValue],
    ['Result_Day', 'change', headline.dayResult],
    ['TWR_Day', 'return', headline.dayReturn],
    ['TWR_YTD', 'return', headline.yearReturn],
  ];
  return wanted.flatMap(([name, kind, value]) => {
    if (typeof value !== 'number') return [];
    const index = figures.findIndex((figure) => figure.kind === kind && figure.value === value);
    return index < 0 ? [] : [[name, index] as const];
  });
}
