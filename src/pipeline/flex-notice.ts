import { dayInZone, dayNumber } from '#domain/calendar-date';
import type { Gap } from '#domain/gap';
import type { Run } from '#domain/snapshot';
import type { Notice } from './events.ts';
import type { FlexRefusal, FlexState } from './flex-state.ts';
import type { Trouble } from './incident.ts';
import { dayName, lines } from './notice-words.ts';

/** The owner hears of the token's end this long before it. */
const TOKEN_DAYS = 30;
const REFUSED = 'flex-refused ';
const EXPIRES = 'flex-token expires ';
const LATE = 'flex-late';
const TO_COME = 'flex-to-come';
const GATEWAY = 'source-gateway';
const ACCOUNT = 'flex-account ';

/** Of the token, the service's account of it, or the way in: a new token or a setting beside it mends these. */
const OF_TOKEN: ReadonlySet<string> = new Set(['1011', '1012', '1013', '1015', 'no-token']);
const NEW_TOKEN: ReadonlySet<string> = new Set(['1012', '1015']);

/** What the report of a day lacks when Flex gave nothing. */
const LACKS = 'Deposits, fees, interest, tax and the whole list of trades are missing in it, and it says so.';

/** The token ends soon, or has ended: told once for each date. */
export function tokenExpires(state: FlexState | undefined, now: Date, timeZone: string): Trouble[] {
  const last = state?.tokenExpires;
  if (last === undefined) return [];
  const left = dayNumber(last) - dayNumber(dayInZone(now, timeZone));
  if (left > TOKEN_DAYS) return [];
  const notice: Notice = {
    subject: `Flex token ${left < 0 ? 'ended' : 'expires'} ${last}`,
    message: lines([
      left < 0
        ? `By the date you gave, the token of the Flex Web Service was good until ${dayName(last)}.`
        : `The token of the Flex Web Service is good until ${dayName(last)}. After that IBKR gives no statement.`,
      'Make a new one in Client Portal, in the settings of the Flex Web Service, and hand it over with "npx daybook flex token", which asks for it without showing it. The old one ends the moment the new one is made.',
      'You get this once.',
    ]),
  };
  return [{ name: `${EXPIRES}${last}`, notice }];
}

/** Names of notices about tokens that were replaced. */
export const replacedTokens = (state: FlexState | undefined, told: readonly string[]): string[] =>
  told.filter((name) => name.startsWith(EXPIRES) && name !== `${EXPIRES}${state?.tokenExpires}`);

/** The service refuses until a person does something. @param reported whether the report is out without it */
export function flexRefused(run: Run, refusal: FlexRefusal, reported: boolean): Trouble {
  const { code, message, nextStep } = refusal;
  const day = dayName(run.marketDate);
  const notice: Notice = {
    subject: `Flex ${OF_TOKEN.has(code) ? 'token' : 'query'} refused: ${day}`,
    message: lines([
      message,
      reported ? `The report of ${day} is out without a statement. ${LACKS}` : `There is no statement of ${day}.`,
      nextStep,
      NEW_TOKEN.has(code) ? '"npx daybook flex token" takes it, without showing it.' : '',
      'You get this once, until a statement comes again.',
    ]),
  };
  return { name: `${REFUSED}${code}`, notice };
}

/** The report is out, and the statement of its day did not come in time. */
export function statementLate(run: Run, why: Gap | undefined): Trouble {
  const day = dayName(run.marketDate);
  const notice: Notice = {
    subject: `No statement: ${day}`,
    message: lines([
      `The report of ${day} is out without a Flex statement. ${LACKS}`,
      why ? why.message : '',
      why?.nextStep ?? '',
      `The next runs ask for it again, for a week; when it comes, the report of ${day} is made anew in the archive, and the next mail says so. Later "npx daybook flex backfill" fetches it. You get this once, until a statement comes again.`,
    ]),
  };
  return { name: LATE, notice };
}

/** Without a gateway: the deadline of a day is over and its statement, which carries the report, is not there. */
export function statementToCome(run: Run, why: Gap | undefined): Trouble {
  const day = dayName(run.marketDate);
  const notice: Notice = {
    subject: `Statement late: ${day}`,
    message: lines([
      `There is no Flex statement of ${day} yet, and the report is made of it.`,
      why ? why.message : '',
      'Each start asks for it again, and the report goes out as soon as it is there: by plan the next morning, before that of the next day. Nothing is to be done. Should statements go on to come a day late, reports follow a day later.',
      'You get this once, until a statement comes in time. A day whose statement is not there by the morning after the next market day is told by itself.',
    ]),
  };
  return { name: TO_COME, notice };
}

/** Names of the notices that a statement ends which came before its day's deadline. */
export const endedInTime = (): string[] => [TO_COME];

/** An account is reported without a statement, while others have one. @param account the owner's name for it */
export function statementLacks(run: Run, key: string, account: string, why: Gap): Trouble {
  const day = dayName(run.marketDate);
  const notice: Notice = {
    subject: `No statement: one account, ${day}`.slice(0, 50),
    message: lines([
      `The report of ${account} for ${day} is out without a Flex statement. ${LACKS}`,
      why.message,
      why.nextStep ?? '',
      'You get this once, until the account has a statement again.',
    ]),
  };
  return { name: `${ACCOUNT}${key}`, notice };
}

/** Names of notices about accounts that have their statement now. */
export const endedForAccounts = (accounts: readonly string[]): string[] => accounts.map((key) => `${ACCOUNT}${key}`);

/** The report is out from the statement alone: the gateway gave nothing, for another cause than a missing login. */
export function gatewayAway(run: Run, why: Gap | undefined): Trouble {
  const day = dayName(run.marketDate);
  const notice: Notice = {
    subject: `Without the gateway: ${day}`,
    message: lines([
      `The report of ${day} is out from the Flex statement alone: the gateway gave nothing.`,
      why ? why.message : '',
      why?.nextStep ?? '',
      'You get this once, until the gateway gives data again.',
    ]),
  };
  return { name: GATEWAY, notice };
}

/** Names of the notices that a statement ends. */
export const endedByStatement = (told: readonly string[]): string[] =>
  told.filter((name) => name === LATE || name.startsWith(REFUSED));

/** Names of the notices that data of the gateway end. */
export const endedByGateway = (): string[] => [GATEWAY];
