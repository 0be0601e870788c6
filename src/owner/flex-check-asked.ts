import type { CalendarDate } from '#domain/calendar-date';
import type { Progress } from '#effects/progress';
import { FlexUnreadable } from '#sources/flex/errors';
import { type FlexPorts, openFlexSource } from '#sources/flex/flex-source';
import { type QuerySurvey, surveyQuery } from '#sources/flex/query-survey';
import { type FlexChecked, flexChecked } from './flex-check.ts';

export interface AskAndCheckRequest {
  readonly query: string;
  /** Stands in requests alone. */
  readonly token: string;
  /** The day to ask for: the newest that has closed. */
  readonly marketDate: CalendarDate;
}

/**
 * Asks the service for the statement of one day and reads it for what its query ticks. It is not kept: no report is made
 * of it.
 * @throws FlexRefused | FlexUnreachable | FlexUnreadable | FlexCutOff
 */
export async function askAndCheck(
  { query, token, marketDate }: AskAndCheckRequest,
  { progress, ...ports }: Pick<FlexPorts, 'connect' | 'clock'> & { readonly progress: Progress },
): Promise<FlexChecked> {
  const source = openFlexSource({ ...ports, token });
  const days = { from: marketDate, to: marketDate };
  let survey: QuerySurvey | undefined;
  try {
    progress('Asking the Flex Web Service for a statement; this may take some minutes');
    await source.fetch({ query, days }, async (body) => {
      survey = await surveyQuery(body);
    });
  } finally {
    await source.close();
  }
  if (!survey) throw new FlexUnreadable('holds nothing');
  return flexChecked(`asked for now, of ${marketDate}; not kept`, survey, days);
}
