const WANTED = 24;

/** Why this Node can't run the checks, with the way out, or undefined when it can. @param version as `process.versions.node` has it */
export function unfitNode(version: string): string | undefined {
  const major = Number(version.split('.')[0]);
  if (major === WANTED) return undefined;
  return (
    `The checks run on Node ${WANTED}, the one Daybook's functions run on, but this is Node ${version}. ` +
    'Start them through npm or npx in the checkout ("npm test", "npx vitest run"): the package brings its own Node ' +
    `for Linux. On another system install Node ${WANTED}.`
  );
}
