/**
 * What another try of collecting would meet again. It would also ask the broker again, whose limits then make it wait, so
 * that each try looked like a pause of the broker's until the run's deadline.
 */
const IN_VAIN = [
  'ArchiveDenied',
  'ArchiveNotThere',
  'ArchiveCorrupted',
  'ArchiveFull',
  'ArchiveUnusable',
  'TypeError',
  'RangeError',
  'ReferenceError',
];

/** The task, over at once after an error that another try would meet again. Its own tries hold for all others. */
export function unlessInVain<T extends { readonly [field: string]: unknown }>(
  task: T,
): T & { readonly Retry: unknown } {
  const tries = (task.Retry ?? []) as readonly object[];
  return { ...task, Retry: [{ ErrorEquals: IN_VAIN, MaxAttempts: 0 }, ...tries] };
}
