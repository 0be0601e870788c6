import type { CalendarDate } from '#domain/calendar-date';
import type { Gap } from '#domain/gap';
import type { Run } from '#domain/snapshot';
import type { FlexRunRecord } from './flex-run-record.ts';
import type { Unreported } from './outcome.ts';

/** One account's statements in one answer, as far as a run asks about them. */
export interface AnsweredAccount {
  /** Its key in the archive. */
  readonly account: string;
  /** `U…4567`. */
  readonly maskedId: string;
  /** First and last day that any of its statements tells. */
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** Market days whose close they hold: each has a Flex Snapshot now. */
  readonly closes: readonly CalendarDate[];
}

/** What an answer comes to for a run: part of its record. */
export type AnswerState = Pick<FlexRunRecord, 'status' | 'accounts' | 'unreported' | 'withoutDays' | 'why'>;

/**
 * Holds what an answer tells against what was asked. The answer's own days decide, not the days that were asked for.
 * @param asked accounts by key, with their masked numbers; `all`: those of the answer
 * @param withDays whether days were asked for, or the query's own
 */
export function answerState(
  run: Run,
  asked: ReadonlyMap<string, string> | 'all',
  answered: readonly AnsweredAccount[],
  withDays: boolean,
): AnswerState {
  const wanted = asked === 'all' ? answered : answered.filter(({ account }) => asked.has(account));
  const there = wanted.filter(({ closes }) => closes.includes(run.marketDate));
  const behind = wanted.filter(({ to }) => to < run.marketDate).map((one) => [one, tooOld(run, one)] as const);
  const hollow = wanted
    .filter(({ to, closes }) => to >= run.marketDate && !closes.includes(run.marketDate))
    .map((one) => [one, withoutClose(run, one)] as const);
  const absent = asked === 'all' ? [] : [...asked].filter(([key]) => !answered.some(({ account }) => account === key));
  const unreported: readonly Unreported[] = [
    ...[...behind, ...hollow].map(([{ account, maskedId }, why]) => ({ account, maskedId, why })),
    ...absent.map(([account, maskedId]) => ({ account, maskedId, why: notInQuery(maskedId) })),
  ];
  const why = unreported[0]?.why ?? (there.length === 0 ? NO_STATEMENT : undefined);
  // Without days the query's own period may simply end elsewhere: then the next go asks for the days again.
  const mayCome = behind.length > 0 || wanted.length + absent.length === 0 || (there.length === 0 && !withDays);
  const status = mayCome ? 'waiting' : there.length === 0 ? 'failed' : unreported.length > 0 ? 'partial' : 'complete';
  return { status, accounts: there.map(({ account }) => account), unreported, ...(why ? { why } : {}) };
}

const NO_STATEMENT: Gap = {
  reason: 'not-ready',
  message: 'The answer of the Flex Web Service holds no statement of any account.',
};

const tooOld = ({ marketDate }: Run, { maskedId, to }: AnsweredAccount): Gap => ({
  reason: 'not-ready',
  message: `The Flex statement of ${maskedId} ends on ${to}: the one of ${marketDate} is not there yet.`,
});

const withoutClose = ({ marketDate }: Run, { maskedId, from, to }: AnsweredAccount): Gap => ({
  reason: 'not-available',
  message:
    to > marketDate
      ? `The Flex statement of ${maskedId} goes from ${from} to ${to} in one piece: it does not tell the close of ${marketDate}.`
      : `The Flex statement of ${maskedId} does not tell the close of ${marketDate}.`,
  nextStep: '"npx daybook flex check" says what to tick in the query.',
});

const notInQuery = (maskedId: string): Gap => ({
  reason: 'account-refused',
  message: `The Flex query has no statement of ${maskedId}.`,
  nextStep: 'Choose the account in the query, in Client Portal, or check the number in the settings.',
});
