import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { DaySpan } from '#domain/statement';
import type { Progress } from '#effects/progress';
import { FlexRefused, FlexUnreachable, FlexUnreadable } from '#sources/flex/errors';
import { type FlexPorts, type FlexSource, openFlexSource } from '#sources/flex/flex-source';
import { type QuerySurvey, surveyQuery } from '#sources/flex/query-survey';
import { type FlexChecked, flexChecked } from './flex-check.ts';

export interface AskAndCheckRequest {
  readonly query: string;
  /** Stands in requests alone. */
  readonly token: string;
  /** The last day to ask for: the newest that is final. */
  readonly marketDate: CalendarDate;
}

/** A single day often has no trade and no dividend, so that nobody sees what is ticked for them. */
const LONG_DAYS = 30;

/**
 * Asks the service for a statement and reads it for what its query ticks: of a month, or of the day alone where the
 * service has no such month or it is too large. It is not kept: no report is made of it.
 * @throws FlexRefused | FlexUnreachable | FlexUnreadable | FlexCutOff
 */
export async function askAndCheck(
  { query, token, marketDate }: AskAndCheckRequest,
  { progress, ...ports }: Pick<FlexPorts, 'connect' | 'clock'> & { readonly progress: Progress },
): Promise<FlexChecked> {
  const source = openFlexSource({ ...ports, token });
  const day = { from: marketDate, to: marketDate };
  try {
    progress('Asking the Flex Web Service for a statement; this may take some minutes');
    const survey = await surveyOf(source, query, { ...day, from: addDays(marketDate, 1 - LONG_DAYS) }).catch(
      (error: unknown) => {
        if (!mayBeTooLong(error)) throw error;
        progress('There is none of a month; asking for the day alone');
        return surveyOf(source, query, day);
      },
    );
    // An account that is younger than a month has a shorter statement, which is no fault: the last day has to be there.
    return flexChecked('asked for now, not kept', survey, day);
  } finally {
    await source.close();
  }
}

function mayBeTooLong(error: unknown): boolean {
  if (error instanceof FlexRefused) return error.meaning === 'no-data';
  return error instanceof FlexUnreachable && error.reason === 'unreadable';
}

async function surveyOf(source: FlexSource, query: string, days: DaySpan): Promise<QuerySurvey> {
  let survey: QuerySurvey | undefined;
  await source.fetch({ query, days }, async (body) => {
    survey = await surveyQuery(body);
  });
  if (!survey) throw new FlexUnreadable('holds nothing');
  return survey;
}
