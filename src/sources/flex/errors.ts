import type { GapReason } from '#domain/gap';
import { SourceError } from '#sources/source-error';
import { codeIn, type Refusal, type RefusalMeaning } from './refusals.ts';

/** The answer is neither a statement nor an answer of the Flex Web Service, or can't be read as XML. */
export class FlexUnreadable extends SourceError {
  override readonly name = 'FlexUnreadable';
  /** @param problem what is wrong, to follow "The Flex answer" and to end without a full stop. */
  constructor(problem: string, options?: ErrorOptions) {
    super(
      'unreadable',
      `The Flex answer ${problem}.`,
      'Ask for the statement again; if it stays so, look at the answer that was kept.',
      options,
    );
  }
}

/** The answer ends before its last element does. */
export class FlexCutOff extends SourceError {
  override readonly name = 'FlexCutOff';
  constructor(options?: ErrorOptions) {
    super(
      'cut-off',
      'The Flex answer ends in the middle: its last elements are missing.',
      'Ask for the statement again; nothing of this answer counts.',
      options,
    );
  }
}

/** Dates are written with slashes, and nothing in the answer tells day from month. */
export class FlexDatesAmbiguous extends SourceError {
  override readonly name = 'FlexDatesAmbiguous';
  constructor() {
    super(
      'unreadable',
      'The Flex statement writes its dates with slashes, and nothing in it tells the day from the month.',
      'Set the date format of the query to yyyyMMdd or yyyy-MM-dd, then ask again.',
    );
  }
}

/**
 * What is to be expected of a refusal. `later`: asking again helps, at `resumeAt` where it is given. `endless`: this one
 * code was the answer to all requests as long as was asked; another form of request (without days) is worth a try.
 * `permanent`: a person has to do something.
 */
export type FlexOutlook = 'later' | 'endless' | 'permanent';

/** The service answered, and not with what was asked for. */
export class FlexRefused extends SourceError {
  override readonly name = 'FlexRefused';
  /** The service's code; undefined when it gave none, or another text in its place. */
  readonly code: string | undefined;
  readonly meaning: RefusalMeaning;
  readonly outlook: FlexOutlook;

  constructor(
    refusal: Refusal,
    code: string | undefined,
    { outlook, resumeAt }: { readonly outlook: FlexOutlook; readonly resumeAt?: Date } = { outlook: 'permanent' },
  ) {
    super(refusal.reason, refusal.message, refusal.nextStep, {
      by: 'ibkr',
      ...(resumeAt === undefined ? {} : { resumeAt }),
    });
    this.code = codeIn(code);
    this.meaning = refusal.meaning;
    this.outlook = outlook;
  }
}

/** No answer of the service: not reached, no whole answer, or another status than 200. The token stands nowhere in it. */
export class FlexUnreachable extends SourceError {
  override readonly name = 'FlexUnreachable';
  /** @param problem to follow "The Flex Web Service", without a full stop. */
  constructor(reason: GapReason, problem: string, options?: ErrorOptions) {
    super(
      reason,
      `The Flex Web Service ${problem}.`,
      'It is asked again at the next run; if it lasts, look whether IBKR announces work on its systems.',
      options,
    );
  }
}
