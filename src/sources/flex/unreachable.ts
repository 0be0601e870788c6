import { SourceError } from '#sources/source-error';
import { FlexUnreachable } from './errors.ts';

const PROBLEMS: Readonly<Record<string, string>> = {
  silent: 'gave no whole answer in time',
  'cut-off': 'broke off in the middle of its answer',
  blocked: 'shows a certificate that is not trusted',
  unreadable: 'gives an answer that is larger than is taken',
};

/** The HTTP client's errors in this source's words, as the client's speak of the gateway; others as they are. */
export function unreachable(error: unknown): unknown {
  if (!(error instanceof SourceError) || error.name.startsWith('Flex')) return error;
  return new FlexUnreachable(error.reason, PROBLEMS[error.reason] ?? 'was not reached', { cause: error });
}
