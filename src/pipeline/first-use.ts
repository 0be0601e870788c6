import type { Archive } from '#archive/archive';
import { FLEX_FILE } from './flex-state.ts';
import { firstLoginOf } from './session-record.ts';
import { readState } from './state-file.ts';

/**
 * Since when this archive has had something to report from: its first login or its first Flex statement, whichever came
 * first. Undefined before both: then the owner is at work with the deploy, and nothing is due but the newest day.
 */
export async function firstUseOf(archive: Archive): Promise<Date | undefined> {
  const login = await firstLoginOf(archive);
  const first = (await readState(archive, FLEX_FILE))?.first;
  const statement = first === undefined ? undefined : new Date(first);
  if (login === undefined || statement === undefined) return login ?? statement;
  return login < statement ? login : statement;
}
