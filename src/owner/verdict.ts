/** What was looked at of one kind, and what is wrong with it. */
export interface Verdict {
  readonly checked: number;
  readonly problems: readonly { readonly key: string; readonly text: string; readonly todo: string }[];
  /** Not wrong, worth knowing. */
  readonly notes: readonly { readonly key: string; readonly text: string }[];
}
