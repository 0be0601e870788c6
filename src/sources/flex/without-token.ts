/**
 * The same error without the token in any text of it: the token is part of every address that is asked, and an error that
 * nobody foresaw may name its address. Errors are shown by `--debug`, and logged.
 */
export function withoutToken(error: unknown, token: string): unknown {
  if (typeof error === 'string') return error.replaceAll(token, '…');
  if (!(error instanceof Error) || !textsOf(error).some((text) => text.includes(token))) return error;
  const said = new Error(error.message.replaceAll(token, '…'), { cause: withoutToken(error.cause, token) });
  said.name = error.name;
  if (error.stack !== undefined) said.stack = error.stack.replaceAll(token, '…');
  return said;
}

function textsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [error.message, error.stack ?? '', ...(error.cause === undefined ? [] : textsOf(error.cause))];
}
