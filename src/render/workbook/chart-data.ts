import { xml } from './text.ts';

/** Cells that a chart draws, with their values as a cache for programs that do not look them up. */
export interface NumberRange {
  /** Address of the cells: `'Daily'!$B$4:$B$503`. */
  readonly cells: string;
  readonly format: string;
  /** In the order of the cells; null is an empty cell. */
  readonly values: readonly (number | null)[];
}

export interface TextRange {
  readonly cells: string;
  readonly values: readonly string[];
}

/** `c:numRef` with its cache. */
export function numbers({ cells, format, values }: NumberRange): string {
  const points = values.map((value, index) =>
    value === null ? '' : `<c:pt idx="${index}"><c:v>${value}</c:v></c:pt>`,
  );
  return (
    `<c:numRef><c:f>${xml(cells)}</c:f><c:numCache><c:formatCode>${xml(format)}</c:formatCode>` +
    `<c:ptCount val="${values.length}"/>${points.join('')}</c:numCache></c:numRef>`
  );
}

/** `c:strRef` with its cache. */
export function texts({ cells, values }: TextRange): string {
  const points = values.map((value, index) => `<c:pt idx="${index}"><c:v>${xml(value)}</c:v></c:pt>`);
  return (
    `<c:strRef><c:f>${xml(cells)}</c:f><c:strCache><c:ptCount val="${values.length}"/>${points.join('')}` +
    '</c:strCache></c:strRef>'
  );
}
