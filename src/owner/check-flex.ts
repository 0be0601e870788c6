import type { Archive } from '#archive/archive';
import { dayInZone, dayNumber } from '#domain/calendar-date';
import { FLEX_FILE, type FlexState } from '#pipeline/flex-state';
import { readState } from '#pipeline/state-file';
import type { CheckPorts, CheckRequest } from './check-request.ts';
import type { SecretFacts } from './cloud.ts';
import { flexTokenParameter } from './deployment.ts';
import { type Finding, fine, lookAt, note, outstanding } from './finding.ts';
import { EXPIRY_NOTICE_DAYS } from './flex-token.ts';
import { dayLine, instantLine } from './printable.ts';

const NEW_TOKEN =
  'Make a new one in Client Portal, then give it with "npx daybook flex token". The old one ends by that.';

/** The Flex Web Service: its token, what it refuses, the newest statement. Nothing when the settings name no query. */
export async function checkFlex(request: CheckRequest, { cloud, archive }: CheckPorts): Promise<readonly Finding[]> {
  const { flex } = request;
  if (!flex) return [];
  const state = await stateIn(archive);
  const parameter = flexTokenParameter(request.deployment.stack);
  return [
    ...(await lookAt('Flex token', async () => [tokenFinding(await cloud.secrets.look(parameter), state, request)])),
    ...refusalFindings(state, request),
    statementFinding(flex.query, state, request),
  ];
}

const stateIn = async (archive: Archive): Promise<FlexState> =>
  (await readState(archive, FLEX_FILE)) ?? { schema: FLEX_FILE.schema };

function tokenFinding(facts: SecretFacts | undefined, state: FlexState, request: CheckRequest): Finding {
  if (!facts) {
    return outstanding(
      'Flex token',
      'There is none: no statement can be asked for.',
      'Give it with "npx daybook flex token"; docs/flex.md says how to make one.',
    );
  }
  if (!facts.encrypted) {
    return outstanding(
      'Flex token',
      'It is kept as plain text, not encrypted.',
      'Remove it with "npx daybook flex token --forget", end it in Client Portal, and give a new one.',
    );
  }
  const { tokenExpires } = state;
  if (tokenExpires === undefined) {
    return note(
      'Flex token',
      'It is kept, encrypted; until when it is good is not known here. "npx daybook flex token" asks.',
    );
  }
  const days = dayNumber(tokenExpires) - dayNumber(dayInZone(request.now, request.timeZone));
  if (days < 0) return outstanding('Flex token', `Its last day was ${dayLine(tokenExpires)}.`, NEW_TOKEN);
  if (days > EXPIRY_NOTICE_DAYS) {
    return fine('Flex token', `It is kept, encrypted, and good until ${dayLine(tokenExpires)}.`);
  }
  const left = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days, on ${dayLine(tokenExpires)}`;
  return outstanding('Flex token', `It ends ${left}.`, NEW_TOKEN);
}

function refusalFindings({ refused }: FlexState, { timeZone }: CheckRequest): Finding[] {
  if (!refused) return [];
  const since = `Since ${instantLine(refused.since, timeZone)}, last on ${instantLine(refused.at, timeZone)}.`;
  return [outstanding('Flex', `${refused.message} ${since}`, refused.nextStep)];
}

function statementFinding(query: string, { last }: FlexState, { timeZone }: CheckRequest): Finding {
  if (!last) {
    return note('Statement', `Of the query ${query} none has come yet: the next final run asks for it.`);
  }
  const of = `the newest is of ${dayLine(last.marketDate)}, fetched on ${instantLine(last.at, timeZone)}`;
  return fine('Statement', `Of the query ${query} ${of}. What it lacks, if anything: "npx daybook flex check".`);
}
