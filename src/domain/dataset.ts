import type { Gap } from './gap.ts';

/** Fields a source sent that this version does not know, kept as they came: name → value. */
export type Remainder = Readonly<Record<string, unknown>>;

/** Who said it: the Client Portal gateway, or a statement of the Flex Web Service. */
export type SourceName = 'gateway' | 'flex';

/** One part of a Snapshot: what a source said and when, or why there is nothing. */
export type Dataset<T> = PresentDataset<T> | MissingDataset;

export interface PresentDataset<T> {
  readonly status: 'present';
  readonly value: T;
  /** The moment the figures are of, by the source's own word where it gives one, else the moment of the answer. ISO 8601, UTC. */
  readonly asOf: string;
  /** When the answer came. ISO 8601, UTC. */
  readonly fetchedAt: string;
  readonly source: SourceName;
  /** Archive keys of the raw answers behind the figures. */
  readonly raw: readonly string[];
  /** What is missing inside it (a page, some contracts), if anything. */
  readonly gaps?: readonly Gap[];
}

export interface MissingDataset {
  readonly status: 'missing';
  readonly gap: Gap;
}

/** The value, or undefined when the dataset is missing. */
export function valueOf<T>(dataset: Dataset<T> | undefined): T | undefined {
  return dataset?.status === 'present' ? dataset.value : undefined;
}
