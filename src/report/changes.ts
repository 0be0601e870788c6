import type { FigureChange, Report, ReportChanges, ReportSection } from './report.ts';
import { type Cell, isMissing, type ValueKind } from './value.ts';
import { amountText, returnText, weightText } from './wording.ts';

const COMPARED: ReadonlySet<ValueKind> = new Set([
  'money',
  'change',
  'return',
  'weight',
  'points',
  'quantity',
  'ratio',
  'rate',
]);

/** Compares the labelled figures of two revisions of one day, in their order: the summary's, which stand on top, are the first. */
export function changesBetween(earlier: Report, now: Pick<Report, 'sections'>): ReportChanges {
  const before = figuresOf(earlier);
  const figures = [...figuresOf(now)].flatMap(([key, after]) => {
    const old = before.get(key);
    if (!old || (isMissing(old.value) && isMissing(after.value))) return [];
    if (shown(old.value, old.kind) === shown(after.value, after.kind)) return [];
    const { label, kind, unit } = after;
    return [{ label, kind, ...(unit === undefined ? {} : { unit }), before: old.value, after: after.value }];
  });
  return { revision: earlier.revision, finality: earlier.finality, figures };
}

/** The changes as a section of the report: each figure with its old and new value. */
export function changesSection({ revision, figures }: ReportChanges): ReportSection {
  return {
    id: 'changes',
    blocks: [
      {
        kind: 'notice',
        id: 'changes',
        title: `Changed since revision ${revision}`,
        shownIn: ['page', 'workbook'],
        tone: 'plain',
        items: figures.map((figure) => ({ term: figure.label, text: changeLine(figure) })),
      },
    ],
  };
}

/** `1,000.00 USD, now 1,005.00 USD`. */
function changeLine({ kind, unit, before, after }: FigureChange): string {
  const text = (cell: Cell): string => {
    const said = shown(cell, kind);
    return typeof cell === 'number' && unit !== undefined && !/(?:%| pp)$/.test(said) ? `${said} ${unit}` : said;
  };
  return `${text(before)}, now ${text(after)}`;
}

interface Told {
  readonly label: string;
  readonly kind: ValueKind;
  readonly unit?: string;
  readonly value: Cell;
}

/** By label: one may stand in more than one block, and counts once. */
function figuresOf({ sections }: Pick<Report, 'sections'>): ReadonlyMap<string, Told> {
  const told = new Map<string, Told>();
  for (const block of sections.flatMap(({ blocks }) => blocks)) {
    if (block.kind !== 'figures') continue;
    for (const { label, kind, unit, value } of block.figures) {
      if (!COMPARED.has(kind) || told.has(label)) continue;
      told.set(label, { label, kind, ...(unit === undefined ? {} : { unit }), value });
    }
  }
  return told;
}

function shown(cell: Cell, kind: ValueKind): string {
  if (cell === null) return 'none';
  if (isMissing(cell)) return `n/a: ${cell.missing}`;
  if (typeof cell === 'string') return cell;
  switch (kind) {
    case 'change':
      return (cell > 0 ? '+' : '') + amountText(cell);
    case 'return':
      return returnText(cell);
    case 'weight':
      return weightText(cell);
    case 'points':
      return `${returnText(cell).replace('%', '')} pp`;
    case 'rate':
      return cell.toFixed(6);
    default:
      return amountText(cell);
  }
}
