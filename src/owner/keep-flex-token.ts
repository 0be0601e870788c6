import type { Archive } from '#archive/archive';
import type { CalendarDate } from '#domain/calendar-date';
import type { Progress } from '#effects/progress';
import { FLEX_FILE } from '#pipeline/flex-state';
import { changeState } from '#pipeline/state-file';
import type { FlexRefused } from '#sources/flex/errors';
import { type TokenTrial, tryToken } from '#sources/flex/try-token';
import type { SecretPort } from './cloud.ts';
import { type FlexToken, flexTokenText } from './flex-token.ts';

export interface KeepTokenRequest extends FlexToken {
  /** Name of the parameter. */
  readonly parameter: string;
  /** The query to try it with; it is not tried when absent. */
  readonly query?: string;
}

export interface KeepTokenPorts {
  readonly secrets: SecretPort;
  readonly archive: Archive;
  readonly connect: TokenTrial['connect'];
  readonly progress: Progress;
}

/** What became of it. Never the token itself. */
export interface KeptToken {
  readonly kept: boolean;
  readonly parameter: string;
  readonly expires: CalendarDate;
  /**
   * What the service said: `taken`; `query-refused`: the token is not in doubt, the query is; `token-refused`: it is
   * not kept; `no-word`: the service asks for patience; `not-tried`.
   */
  readonly trial: 'taken' | 'query-refused' | 'token-refused' | 'no-word' | 'not-tried';
  /** With a refusal. */
  readonly why?: { readonly code?: string; readonly message: string; readonly nextStep: string };
}

/** Of the token itself they say neither good nor bad. */
const SAYS_NOTHING: ReadonlySet<FlexRefused['meaning']> = new Set([
  'not-ready',
  'paced',
  'no-data',
  'locked-out',
  'server-error',
]);

/** Codes about the query alone: the service looks at the token first. The record's `dates` is a fault of it too. */
const ABOUT_QUERY: ReadonlySet<string> = new Set(['1010', '1014', '1016']);

/**
 * Looks whether the service takes the token, keeps it encrypted, and notes in the archive until when it is good. A token
 * that is refused is not kept.
 * @throws FlexUnreachable | FlexUnreadable | CloudError | ArchiveError
 */
export async function keepFlexToken(request: KeepTokenRequest, ports: KeepTokenPorts): Promise<KeptToken> {
  const { token, expires, parameter, query } = request;
  const { secrets, archive, connect, progress } = ports;
  const about = { parameter, expires };
  let tried: Pick<KeptToken, 'trial' | 'why'> = { trial: 'not-tried' };
  if (query !== undefined) {
    progress('Asking the Flex Web Service whether it takes the token');
    tried = meant(await tryToken({ token, query, connect }));
  }
  if (tried.trial === 'token-refused') return { kept: false, ...about, ...tried };
  progress('Keeping it, encrypted');
  await secrets.put(parameter, flexTokenText({ token, expires }));
  await changeState(archive, FLEX_FILE, (before) => {
    const { refused, rest: _ofTheOldToken, ...others } = before ?? { schema: FLEX_FILE.schema };
    // What the query is refused for is not mended by a token.
    const mended = refused?.code !== 'dates' && (tried.trial === 'taken' || !ABOUT_QUERY.has(refused?.code ?? ''));
    const standing = refused && !mended ? { refused } : {};
    return { ...others, ...standing, tokenExpires: expires };
  });
  return { kept: true, ...about, ...tried };
}

/** Removes the token and what is known of it. @throws CloudError | ArchiveError */
export async function forgetFlexToken(
  parameter: string,
  { secrets, archive }: Pick<KeepTokenPorts, 'secrets' | 'archive'>,
): Promise<'removed' | 'absent'> {
  const removed = await secrets.remove(parameter);
  await changeState(archive, FLEX_FILE, (before) => {
    if (before?.tokenExpires === undefined && before?.refused === undefined) return before;
    const { tokenExpires: _expires, refused: _refused, ...rest } = before;
    return rest;
  });
  return removed;
}

function meant(refused: FlexRefused | undefined): Pick<KeptToken, 'trial' | 'why'> {
  if (refused === undefined) return { trial: 'taken' };
  const { code, message, nextStep, meaning } = refused;
  const why = { ...(code === undefined ? {} : { code }), message, nextStep };
  if (SAYS_NOTHING.has(meaning)) return { trial: 'no-word', why };
  return { trial: ABOUT_QUERY.has(code ?? '') ? 'query-refused' : 'token-refused', why };
}
