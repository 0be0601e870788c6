import type { QueryWeight } from './query-section.ts';

/** One thing about a query. `note`: nothing is wrong, and a person should know. */
export interface QueryFinding {
  readonly weight: QueryWeight | 'note';
  readonly kind: 'section' | 'field' | 'level' | 'option' | 'unknown' | 'not-seen' | 'content';
  /** As Client Portal lists it. */
  readonly section?: string;
  /** Label and attribute of the field, for `field`. */
  readonly field?: { readonly label: string; readonly xml: string };
  /** One sentence for a person. */
  readonly message: string;
  /** What is not known for it, a sentence; absent for notes. */
  readonly costs?: string;
  /** What to choose in the query. */
  readonly nextStep?: string;
}
