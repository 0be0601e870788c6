import type { PresentDataset } from '#domain/dataset';
import { type DatasetName, type Datasets, datasetOf, type Snapshot } from '#domain/snapshot';
import type { Block } from './block.ts';
import { comesLater, DATASET_NAMES } from './missing.ts';
import type { ReportSection } from './report.ts';
import type { ReportContext } from './report-context.ts';

/** The datasets a section named, present and by name. */
export type Needed<N extends DatasetName> = { readonly [K in N]: PresentDataset<Datasets[K]> };

export interface SectionSpec<N extends DatasetName> {
  /** Unique in the report. */
  readonly id: string;
  /** What the section is called where its datasets are missing. */
  readonly title: string;
  /** Without one of these there is no section, only a notice that says why. */
  readonly needs: readonly N[];
  readonly build: (data: Needed<N>, context: ReportContext) => readonly Block[];
}

export type SectionBuilder = (snapshot: Snapshot, context: ReportContext) => ReportSection;

/**
 * Makes a section out of a specification. `build` sees exactly the datasets it named; a missing one becomes a notice,
 * a missing statement the notice that `statement-state` makes once for all.
 */
export function section<const N extends DatasetName>({ id, title, needs, build }: SectionSpec<N>): SectionBuilder {
  return (snapshot, context) => {
    const missing = needs.filter((name) => datasetOf(snapshot, name).status === 'missing');
    // What statements alone can tell is one matter with one notice, and not one a section.
    if (missing.some((name) => name === 'statement')) return { id, blocks: [] };
    if (missing.length > 0) return { id, blocks: [missingNotice(id, title, missing, snapshot)] };
    const data = Object.fromEntries(needs.map((name) => [name, datasetOf(snapshot, name)])) as unknown as Needed<N>;
    return { id, blocks: build(data, context) };
  };
}

function missingNotice(id: string, title: string, missing: readonly DatasetName[], snapshot: Snapshot): Block {
  return {
    kind: 'notice',
    id: `${id}-missing`,
    title,
    shownIn: ['page', 'workbook'],
    tone: missing.every((name) => comesLater(snapshot.run, name)) ? 'plain' : 'warning',
    items: missing.flatMap((name) => {
      const dataset = datasetOf(snapshot, name);
      if (dataset.status === 'present') return [];
      const { message, nextStep } = dataset.gap;
      // "No holdings" would read as a statement of what is owned.
      return [{ term: `Missing: ${DATASET_NAMES[name]}`, text: nextStep ? `${message} ${nextStep}` : message }];
    }),
  };
}
