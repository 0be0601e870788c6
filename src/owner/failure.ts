import { ArchiveError } from '#archive/errors';
import type { Gap, GapReason } from '#domain/gap';
import { CloudError } from './cloud-error.ts';
import { Interrupted } from './interrupted.ts';

/** A failure as a person reads it. */
export interface Failure {
  readonly kind: 'interrupted' | 'archive' | 'gateway' | 'login' | 'account' | 'waiting' | 'answer' | 'cloud' | 'fault';
  readonly message: string;
  readonly nextStep: string;
}

const KINDS: Record<GapReason, Failure['kind']> = {
  'needs-login': 'login',
  'account-refused': 'account',
  'not-available': 'account',
  'not-asked': 'fault',
  paced: 'waiting',
  unreachable: 'gateway',
  blocked: 'gateway',
  'server-error': 'answer',
  'bad-request': 'answer',
  unreadable: 'answer',
  maintenance: 'answer',
  silent: 'gateway',
  'cut-off': 'answer',
  'not-ready': 'answer',
  'brokerage-only': 'answer',
};

/** What a gap that ended a run means for the person at the keyboard. */
export function failureOfGap(gap: Gap): Failure {
  const nextStep =
    gap.nextStep ?? (gap.resumeAt ? `Run the command again after ${gap.resumeAt}.` : 'Run the command again later.');
  return { kind: KINDS[gap.reason], message: gap.message, nextStep };
}

/** What an error that came out of the stages means. Anything unknown is a fault of Daybook, and said to be one. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ArchiveError) return { kind: 'archive', message: error.message, nextStep: error.nextStep };
  if (error instanceof Interrupted) {
    return { kind: 'interrupted', message: error.message, nextStep: error.nextStep };
  }
  if (error instanceof CloudError) return { kind: 'cloud', message: error.message, nextStep: error.nextStep };
  return {
    kind: 'fault',
    message: `Daybook failed in a way it should not: ${error instanceof Error ? error.message : String(error)}`,
    nextStep: 'Run the command again with --debug and report what it prints. What was collected is kept.',
  };
}
