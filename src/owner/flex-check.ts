import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { rawMonth } from '#archive/keys';
import { dayInZone, previousMonthEnd } from '#domain/calendar-date';
import type { DaySpan } from '#domain/statement';
import { checkQuery } from '#sources/flex/query-check';
import type { QueryFinding } from '#sources/flex/query-finding';
import { REQUIRED_SECTIONS } from '#sources/flex/query-sections';
import { type QuerySurvey, surveyQuery } from '#sources/flex/query-survey';

/** What a statement says of the query that made it. Holds no account number and no amount. */
export interface FlexChecked {
  /** Where the statement is from, for people. */
  readonly statement: string;
  readonly accounts: number;
  /** First and last day; absent where they can't be read. */
  readonly days?: DaySpan;
  /** Sections that the report reads and that are there, with the number of their rows. */
  readonly there: readonly { readonly section: string; readonly rows: number }[];
  /** The gravest first. */
  readonly findings: readonly QueryFinding[];
}

/**
 * Reads a statement for what its query ticks and lacks.
 * @param asked the days that were asked for, where it is known
 * @throws FlexUnreadable | FlexCutOff, and what the body throws
 */
export async function checkStatement(
  statement: string,
  body: AsyncIterable<Uint8Array>,
  asked?: DaySpan,
): Promise<FlexChecked> {
  return flexChecked(statement, await surveyQuery(body), asked);
}

export function flexChecked(statement: string, survey: QuerySurvey, asked?: DaySpan): FlexChecked {
  const { from, to } = survey;
  return {
    statement,
    accounts: survey.accounts.length,
    ...(from === undefined || to === undefined ? {} : { days: { from, to } }),
    there: REQUIRED_SECTIONS.flatMap(({ section, xml, row }) => {
      const elements = survey.sections.get(xml);
      return elements ? [{ section, rows: elements.get(row)?.rows ?? 0 }] : [];
    }),
    findings: checkQuery(survey, asked),
  };
}

/** Whether a figure of the report is missing for what was found. */
export const lacksWhatIsNeeded = ({ findings }: FlexChecked): boolean =>
  findings.some(({ weight }) => weight === 'needed');

/** How far back a statement is looked for. */
const MONTHS = 14;
const STATEMENT = /\/(\d{8}T\d{6}Z)-flex-\d+\.xml$/;

/** Key of the newest statement that the archive keeps; undefined when there is none of the last year. */
export async function newestStatement(archive: Archive, now: Date): Promise<string | undefined> {
  let day = dayInZone(now, 'America/New_York');
  for (let month = 0; month < MONTHS; month += 1) {
    const keys = (await archive.list(rawMonth('login', day))).filter((key) => STATEMENT.test(key));
    const newest = keys.sort((one, other) => instantIn(one).localeCompare(instantIn(other))).at(-1);
    if (newest !== undefined) return newest;
    day = previousMonthEnd(day);
  }
  return undefined;
}

const instantIn = (key: string): string => STATEMENT.exec(key)?.[1] ?? '';

/** The body of a statement that the archive keeps. @throws ArchiveCorrupted when it went meanwhile */
export async function statementIn(archive: Archive, key: string): Promise<AsyncIterable<Uint8Array>> {
  const body = await archive.getStream(key);
  if (body) return body;
  throw new ArchiveCorrupted(key, `The statement ${archive.locate(key)} is gone.`, 'Run the command again.');
}
