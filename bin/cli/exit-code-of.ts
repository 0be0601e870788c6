import type { Failure } from '#owner/failure';
import { EXIT } from './exit-codes.ts';

/** The exit code that tells a script what sort of failure it was. */
export function exitCodeOf(kind: Failure['kind']): number {
  const codes: Record<Failure['kind'], number> = {
    interrupted: EXIT.interrupted,
    archive: EXIT.archive,
    gateway: EXIT.gateway,
    login: EXIT.login,
    account: EXIT.account,
    waiting: EXIT.waiting,
    answer: EXIT.answer,
    cloud: EXIT.cloud,
    fault: EXIT.fault,
  };
  return codes[kind];
}
