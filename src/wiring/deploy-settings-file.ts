import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkDeploy, type DeploySettings, findingLines, isDeployable } from './deploy-settings.ts';
import { crossProblems, readSettings } from './settings.ts';
import { withoutMark } from './settings-file.ts';

/** The part of the CDK's context that is read: `app.node` is one. */
export interface DeployContext {
  /** The value of `-c key=value`, or nothing. */
  tryGetContext(key: string): unknown;
}

export type LoadedDeploySettings =
  | { readonly settings: DeploySettings; readonly warnings: readonly string[] }
  /** Each a sentence without its full stop, as `deployProblemsText` takes them. */
  | { readonly problems: readonly string[] };

const DEFAULT_FILE = 'daybook.json';

/**
 * Reads and checks the settings of a deploy: `daybook.json` in the working folder, or the file of `-c settings=FILE`.
 * Throws nothing for what a person can mend: every problem comes back, all at once.
 */
export function loadDeploySettings(context: DeployContext, workingFolder: string): LoadedDeploySettings {
  const named: unknown = context.tryGetContext('settings');
  if (named !== undefined && typeof named !== 'string') {
    return { problems: ['-c settings=FILE should name a file'] };
  }
  const path = resolve(workingFolder, named ?? DEFAULT_FILE);
  if (named === undefined && !existsSync(path)) {
    const problem = `there is no ${DEFAULT_FILE} in ${workingFolder}: copy examples/daybook.json there and put in your own accounts, addresses and region, or name another file with -c settings=FILE`;
    return { problems: [problem] };
  }
  const read = readJson(path);
  if ('problem' in read) return { problems: [read.problem] };
  const { settings, problems } = readSettings(
    read.value,
    (sound) => crossProblems(sound),
    (sound) => checkDeploy(sound).problems,
  );
  if (problems.length > 0 || !settings || !isDeployable(settings)) return { problems: findingLines(problems) };
  return { settings, warnings: findingLines(checkDeploy(settings).warnings) };
}

function readJson(path: string): { readonly value: unknown } | { readonly problem: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { problem: `the settings file ${path} can't be read: ${(error as Error).message}` };
  }
  try {
    const value: unknown = JSON.parse(withoutMark(text));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value };
    return { problem: `the settings file ${path} should hold one JSON object` };
  } catch (error) {
    return { problem: `the settings file ${path} is not JSON: ${(error as Error).message}` };
  }
}
