import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkSettings, type Settings } from './settings.ts';

/** What the flags of a command change in the settings. */
export interface SettingsFlags {
  /** Path of the file; `daybook.json` in the working folder when absent, and defaults when that isn't there either. */
  readonly file?: string;
  readonly gateway?: string;
  readonly ca?: string;
  readonly serverName?: string;
  readonly accounts: readonly string[];
  readonly recipients: readonly string[];
  readonly out?: string;
}

const DEFAULT_FILE = 'daybook.json';

/** Reads the settings file, lays the flags over it and checks the whole. Every problem goes into `problems`. */
export async function loadSettings(
  flags: SettingsFlags,
  workingFolder: string,
  problems: string[],
): Promise<Settings | undefined> {
  const path = resolve(workingFolder, flags.file ?? DEFAULT_FILE);
  const fromFile = await readJson(path, flags.file !== undefined, problems);
  if (fromFile === undefined) return undefined;
  const base = fromFile as Record<string, unknown>;
  const listed = Array.isArray(base.accounts) ? (base.accounts as { id?: unknown }[]) : [];
  const checked = checkSettings({
    ...base,
    ...gatewayUnder(flags, base.gateway),
    ...(flags.accounts.length > 0
      ? { accounts: flags.accounts.map((id) => listed.find((account) => account?.id === id) ?? { id }) }
      : {}),
    ...(flags.recipients.length > 0 ? { recipients: flags.recipients.map((address) => ({ address })) } : {}),
    ...(flags.out ? { archive: { folder: flags.out } } : {}),
  });
  if ('settings' in checked) return checked.settings;
  for (const { where, problem } of checked.problems) problems.push(`setting ${where} ${problem}${flagHint(where)}`);
  return undefined;
}

/** What is no object is left for the check to name. */
function gatewayUnder(flags: SettingsFlags, inFile: unknown): { readonly gateway?: unknown } {
  const over = {
    ...(flags.gateway ? { url: flags.gateway } : {}),
    ...(flags.ca ? { ca: flags.ca } : {}),
    ...(flags.serverName ? { serverName: flags.serverName } : {}),
  };
  // "none" has nothing to lie over: flags that name a gateway stand for themselves.
  if (inFile === undefined || (inFile === 'none' && flags.gateway)) return { gateway: over };
  return { gateway: typeof inFile === 'object' && inFile && !Array.isArray(inFile) ? { ...inFile, ...over } : inFile };
}

function flagHint(where: string): string {
  if (where === 'gateway.url') return ' (--gateway)';
  return where.startsWith('recipients.') && where.endsWith('.address') ? ' (--to)' : '';
}

/** Editors of Windows put a byte-order mark before a text; JSON has no place for it. */
export const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

async function readJson(path: string, required: boolean, problems: string[]): Promise<object | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!required && error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    problems.push(`the settings file ${path} can't be read: ${(error as Error).message}`);
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(withoutMark(text));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    problems.push(`the settings file ${path} should hold one JSON object`);
  } catch (error) {
    problems.push(`the settings file ${path} is not JSON: ${(error as Error).message}`);
  }
  return undefined;
}
