import { newYorkDay, newYorkOffset } from '#simulator/market/day';
import type { ApiAnswer } from '#simulator/scenario';
import { zoneOf } from './flex-row.ts';

/** The service's sentences by their code. */
const MESSAGES: Readonly<Record<string, string>> = {
  '1001': 'Statement could not be generated at this time. Please try again shortly.',
  '1003': 'Statement is not available.',
  '1004': 'Statement is incomplete at this time. Please try again shortly.',
  '1005': 'Settlement data is not ready at this time. Please try again shortly.',
  '1006': 'FIFO P/L data is not ready at this time. Please try again shortly.',
  '1007': 'MTM P/L data is not ready at this time. Please try again shortly.',
  '1008': 'MTM and FIFO P/L data is not ready at this time. Please try again shortly.',
  '1009': 'The server is under heavy load. Statement could not be generated at this time. Please try again shortly.',
  '1010': 'Legacy Flex Queries are no longer supported. Please convert over to Activity Flex.',
  '1011': 'Service account is inactive.',
  '1012': 'Token has expired.',
  '1013': 'IP restriction.',
  '1014': 'Query is invalid.',
  '1015': 'Token is invalid.',
  '1016': 'Account in invalid.',
  '1017': 'Reference code is invalid.',
  '1018': 'Too many requests have been made from this token. Please try again shortly.',
  '1019': 'Statement generation in progress. Please try again shortly.',
  '1020': 'Invalid request or unable to validate request.',
  '1021': 'Statement could not be retrieved at this time. Please try again shortly.',
};

/** Codes that come as a warning: nothing is lost yet. */
const WARNINGS = new Set(['1019']);

/** A refusal of the service: always with HTTP status 200. */
export function refusal(code: string, now: number): ApiAnswer {
  const status = WARNINGS.has(code) ? 'Warn' : 'Fail';
  const message = MESSAGES[code] ?? 'Undocumented.';
  return envelope(now, [
    ['Status', status],
    ['ErrorCode', code],
    ['ErrorMessage', message],
  ]);
}

/** A request that is taken: what to ask for the statement with, and where. */
export const accepted = (status: 'Success' | 'Warn', reference: string, url: string, now: number): ApiAnswer =>
  envelope(now, [
    ['Status', status],
    ['ReferenceCode', reference],
    ['url', url],
  ]);

function envelope(now: number, words: readonly (readonly [string, string])[]): ApiAnswer {
  const lines = words.map(([name, text]) => `<${name}>${text}</${name}>\n`);
  return xmlAnswer([`<FlexStatementResponse timestamp='${stamp(now)}'>\n`, ...lines, '</FlexStatementResponse>\n']);
}

export const xmlAnswer = (text: ApiAnswer['text']): ApiAnswer => ({
  status: 200,
  contentType: 'text/xml;charset=UTF-8',
  text,
});

/** Wall clock in New York, `HH:MM:SS`. */
export const newYorkTime = (now: number): string =>
  new Date(now - newYorkOffset(newYorkDay(now)) * 3_600_000).toISOString().slice(11, 19);

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `13 July, 2026 06:30 AM EDT`. */
function stamp(now: number): string {
  const day = newYorkDay(now);
  const [hour = 0, minute = 0] = newYorkTime(now).split(':').map(Number);
  const clock = `${String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  const date = `${day.slice(8)} ${MONTHS[+day.slice(5, 7) - 1]}, ${day.slice(0, 4)}`;
  return `${date} ${clock} ${hour < 12 ? 'AM' : 'PM'} ${zoneOf(day)}`;
}
